/**
 * What the patient's ticket says: the number to listen for, where to wait, and the visit code by which staff find the
 * right set of labels. It identifies nobody, because tickets are left on chairs.
 */
import type { QueueTicketContent } from './labels/label.ts';

export interface TicketLine {
  readonly text: string;
  /** Times the printer's natural size, in both directions. */
  readonly scale: 1 | 2 | 8;
  readonly isBold: boolean;
}

export function queueTicket(content: QueueTicketContent): readonly TicketLine[] {
  const duplicate = content.copy === 0 ? [] : [line(`DUPLICATE ${content.copy}`, 2, true), line('')];
  return [
    ...duplicate,
    line(content.siteName),
    line(''),
    line('Your ticket', 2),
    line(String(content.ticketNumber), 8, true),
    line(''),
    line(`Please wait: ${content.waitAt}`, 2, true),
    line(''),
    line(`Visit code ${content.visitCode}`, 2),
    line(''),
    line(`Checked in ${content.arrivedAt}`),
    line('Keep this ticket. Show it when called.'),
  ];
}

function line(text: string, scale: TicketLine['scale'] = 1, isBold = false): TicketLine {
  return { text, scale, isBold };
}
