/**
 * What can happen to a ticket printer while a ticket is printed. It keeps no count: what it did not confirm, nobody can tell
 * without a look at the floor, and of that a person is asked.
 */
import { connectTo } from '../../peers/shared/host-socket.ts';
import type { TicketPrinter } from '../../peers/ticket-printer-launcher.ts';
import { deaths } from './fault-deaths.ts';
import {
  type Allowed,
  between,
  type FaultKind,
  type Happening,
  type Outcome,
  onceOut,
  type Place,
  waitingAndBetween,
  wireFaults,
} from './fault-kinds.ts';
import type { Planned } from './fault-plan.ts';

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
const allowed: Allowed = {
  begun: [doubt(0)],
  interrupted: [doubt(0), doubt(1)],
  unheard: [doubt(1)],
  out: [...onceOut, doubt(1)],
};

const becoming =
  (change: Partial<typeof well>) =>
  (peer: TicketPrinter): Happening => [() => peer.become(change), () => peer.become(well)];

const faultsOfThePrinter: Readonly<Record<string, TicketFault>> = Object.assign(
  {},
  ...Object.entries(conditions).map(([name, change]) => waitingAndBetween(name, becoming(change), onceOut)),
);

export const ticketFaults: Readonly<Record<string, TicketFault>> = {
  ...wireFaults<TicketPrinter>(start, allowed),
  ...faultsOfThePrinter,
  'paper-near-end': { strike: paperNearEnd, allowed: onceOut },
  'power-before': { strike: (place, one) => powerCut(place, one, 'before-next-ticket'), allowed: [doubt(0)] },
  'power-after': { strike: (place, one) => powerCut(place, one, 'after-next-ticket'), allowed: [doubt(1)] },
  'power-while-held': {
    strike: (place, one) =>
      between(place, one, [
        () => place.peer.become({ coverOpen: true }),
        async () => {
          await place.peer.cyclePower('now');
          await place.peer.become(well);
        },
      ]),
    allowed: [doubt(0)],
  },
  'another-host-between': { strike: anotherHostBetween, allowed: onceOut },
  ...deaths<TicketPrinter>(
    start,
    ['printed'],
    (peer, _event, after) => peer.waitFor('printed', () => true, { after }),
    allowed,
  ),
};

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
