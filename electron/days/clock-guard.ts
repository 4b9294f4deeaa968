/**
 * What the station does about its computer's clock: a jump is in the trail and a task for staff; a time that is put right moves
 * every wait with it; and while nobody can say what time it is, patients are not checked in.
 */

import { unreachable } from '../../clinic/assert.ts';
import type { ClockNews, ClockTrouble } from '../../clinic/clock-watch.ts';
import type { Ledger, LedgerWrites, Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { tryWrite } from '../try-write.ts';
import type { SteadyClock } from './steady-clock.ts';

const msPerMinute = 60_000;
/** So long after a start the booking system may say that the clock is wrong, before anything is ended by it. */
const comparedMsMax = 10 * msPerMinute;

export interface ClockGuard {
  look(): void;
  trouble(): ClockTrouble | null;
  /** The booking system has said its time since the start: a clock that was wrong from the first would be in trouble by now. */
  isCompared(): boolean;
  /** Days may end by it: nobody doubts it, and the booking system has said its time, or had long enough to. */
  isBelieved(): boolean;
  /** S14: somebody signs for it that the computer's clock is right. */
  confirm(staffId: string): void;
}

/** After a jump the station goes on by the time from before; with these nobody knows what time it is. */
export const isDoubted = (trouble: ClockTrouble | null): boolean =>
  trouble?.kind === 'absurd' || trouble?.kind === 'differs';

interface ClockGuardOptions {
  readonly clock: SteadyClock;
  readonly store: Store;
  readonly log: Log;
  /** As sync has it. */
  readonly skewMs: () => number | null;
}

export function openClockGuard({ clock, store, log, skewMs }: ClockGuardOptions): ClockGuard {
  const startedMs = clock.monotonicMs();
  const isCompared = () => skewMs() !== null;

  function note(news: readonly ClockNews[], who: string): void {
    if (news.length === 0) return;
    for (const { kind, byMs } of news) log.event('clock', { kind, byMs });
    tryWrite(store, log, (writes) => {
      for (const one of news) noteOne(one, who, store.ledger, writes);
    });
  }

  return {
    look: () => note(clock.look(skewMs()), 'kiosk'),
    trouble: () => clock.trouble(skewMs()),
    isCompared,
    isBelieved: () =>
      !isDoubted(clock.trouble(skewMs())) && (isCompared() || clock.monotonicMs() - startedMs >= comparedMsMax),
    confirm(staffId) {
      const details = { skewMs: clock.skewNow(skewMs()) };
      // Signed first: what a disk does not take changes no time.
      store.ledger.write((writes) => writes.audit({ who: staffId, act: 'confirm-time', bookingId: null, details }));
      note(clock.confirm(skewMs()), staffId);
    },
  };
}

function noteOne({ kind, byMs }: ClockNews, who: string, ledger: Ledger, writes: LedgerWrites): void {
  switch (kind) {
    case 'jumped':
    case 'came-back':
      writes.audit({
        who: 'kiosk',
        act: 'clock-jumped',
        bookingId: null,
        details: { byMs, isBack: kind === 'came-back' },
      });
      if (kind === 'jumped') writes.openTask(null, { kind: 'clock-jumped', minutes: Math.round(byMs / msPerMinute) });
      return;
    case 'set':
      writes.audit({ who, act: 'time-set', bookingId: null, details: { byMs } });
      moveWaits(byMs, ledger, writes);
      return;
    default:
      unreachable(kind);
  }
}

/** What ends at a time of day ends as long from now as before: nobody's pause is cut short, and none lasts a day. */
function moveWaits(byMs: number, ledger: Ledger, writes: LedgerWrites): void {
  const moved = (instant: string) => new Date(Date.parse(instant) + byMs).toISOString();
  const guessing = ledger.guessing();
  if (guessing.restingUntil !== null) {
    writes.setGuessing({ ...guessing, restingUntil: moved(guessing.restingUntil) });
  }
  for (const verifier of ledger.staff()) {
    if (verifier.lockedUntil !== null) writes.saveStaff({ ...verifier, lockedUntil: moved(verifier.lockedUntil) });
  }
  for (const { eventId, state, attempts, nextAttemptAt } of ledger.outboxPending()) {
    if (nextAttemptAt !== null) writes.setOutbox(eventId, { state, attempts, nextAttemptAt: moved(nextAttemptAt) });
  }
}
