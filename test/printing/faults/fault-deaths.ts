/** The kiosk dies and is started again while a paper is printed: at a step of its own, or when the printer has seen so much of it. */
import {
  type Allowed,
  between,
  type FaultKind,
  type FaultKinds,
  type FaultyPeer,
  type Outcome,
  onceOut,
  type Place,
} from './fault-kinds.ts';
import { type DeathStep, deathSteps } from './fault-kiosk.ts';
import type { Planned } from './fault-plan.ts';

type Seen = 'begun' | 'printed';
type See<Peer> = (peer: Peer, event: Seen, after: number) => Promise<unknown>;

export function deaths<Peer extends FaultyPeer>(
  start: string,
  events: readonly Seen[],
  seen: See<Peer>,
  allowed: Allowed,
): FaultKinds<Peer> {
  const allowedAt: Readonly<Record<DeathStep, readonly Outcome[]>> = {
    'before-evidence': onceOut,
    'evidence-kept': allowed.begun,
    'before-settling': allowed.out,
    settled: onceOut,
  };
  const atSteps = deathSteps.flatMap((step): [string, FaultKind<Peer>][] => [
    [`killed-${step}`, { strike: (place, one) => dieAtStep(place, one, step), allowed: allowedAt[step] }],
    [
      `process-killed-${step}`,
      { strike: ({ kiosk }, { paperId }) => kiosk.printInAProcess(paperId, step), allowed: allowedAt[step] },
    ],
  ]);
  const whenSeen = events.flatMap((event): [string, FaultKind<Peer>][] => [
    [`killed-${event}`, { strike: (place, one) => dieWhenSeen(place, one, seen, event), allowed: allowed.out }],
    [
      `process-killed-${event}`,
      { strike: (place, one) => killProcessWhenSeen(place, one, seen, event), allowed: allowed.out },
    ],
  ]);
  return {
    ...Object.fromEntries([...atSteps, ...whenSeen]),
    'killed-part-sent': { strike: (place, one) => diePartSent(place, one, start), allowed: allowed.interrupted },
    'killed-while-held': { strike: dieWhileHeld, allowed: allowed.unheard },
  };
}

async function dieAtStep<Peer>({ kiosk }: Place<Peer>, { paperId }: Planned, step: DeathStep): Promise<void> {
  const dead = kiosk.dieAt(step, paperId);
  kiosk.print(paperId);
  await dead;
  await kiosk.dieAndRestart();
}

async function dieWhenSeen<Peer extends FaultyPeer>(
  { kiosk, peer }: Place<Peer>,
  { paperId }: Planned,
  seen: See<Peer>,
  event: Seen,
): Promise<void> {
  const after = await peer.now();
  kiosk.print(paperId);
  await seen(peer, event, after);
  await kiosk.dieAndRestart();
}

async function killProcessWhenSeen<Peer extends FaultyPeer>(
  { kiosk, peer }: Place<Peer>,
  { paperId }: Planned,
  seen: See<Peer>,
  event: Seen,
): Promise<void> {
  const after = await peer.now();
  await kiosk.printInAProcess(paperId, 'never', () => seen(peer, event, after));
}

async function diePartSent<Peer extends FaultyPeer>(
  { kiosk, peer }: Place<Peer>,
  { paperId, roll }: Planned,
  start: string,
): Promise<void> {
  const after = await peer.now();
  await peer.cutOff({ afterBytes: 1 + Math.floor(roll * 200), startingAt: start });
  kiosk.print(paperId);
  await peer.waitFor('cut-off', () => true, { after });
  await kiosk.dieAndRestart();
}

async function dieWhileHeld<Peer extends FaultyPeer>(place: Place<Peer>, planned: Planned): Promise<void> {
  const { kiosk, peer } = place;
  await between(place, planned, [() => peer.become({ paperOut: true }), () => kiosk.dieAndRestart()]);
  await kiosk.bench.reported(({ isReady }) => !isReady);
  await peer.become({ paperOut: false });
}
