/**
 * What one kind of fault is: what happens to the printer or to us while a paper is printed, what a person at the printer
 * then does, and what may be said of the paper afterwards. Here are those that no printer is spared.
 */
import type { FaultKiosk } from './fault-kiosk.ts';
import { type Planned, resetInside } from './fault-plan.ts';

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

export type FaultKinds<Peer> = Readonly<Record<string, FaultKind<Peer>>>;

/** Where one paper after the other is printed: a kiosk and its printer. */
export interface Place<Peer> {
  readonly kiosk: FaultKiosk;
  readonly peer: Peer;
}

export const onceOut: readonly Outcome[] = [{ ended: 'printed', copies: 1 }];

/** What may be said of a paper, by how far it was when nothing more was heard of it. */
export interface Allowed {
  /** Evidence of it is kept, and not one byte has left us. */
  readonly begun: readonly Outcome[];
  /** It may be in the printer, or only a part of it. */
  readonly interrupted: readonly Outcome[];
  /** It is out, and we did not hear of it. */
  readonly unheard: readonly Outcome[];
  /** It is out, and we may have heard of it in time. */
  readonly out: readonly Outcome[];
}

/** What both kinds of virtual printer can be told and asked. */
export interface FaultyPeer {
  now(): Promise<number>;
  waitFor(kind: 'printed' | 'cut-off', matches: () => boolean, options: { readonly after: number }): Promise<unknown>;
  cutOff(cutOff: { readonly afterBytes: number; readonly startingAt: string } | null): Promise<void>;
  refuse(refusing: boolean): Promise<void>;
  hear(hearing: 'normal' | 'deaf' | 'mute'): Promise<void>;
  become(change: { readonly paperOut: boolean }): Promise<void>;
}

/** Something happens, and a person mends it. */
export type Happening = readonly [happens: () => Promise<unknown>, isMended: () => Promise<unknown>];

/** Just before the first byte of the paper. */
export async function between<Peer>(
  { kiosk }: Place<Peer>,
  { paperId }: Planned,
  [happens, isMended]: Happening,
): Promise<void> {
  const happened = kiosk.atFirstByte(happens);
  kiosk.print(paperId);
  // Whatever was noticed before was something else: on a busy machine a printer may be slow.
  await happened;
  await kiosk.notReady();
  await isMended();
}

/** The printer is not well before the paper is there. */
async function waiting<Peer>(
  { kiosk }: Place<Peer>,
  { paperId }: Planned,
  [happens, isMended]: Happening,
): Promise<void> {
  await happens();
  kiosk.print(paperId);
  await kiosk.notReady();
  await isMended();
}

/** The same fault at both moments. A paper that only waited prints when the printer is well. */
export function waitingAndBetween<Peer>(
  name: string,
  happening: (peer: Peer) => Happening,
  allowed: readonly Outcome[],
): FaultKinds<Peer> {
  return {
    [`${name}-while-waiting`]: {
      strike: (place, one) => waiting(place, one, happening(place.peer)),
      allowed: onceOut,
    },
    [`${name}-between`]: { strike: (place, one) => between(place, one, happening(place.peer)), allowed },
  };
}

/** No fault at all, and those of the wire. */
export function wireFaults<Peer extends FaultyPeer>(start: string, allowed: Allowed): FaultKinds<Peer> {
  const refusing = (peer: Peer): Happening => [() => peer.refuse(true), () => peer.refuse(false)];
  const hearing =
    (how: 'deaf' | 'mute') =>
    (peer: Peer): Happening => [() => peer.hear(how), () => peer.hear('normal')];
  return {
    none: { strike: async ({ kiosk }, { paperId }) => kiosk.print(paperId), allowed: onceOut },
    [resetInside]: {
      strike: (place, one) => cutOff(place, one, { afterBytes: one.afterBytes, startingAt: start }),
      allowed: allowed.interrupted,
    },
    'reset-when-printed': { strike: resetWhenPrinted, allowed: allowed.unheard },
    ...waitingAndBetween<Peer>('refused', refusing, onceOut),
    ...waitingAndBetween<Peer>('mute', hearing('mute'), allowed.interrupted),
    ...waitingAndBetween<Peer>('deaf', hearing('deaf'), allowed.interrupted),
  };
}

export async function cutOff<Peer extends FaultyPeer>(
  { kiosk, peer }: Place<Peer>,
  { paperId }: Planned,
  where: { readonly afterBytes: number; readonly startingAt: string },
): Promise<void> {
  await peer.cutOff(where);
  kiosk.print(paperId);
  await kiosk.ended(paperId);
  await peer.cutOff(null);
}

async function resetWhenPrinted<Peer extends FaultyPeer>(
  { kiosk, peer }: Place<Peer>,
  { paperId }: Planned,
): Promise<void> {
  const after = await peer.now();
  kiosk.atFirstByte(() => peer.hear('mute'));
  kiosk.print(paperId);
  await peer.waitFor('printed', () => true, { after });
  await peer.refuse(true);
  await peer.hear('normal');
  await peer.refuse(false);
}
