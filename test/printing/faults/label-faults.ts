/** What can happen to a label printer while a label is printed. Almost all of it the printer's own count can explain. */
import type { ZebraPrinter } from '../../peers/zebra-printer-launcher.ts';
import { hasTrouble } from '../bench-of-printers.ts';
import { deaths } from './fault-deaths.ts';
import {
  type Allowed,
  between,
  cutOff,
  type FaultKind,
  type Happening,
  type Outcome,
  onceOut,
  type Place,
  waitingAndBetween,
  wireFaults,
} from './fault-kinds.ts';
import type { Planned } from './fault-plan.ts';

type LabelPlace = Place<ZebraPrinter>;
type LabelFault = FaultKind<ZebraPrinter>;

const conditions = {
  'paper-out': { paperOut: true },
  'ribbon-out': { ribbonOut: true },
  'head-open': { headOpen: true },
  'head-hot': { headHot: true },
  paused: { paused: true },
} as const;
const troubleOf = (name: string) => (name === 'head-hot' ? 'too-hot' : name);
const well = { paperOut: false, ribbonOut: false, headOpen: false, headHot: false, paused: false };
const otherHostsLabel = '^XA^FO20,20^A0N,30,30^FDOTHER^FS^XZ';
export const zebraSerial = '50J221500001';
const format = '^XA';
const formatEnd = '^XZ';
/** From here on the printer knows that a format has begun. */
const partBytesMin = 3;

const anotherHost: Outcome = { ended: 'uncertain: another-host-printed', copies: 1 };
const exchanged = (copies: 0 | 1): Outcome => ({ ended: 'uncertain: printer-was-exchanged', copies });

/** Its count tells us in the end. */
const allowed: Allowed = { begun: onceOut, interrupted: onceOut, unheard: onceOut, out: onceOut };

const becoming =
  (change: Partial<typeof well>) =>
  (peer: ZebraPrinter): Happening => [() => peer.become(change), () => peer.become(well)];

const faultsOfThePrinter: Readonly<Record<string, LabelFault>> = Object.assign(
  {},
  ...Object.entries(conditions).map(([name, change]) => ({
    ...waitingAndBetween(name, becoming(change), onceOut),
    [`${name}-in-motion`]: { strike: inMotionOf(change, troubleOf(name)), allowed: onceOut },
  })),
);

export const labelFaults: Readonly<Record<string, LabelFault>> = {
  ...wireFaults<ZebraPrinter>(format, allowed),
  // In the middle of the questions that follow the label.
  'reset-after': {
    strike: (place, one) => {
      const afterBytes = formatEnd.length + 1 + Math.floor(one.roll * 100);
      return cutOff(place, one, { afterBytes, startingAt: formatEnd });
    },
    allowed: onceOut,
  },
  ...faultsOfThePrinter,
  'power-before': { strike: (place, one) => powerCut(place, one, 'before-next-label'), allowed: onceOut },
  'power-in-motion': { strike: (place, one) => powerCut(place, one, 'in-next-label'), allowed: onceOut },
  'power-after': { strike: (place, one) => powerCut(place, one, 'after-next-label'), allowed: onceOut },
  'power-while-held': {
    strike: (place, one) =>
      between(place, one, [() => place.peer.become({ paused: true }), () => place.peer.cyclePower('now')]),
    allowed: onceOut,
  },
  'another-host-before': { strike: anotherHostBefore, allowed: onceOut },
  'another-host-between': {
    strike: async ({ kiosk, peer }, { paperId }) => {
      kiosk.atFirstByte(() => peer.foreignLabel(otherHostsLabel));
      kiosk.print(paperId);
    },
    allowed: [anotherHost],
  },
  // We may have asked the count already, or not.
  'another-host-after': { strike: anotherHostAfter, allowed: [...onceOut, anotherHost] },
  'another-host-and-reset': {
    strike: anotherHostAndReset,
    allowed: [{ ended: 'uncertain: part-of-a-label-was-left', copies: 0 }],
  },
  'exchanged-while-waiting': { strike: exchangedWhileWaiting, allowed: onceOut },
  'exchanged-while-held': { strike: exchangedWhileHeld, allowed: [exchanged(0)] },
  'exchanged-when-printed': { strike: exchangedWhenPrinted, allowed: [exchanged(1)] },
  ...deaths<ZebraPrinter>(
    format,
    ['begun', 'printed'],
    (peer, event, after) => peer.waitFor(event === 'begun' ? 'format' : 'printed', () => true, { after }),
    allowed,
  ),
};

