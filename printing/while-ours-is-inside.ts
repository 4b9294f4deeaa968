/** What there is to tell of a printer while it has a paper of ours: one that is busy with us is not busy with another host. */
import { isAboutAnotherHost, type PrinterTrouble, stops } from '../clinic/printer-trouble.ts';
import type { PrinterStatus } from './printer.ts';

export function whileOursIsInside(status: PrinterStatus): Pick<PrinterStatus, 'troubles' | 'isReady'> {
  // When nothing can be known of its inside, another host that is in the way is just that.
  const isOurs = (trouble: PrinterTrouble) => status.inside !== 'not-known' && isAboutAnotherHost(trouble);
  const troubles = status.troubles.filter((trouble) => !isOurs(trouble));
  return { troubles, isReady: status.isReady || (status.inside === 'something' && !troubles.some(stops)) };
}
