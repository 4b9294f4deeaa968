/** What there is to tell of a printer while it has a paper of ours: one that is busy with us is not busy with another host. */
import { isAboutAnotherHost, type PrinterTrouble, stops } from '../clinic/printer-trouble.ts';
import type { PrinterStatus } from './printer.ts';

export function whileOursIsInside(status: PrinterStatus): Pick<PrinterStatus, 'troubles' | 'isReady'> {
  // When nothing can be known of its inside, another host that is in the way is just that.
  const isOurs = (trouble: PrinterTrouble) => status.inside !== 'not-known' && isAboutAnotherHost(trouble);
  const troubles = status.troubles.filter((trouble) => !isOurs(trouble));
  return { troubles, isReady: status.isReady || (status.inside === 'something' && !troubles.some(stops)) };
}

/** A set of labels is out in seconds, and somebody stands there waiting for it. */
const insideMsMaxAsARule = 20_000;

/**
 * The same look after look at one paper. What keeps it inside may have no flag at all, such as a full rewinder, or a label that
 * nobody takes off: after a while staff are told, or it would wait for ever in a printer that calls itself well.
 */
export function watchInside(
  insideMsMax = insideMsMaxAsARule,
  nowMs = () => performance.now(),
): (status: PrinterStatus) => ReturnType<typeof whileOursIsInside> {
  let sinceMs: number | null = null;
  return (status) => {
    const seen = whileOursIsInside(status);
    sinceMs = status.inside === 'something' && seen.isReady ? (sinceMs ?? nowMs()) : null;
    if (sinceMs === null || nowMs() < sinceMs + insideMsMax) return seen;
    return { troubles: [...seen.troubles, 'stays-inside'], isReady: false };
  };
}
