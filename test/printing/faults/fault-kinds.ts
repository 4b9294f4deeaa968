/**
 * What one kind of fault is: what happens to the printer or to us while a paper is printed, what a person at the printer
 * then does, and what may be said of the paper afterwards.
 */
import { type DeathStep, deathSteps, type FaultKiosk } from './fault-kiosk.ts';
import type { Planned } from './fault-plan.ts';

/** What the journal says of a paper in the end, and how often it lies in the tray. */
export interface Outcome {
  readonly ended: string;
  readonly copies: 0 | 1;
}

export interface FaultKind<Peer> {
  /** Has the paper printed while it happens; when it resolves, everything is as it should be again. */
  readonly strike: (place: Place<Peer>, planned: Planned) => Promise<unknown>;
  /** Every one of them true of what was done. */
  readonly allowed: readonly Outcome[];
}

/** Where one paper after the other is printed: a kiosk and its printer. */
export interface Place<Peer> {
  readonly kiosk: FaultKiosk;
  readonly peer: Peer;
}

export const onceOut: readonly Outcome[] = [{ ended: 'printed', copies: 1 }];

/** What both kinds of virtual printer can be told and asked. */
export interface FaultyPeer {
  now(): Promise<number>;
  cutOff(cutOff: { readonly afterBytes: number; readonly startingAt: string } | null): Promise<void>;
  refuse(refusing: boolean): Promise<void>;
  hear(hearing: 'normal' | 'deaf' | 'mute'): Promise<void>;
}

/** What only a fault in between can show: the paper is printed while `happens` is done just before its first byte. */
export async function between<Peer extends FaultyPeer>(
  { kiosk }: Place<Peer>,
  { paperId }: Planned,
  happens: () => Promise<unknown>,
  isMended: () => Promise<unknown>,
): Promise<void> {
  const noticed = kiosk.notReady();
  kiosk.atFirstByte(happens);
  kiosk.print(paperId);
  await noticed;
  await isMended();
}

/** The printer is not well before the paper is there. */
export async function waiting<Peer extends FaultyPeer>(
  { kiosk }: Place<Peer>,
  { paperId }: Planned,
  happens: () => Promise<unknown>,
  isMended: () => Promise<unknown>,
): Promise<void> {
  const noticed = kiosk.notReady();
  await happens();
  kiosk.print(paperId);
  await noticed;
  await isMended();
}

/** Faults of the wire, which no printer is spared. */
export function wireFaults<Peer extends FaultyPeer>(allowed: {
  readonly unsent: readonly Outcome[];
  readonly unheard: readonly Outcome[];
}): Readonly<Record<string, FaultKind<Peer>>> {
  const hearing = (peer: Peer, how: 'deaf' | 'mute') => [() => peer.hear(how), () => peer.hear('normal')] as const;
  return {
    refused: {
      strike: (place, planned) =>
        between(
          place,
          planned,
          () => place.peer.refuse(true),
          () => place.peer.refuse(false),
        ),
      allowed: allowed.unsent,
    },
    'refused-while-waiting': {
      strike: (place, planned) =>
        waiting(
          place,
          planned,
          () => place.peer.refuse(true),
          () => place.peer.refuse(false),
        ),
      allowed: allowed.unsent,
    },
    'mute-while-waiting': {
      strike: (place, planned) => waiting(place, planned, ...hearing(place.peer, 'mute')),
      allowed: allowed.unsent,
    },
    'deaf-while-waiting': {
      strike: (place, planned) => waiting(place, planned, ...hearing(place.peer, 'deaf')),
      allowed: allowed.unsent,
    },
    mute: {
      strike: (place, planned) => between(place, planned, ...hearing(place.peer, 'mute')),
      allowed: allowed.unheard,
    },
    deaf: {
      strike: (place, planned) => between(place, planned, ...hearing(place.peer, 'deaf')),
      allowed: allowed.unheard,
    },
  };
}

type Seen = 'begun' | 'printed';
type See<Peer> = (peer: Peer, event: Seen, after: number) => Promise<unknown>;

/** The kiosk dies and is started again: at a step of its own, or when the printer has seen so much of the paper. */
export function deaths<Peer extends FaultyPeer>(
  events: readonly Seen[],
  seen: See<Peer>,
  allowed: {
    readonly unsent: readonly Outcome[];
    readonly known: readonly Outcome[];
    readonly sent: readonly Outcome[];
  },
): Readonly<Record<string, FaultKind<Peer>>> {
  const allowedAt: Readonly<Record<DeathStep, readonly Outcome[]>> = {
    'before-evidence': allowed.unsent,
    'evidence-kept': allowed.known,
    'before-settling': allowed.sent,
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
    [`killed-${event}`, { strike: (place, one) => dieWhenSeen(place, one, seen, event), allowed: allowed.sent }],
    [
      `process-killed-${event}`,
      { strike: (place, one) => killProcessWhenSeen(place, one, seen, event), allowed: allowed.sent },
    ],
  ]);
  return Object.fromEntries([...atSteps, ...whenSeen]);
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
