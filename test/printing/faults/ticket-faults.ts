/**
 * What can happen to a ticket printer while a ticket is printed. It keeps no count: what it did not confirm, nobody can tell
 * without a look at the floor, and of that a person is asked.
 */
import { connectTo } from '../../peers/shared/host-socket.ts';
import type { TicketPrinter } from '../../peers/ticket-printer-launcher.ts';
import {
  between,
  deaths,
  type FaultKind,
  type Outcome,
  onceOut,
  type Place,
  waiting,
  wireFaults,
} from './fault-kinds.ts';
import { type Planned, resetInside } from './fault-plan.ts';

type TicketPlace = Place<TicketPrinter>;
type TicketFault = FaultKind<TicketPrinter>;

const conditions = {
  'paper-out': { paperOut: true },
  'cover-open': { coverOpen: true },
  cutter: { cutterError: true },
  jammed: { jammed: true },
  'head-hot': { headHot: true },
} as const;
const well = { paperOut: false, coverOpen: false, cutterError: false, jammed: false, headHot: false };
const start = '\x1b@';
export const otherHostsTicket = 'OTHER';

const doubt = (copies: 0 | 1): Outcome => ({ ended: 'uncertain: printer-keeps-no-count', copies });
const interrupted = [doubt(0), doubt(1)];

const faultsOfThePrinter: Readonly<Record<string, TicketFault>> = Object.fromEntries(
  Object.entries(conditions).flatMap(([name, change]): [string, TicketFault][] => {
    const happens = ({ peer }: TicketPlace) => [() => peer.become(change), () => peer.become(well)] as const;
    return [
      [`${name}-while-waiting`, { strike: (place, one) => waiting(place, one, ...happens(place)), allowed: onceOut }],
      [`${name}-between`, { strike: (place, one) => between(place, one, ...happens(place)), allowed: onceOut }],
    ];
  }),
);

export const ticketFaults: Readonly<Record<string, TicketFault>> = {
  none: { strike: async ({ kiosk }, { paperId }) => kiosk.print(paperId), allowed: onceOut },
  [resetInside]: { strike: resetInTheMiddle, allowed: interrupted },
  'reset-when-printed': { strike: resetWhenPrinted, allowed: [doubt(1)] },
  ...wireFaults<TicketPrinter>({ unsent: onceOut, unheard: interrupted }),
  ...faultsOfThePrinter,
  'paper-near-end': { strike: paperNearEnd, allowed: onceOut },
  'power-before': { strike: (place, one) => powerCut(place, one, 'before-next-ticket'), allowed: [doubt(0)] },
  'power-after': { strike: (place, one) => powerCut(place, one, 'after-next-ticket'), allowed: [doubt(1)] },
  'power-while-held': {
    strike: (place, one) =>
      between(
        place,
        one,
        () => place.peer.become({ coverOpen: true }),
        async () => {
          await place.peer.cyclePower('now');
          await place.peer.become(well);
        },
      ),
    allowed: [doubt(0)],
  },
  'another-host-between': { strike: anotherHostBetween, allowed: onceOut },
  ...deaths<TicketPrinter>(['printed'], (peer, _event, after) => peer.waitFor('printed', () => true, { after }), {
    unsent: onceOut,
    // The confirmation may have been written down in time.
    sent: [...onceOut, doubt(1)],
    known: [doubt(0)],
  }),
  'killed-part-sent': { strike: killedPartSent, allowed: interrupted },
  'killed-while-held': { strike: killedWhileHeld, allowed: [doubt(1)] },
};

async function resetInTheMiddle({ kiosk, peer }: TicketPlace, { paperId, afterBytes }: Planned) {
  await peer.cutOff({ afterBytes, startingAt: start });
  kiosk.print(paperId);
  await kiosk.ended(paperId);
  await peer.cutOff(null);
}

async function resetWhenPrinted({ kiosk, peer }: TicketPlace, { paperId }: Planned) {
  const after = await peer.now();
  kiosk.atFirstByte(() => peer.hear('mute'));
  kiosk.print(paperId);
  await peer.waitFor('printed', () => true, { after });
  await peer.refuse(true);
  await peer.hear('normal');
  await peer.refuse(false);
}

async function paperNearEnd({ kiosk, peer }: TicketPlace, { paperId }: Planned) {
  await peer.become({ paperNearEnd: true });
  kiosk.print(paperId);
  await kiosk.ended(paperId);
  await peer.become({ paperNearEnd: false });
}

async function powerCut(
  { kiosk, peer }: TicketPlace,
  { paperId }: Planned,
  when: 'before-next-ticket' | 'after-next-ticket',
) {
  await peer.cyclePower(when);
  kiosk.print(paperId);
}

async function anotherHostBetween({ kiosk, peer }: TicketPlace, { paperId }: Planned) {
  kiosk.atFirstByte(async () => {
    const after = await peer.now();
    const other = await connectTo(peer.port);
    other.send(`${otherHostsTicket}\n\x1dV\0`);
    await peer.waitFor('printed', () => true, { after });
    other.close();
  });
  kiosk.print(paperId);
}

async function killedPartSent({ kiosk, peer }: TicketPlace, { paperId, roll }: Planned) {
  const after = await peer.now();
  await peer.cutOff({ afterBytes: 1 + Math.floor(roll * 200), startingAt: start });
  kiosk.print(paperId);
  await peer.waitFor('cut-off', () => true, { after });
  await kiosk.dieAndRestart();
}

async function killedWhileHeld(place: TicketPlace, planned: Planned) {
  const { kiosk, peer } = place;
  await between(
    place,
    planned,
    () => peer.become({ paperOut: true }),
    () => kiosk.dieAndRestart(),
  );
  await kiosk.bench.reported(({ isReady }) => !isReady);
  await peer.become(well);
}
