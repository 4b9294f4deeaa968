/**
 * Who is signed in at the staff window: one person at a time, signed out after a time without a touch.
 */
import { afterWrongPin, isLocked, noFailedTries } from '../clinic/sign-in-tries.ts';
import type { StaffVerifier, Store } from '../offline-store/store.ts';
import type { Clock } from './clock.ts';
import { findByBadge, isPinOf, spendTheTimeOfAPin } from './staff-verifier.ts';

export interface StaffMember {
  readonly staffId: string;
  readonly name: string;
}

type SignInProblem = Readonly<{ problem: 'not-recognised' } | { problem: 'locked'; until: string }>;

interface StaffSession {
  current(): StaffMember | null;
  /** Null when signed in. An unknown badge, a disabled one and a wrong PIN are one same answer. */
  signIn(badge: string, pin: string): Promise<SignInProblem | null>;
  signOut(): void;
  touch(): void;
  close(): void;
}

export function openStaffSession(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly signOutAfterSeconds: number;
  readonly onSignedOut: () => void;
}): StaffSession {
  const { store, clock } = options;
  let member: StaffMember | null = null;
  let cancelSignOut = () => {};
  let lastSignIn: Promise<unknown> = Promise.resolve();

  function signOut(): void {
    cancelSignOut();
    if (member === null) return;
    const who = member.staffId;
    member = null;
    store.ledger.write((writes) => writes.audit({ who, act: 'sign-out', bookingId: null, details: {} }));
    options.onSignedOut();
  }

  function touch(): void {
    cancelSignOut();
    if (member !== null) cancelSignOut = clock.after(options.signOutAfterSeconds * 1000, signOut);
  }

  /** One at a time: a burst of tries in flight must not pass the lock together. */
  function signIn(badge: string, pin: string): Promise<SignInProblem | null> {
    const answer = lastSignIn.then(() => trySignIn(badge, pin));
    lastSignIn = answer.catch(() => null);
    return answer;
  }

  async function trySignIn(badge: string, pin: string): Promise<SignInProblem | null> {
    const found = findByBadge(store, badge.trim());
    if (found === null || found.isDisabled) {
      await spendTheTimeOfAPin(store, pin);
      return { problem: 'not-recognised' };
    }
    if (isLocked(found, clock.nowMs()) && found.lockedUntil !== null)
      return { problem: 'locked', until: found.lockedUntil };
    if (!(await isPinOf(store, found, pin))) return wrongPin(store, found.staffId, clock.nowMs());
    store.ledger.write((writes) => {
      writes.saveStaff({ ...found, ...noFailedTries });
      writes.audit({ who: found.staffId, act: 'sign-in', bookingId: null, details: {} });
    });
    member = { staffId: found.staffId, name: found.name };
    touch();
    return null;
  }

  return { current: () => member, signIn, signOut, touch, close: () => cancelSignOut() };
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
