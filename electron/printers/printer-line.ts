/** How a printer is, as a line of the staff window (staff-api.ts). */
import type { PrinterTrouble } from '../../clinic/printer-trouble.ts';

/** `Ticket 7 is interrupted: labels 2 and 3 of 3 follow when it is ready again.` */
export interface InterruptedSet {
  readonly ticketNumber: number;
  readonly visitCode: string;
  readonly follow: readonly number[];
  readonly count: number;
}

export interface PrinterLine {
  readonly name: string;
  readonly isReady: boolean;
  readonly troubles: readonly PrinterTrouble[];
  readonly papersWaiting: number;
  /** The set that it stopped in the middle of. */
  readonly interrupted?: InterruptedSet | null;
}
