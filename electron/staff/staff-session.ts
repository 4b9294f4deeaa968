/**
 * Who is signed in at the staff window: one person at a time, signed out after a time without a touch.
 */

import type { Clock } from '../../clinic/clock.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { afterWrongPin, isLocked, noFailedTries } from '../../clinic/sign-in-tries.ts';
import type { StaffVerifier, Store } from '../../offline-store/store.ts';
import type { Log } from '../log.ts';
import { tryWrite } from '../try-write.ts';
import { findByBadge, isPinOf } from './staff-verifier.ts';

const msPerSecond = 1000;

export interface StaffMember {
  readonly staffId: string;
  readonly name: string;
}

/** `not-checked`: nobody knows whether they are right; it is no try, and may be tried again. */
export type SignInProblem = Readonly<
  { problem: 'not-recognised' } | { problem: 'not-checked' } | { problem: 'locked'; until: string }
>;

export interface StaffSession {
  current(): StaffMember | null;
  /** Null when signed in, or when somebody was already, who stays. An unknown badge, a disabled one and a wrong PIN are one same answer. */
  signIn(badge: string, pin: string): Promise<SignInProblem | null>;
  /** Somebody else signs for an act of whoever is signed in, and is not signed in by it. The same answers, and the same lock. */
  confirm(badge: string, pin: string): Promise<Result<StaffMember, SignInProblem>>;
  signOut(): void;
  /** Somebody is there. Who is signed in then may have changed: whose time was over is signed out. */
  touch(): void;
  close(): void;
}

export function openStaffSession(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly signOutAfterSeconds: number;
  readonly log: Log;
  readonly onSignedOut: () => void;
}): StaffSession {
  const { store, clock } = options;
  const signOutAfterMs = options.signOutAfterSeconds * msPerSecond;
  let member: StaffMember | null = null;
  let leavesAtMs = 0;
  let cancelSignOut = () => {};
  let isClosed = false;
  let lastSignIn: Promise<unknown> = Promise.resolve();

  function signOut(): void {
    cancelSignOut();
    if (member === null) return;
    const who = member.staffId;
    member = null;
    // The screen is wiped even when the disk refuses the entry.
    tryWrite(store, options.log, (writes) => writes.audit({ who, act: 'sign-out', bookingId: null, details: {} }));
    options.onSignedOut();
  }

  function stay(): void {
    cancelSignOut();
    leavesAtMs = clock.monotonicMs() + signOutAfterMs;
    cancelSignOut = clock.after(signOutAfterMs, signOut);
  }

  /** On a computer that has just woken a touch may come before the sign-out that was due while it slept. */
  function touch(): void {
    if (member === null) return;
    if (clock.monotonicMs() < leavesAtMs) stay();
    else signOut();
  }

  /** One at a time: a burst of tries in flight must not pass the lock together. */
  function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const answer = lastSignIn.then(work);
    lastSignIn = answer.catch(() => null);
    return answer;
  }

  function signIn(badge: string, pin: string): Promise<SignInProblem | null> {
    return inTurn(async () => {
      // A second press, or somebody else: nobody signs in over somebody, and a sign-out cannot come before a try is answered.
      if (member !== null) return null;
      const known = await check(badge, pin, 'sign-in');
      if (!known.ok) return known.problem;
      member = known.value;
      stay();
      return null;
    });
  }

  async function check(
    badge: string,
    pin: string,
    act: 'sign-in' | 'confirm',
  ): Promise<Result<StaffMember, SignInProblem>> {
    const found = findByBadge(store, badge.trim());
    const theirs = found === null || found.isDisabled ? null : found;
    if (theirs !== null && isLocked(theirs, clock.nowMs()) && theirs.lockedUntil !== null) {
      auditRefusal(store, theirs.staffId, 'locked');
      return refuse({ problem: 'locked', until: theirs.lockedUntil });
    }
    const isRight = await isPinOf(store, theirs, pin);
    // The store is closed, or will be: nobody waits for an answer any more.
    if (isClosed) return new Promise<never>(() => undefined);
    const who = found?.staffId ?? 'unknown-badge';
    if (!isRight.ok) {
      auditRefusal(store, who, 'not-checked');
      return refuse({ problem: 'not-checked' });
    }
    if (theirs === null) {
      auditRefusal(store, who, found === null ? 'unknown' : 'disabled');
      return refuse({ problem: 'not-recognised' });
    }
    if (!isRight.value) return refuse(wrongPin(store, who, clock.nowMs()));
    store.ledger.write((writes) => {
      writes.saveStaff({ ...theirs, ...noFailedTries });
      writes.audit({ who, act, bookingId: null, details: {} });
    });
    return ok({ staffId: who, name: theirs.name });
  }

  return {
    current: () => member,
    signIn,
    confirm: (badge, pin) => inTurn(() => check(badge, pin, 'confirm')),
    signOut,
    touch,
    close() {
      isClosed = true;
      cancelSignOut();
    },
  };
}

/** Whose badge nobody knows has no name in the trail; the code itself is a secret that may be somebody's. */
function auditRefusal(store: Store, who: string, because: 'unknown' | 'disabled' | 'locked' | 'not-checked'): void {
  store.ledger.write((writes) => writes.audit({ who, act: 'sign-in-failed', bookingId: null, details: { because } }));
}

/** Read again inside the transaction: two tries in flight count as two. */
function wrongPin(store: Store, staffId: string, nowMs: number): SignInProblem {
  return store.ledger.write((writes) => {
    const now = store.ledger.staff().find((verifier) => verifier.staffId === staffId);
    if (now === undefined) return { problem: 'not-recognised' };
    const tries: StaffVerifier = { ...now, ...afterWrongPin(now, nowMs) };
    writes.saveStaff(tries);
    writes.audit({ who: staffId, act: 'sign-in-failed', bookingId: null, details: { failedTries: tries.failedTries } });
    return isLocked(tries, nowMs) && tries.lockedUntil !== null
      ? { problem: 'locked', until: tries.lockedUntil }
      : { problem: 'not-recognised' };
  });
}
