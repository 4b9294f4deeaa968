/** What a test may tell the virtual ticket printer, and what it hears from it. Shared by process and launcher. */
import type { CutOff, Hearing, PortEvent } from '../shared/printer-port.ts';
import type { TicketCondition } from './receipt-status.ts';
import type { PowerCut } from './ticket-machine.ts';

export interface PrintedTicket {
  readonly number: number;
  /** The lines of text, as a person reads them. */
  readonly lines: readonly string[];
  /** What its barcodes and QR codes say. */
  readonly barcodes: readonly string[];
  /** Barcodes wider than the paper, which a printer leaves out in silence. */
  readonly barcodesLeftOut: readonly string[];
  /** Commands that this printer does not know. */
  readonly unknown: readonly string[];
  /** The bytes since the last cut, base64. */
  readonly base64: string;
}

export interface TicketState extends TicketCondition {
  readonly tickets: number;
  readonly commandsWaiting: number;
  readonly uncutLines: readonly string[];
}

export type TicketCommands = {
  state(input: null): TicketState;
  tickets(input: null): readonly PrintedTicket[];
  /** A PNG, base64. */
  picture(number: number): Promise<string | null>;
  become(change: Partial<TicketCondition>): void;
  /** The same, once, while the paper moves next: in the first band of a picture, or on the way to the cutter. */
  becomeInNextMotion(change: Partial<TicketCondition>): void;
  /** A new printer at the same port, with nothing printed, nothing wrong and nothing seen. */
  renew(input: null): Promise<void>;
  hear(hearing: Hearing): void;
  cutOff(cutOff: CutOff | null): void;
  refuse(refusing: boolean): Promise<void>;
  cyclePower(when: PowerCut | 'now'): void;
};

export type TicketEvent =
  | PortEvent
  | { kind: 'status-asked'; connection: number; n: number }
  /** `DLE ENQ` or `DLE DC4`, wherever it stood. */
  | { kind: 'obeyed-at-once'; connection: number; n: number }
  | { kind: 'printed'; ticket: PrintedTicket }
  | { kind: 'power-lost' };
