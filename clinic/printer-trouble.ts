/**
 * What can be the matter with a printer, and what staff are told to do about it. Each trouble has its sentence here once:
 * the staff window and the command line both say it.
 *
 * A sentence is read by somebody with a patient in the chair: what is the matter, then what to do. "Site IT" marks what is
 * not for staff to mend.
 */
export const printerTroubles = [
  'unreachable',
  'silent',
  'head-open',
  'cover-open',
  'paper-out',
  'ribbon-out',
  'jammed',
  'cutter',
  'too-hot',
  'paused',
  'fed-by-hand',
  'waits-for-its-button',
  'wrong-serial',
  'wrong-dots-per-mm',
  'wrong-label-length',
  'busy-with-another-host',
  'held-up-in-queue',
  'queue-stopped',
  'part-of-another-label',
  'stays-inside',
  'broken',
  'error',
  'paper-near-end',
] as const;
export type PrinterTrouble = (typeof printerTroubles)[number];

/** Told to staff in good time, but it prints. */
const harmless: readonly PrinterTrouble[] = ['paper-near-end'];

/** Nothing is sent to a printer with such a trouble. */
export function stops(trouble: PrinterTrouble): boolean {
  return !harmless.includes(trouble);
}

/** What is inside a printer is called another host's. While our own paper is inside, it is ours. */
export function isAboutAnotherHost(trouble: PrinterTrouble): boolean {
  return trouble === 'busy-with-another-host' || trouble === 'part-of-another-label';
}

export const troubleInWords: Readonly<Record<PrinterTrouble, string>> = {
  unreachable: 'It does not answer. Check that it is switched on and its cable is in.',
  silent: 'It is on, but does not say how it is. Switch it off and on again.',
  'head-open': 'The print head is open. Close it until it clicks.',
  'cover-open': 'The cover is open. Close it until it clicks.',
  'paper-out': 'It has no paper. Put in a new roll.',
  'ribbon-out': 'It has no ribbon. Put in a new ribbon.',
  jammed: 'Paper is stuck in it. Open it, take out the stuck paper and close it.',
  cutter: 'The cutter is stuck. Switch it off, take out the stuck paper and switch it on.',
  'too-hot': 'It is too hot. Wait. It starts again by itself when it has cooled down.',
  paused: 'It is paused. Press the Pause button on the printer.',
  'fed-by-hand': 'Somebody is pressing its Feed button. Let go of it.',
  'waits-for-its-button': 'It is waiting for you. Press its Feed button.',
  'wrong-serial':
    'This is a different printer. Nothing is sent to it. Site IT: check that it belongs here, put its serial number in the settings and restart the kiosk.',
  'wrong-dots-per-mm':
    'It prints finer or coarser than our labels need. Nothing is sent to it. Site IT: put back the right printer, or change dotsPerMm in the settings.',
  'wrong-label-length':
    'Its labels have the wrong length. Put in the right roll and press Feed once. Site IT, if that does not help: calibrate it.',
  'busy-with-another-host': 'Another computer is printing on it. Wait until it has finished.',
  'held-up-in-queue':
    'What was sent to it is held up in a queue, and will come out when the printer is well. Check that it is on and has paper.',
  'queue-stopped': 'The queue in front of it is stopped. Site IT: start the queue again on the computer that has it.',
  'part-of-another-label': 'Another computer left half a label in it. Switch it off and on again.',
  'stays-inside':
    'It has received a label that does not come out. Take away what stands in its mouth and look at its display. If that does not help, switch it off and on again.',
  broken: 'It has a fault inside. Switch it off and on again. Site IT, if that does not help: it needs repair.',
  error: 'It reports a fault. Look at its display, then switch it off and on again.',
  'paper-near-end': 'The roll is nearly used up. Get a new one ready.',
};