function inMotionOf(change: Partial<typeof well>, trouble: string): LabelFault['strike'] {
  return async ({ kiosk, peer }, { paperId }) => {
    const noticed = kiosk.bench.reportedAfterNow(hasTrouble(trouble));
    await peer.becomeInNextMotion(change);
    kiosk.print(paperId);
    await noticed;
    await peer.become(well);
  };
}

async function powerCut(
  { kiosk, peer }: LabelPlace,
  { paperId }: Planned,
  when: 'before-next-label' | 'in-next-label' | 'after-next-label',
) {
  await peer.cyclePower(when);
  kiosk.print(paperId);
}

async function anotherHostBefore({ kiosk, peer }: LabelPlace, { paperId }: Planned) {
  const after = await peer.now();
  await peer.foreignLabel(otherHostsLabel);
  await peer.waitFor('printed', () => true, { after });
  await kiosk.wellAgain();
  kiosk.print(paperId);
}

async function anotherHostAfter({ kiosk, peer }: LabelPlace, { paperId }: Planned) {
  const after = await peer.now();
  kiosk.print(paperId);
  await peer.waitFor('printed', () => true, { after });
  await peer.foreignLabel(otherHostsLabel);
  await peer.waitFor('printed', ({ label }) => label.origin === 'foreign', { after });
}

async function anotherHostAndReset({ kiosk, peer }: LabelPlace, { paperId, roll }: Planned) {
  await peer.cutOff({ afterBytes: partBytesMin + Math.floor(roll * 200), startingAt: format });
  kiosk.atFirstByte(() => peer.foreignLabel(otherHostsLabel));
  kiosk.print(paperId);
}

/** Another printer stands there, whose count is what ours was, or would be with one label more, or anything. */
async function exchange({ peer }: LabelPlace, { paperId, roll }: Planned) {
  const { odometer } = await peer.state();
  const counts = [odometer - 1, odometer, odometer + 1, odometer + 2, 7];
  await peer.exchange({ serial: `50J9${paperId.slice(2)}`, odometer: counts[Math.floor(roll * counts.length)] ?? 7 });
  return { serial: zebraSerial, odometer };
}

async function exchangedWhileWaiting(place: LabelPlace, planned: Planned) {
  const { kiosk, peer } = place;
  const isGone = kiosk.bench.reportedAfterNow(hasTrouble('unreachable'));
  await peer.refuse(true);
  await isGone;
  const ours = await exchange(place, planned);
  const isWrong = kiosk.bench.reportedAfterNow(hasTrouble('wrong-serial'));
  await peer.refuse(false);
  kiosk.print(planned.paperId);
  await isWrong;
  await peer.exchange(ours);
}

async function exchangedWhileHeld(place: LabelPlace, planned: Planned) {
  const { kiosk, peer } = place;
  const isPaused = kiosk.atFirstByte(() => peer.become({ paused: true }));
  kiosk.print(planned.paperId);
  await isPaused;
  await kiosk.notReady();
  const ours = await exchange(place, planned);
  await kiosk.ended(planned.paperId);
  await peer.exchange(ours);
}

async function exchangedWhenPrinted(place: LabelPlace, planned: Planned) {
  const { kiosk, peer } = place;
  const after = await peer.now();
  kiosk.atFirstByte(() => peer.hear('mute'));
  kiosk.print(planned.paperId);
  await peer.waitFor('printed', () => true, { after });
  const ours = await exchange(place, planned);
  await peer.hear('normal');
  await kiosk.ended(planned.paperId);
  await peer.exchange(ours);
}
