/**
 * What is kept of a member of staff to sign in with: a keyed hash of the badge code and argon2id of the PIN.
 *
 * Six digits can be tried out within a day by whoever has the ledger, whatever the hash costs; the pepper, which is
 * derived from the store's master key, is what protects them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import type { StaffVerifier, Store } from '../../offline-store/store.ts';
import { type CheckedPin, checkPin } from './pin-beside.ts';

export interface PinCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** After OWASP (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. It is part of each hash. */
export const pinCost: PinCost = { memoryKib: 19_456, passes: 2 };
const hashBytes = 32;
const saltBytes = 16;

export function badgeMacOf(store: Store, badge: string): string {
  return createHmac('sha256', store.deriveKey('staff-badge')).update(badge).digest('hex');
}

/** On the command line, where nobody waits at a window. */
export function hashPin(store: Store, pin: string, cost: PinCost = pinCost): Promise<string> {
  return argon2id({
    password: pin,
    salt: randomBytes(saltBytes),
    secret: store.deriveKey('staff-pin'),
    iterations: cost.passes,
    memorySize: cost.memoryKib,
    parallelism: 1,
    hashLength: hashBytes,
    outputType: 'encoded',
  });
}

/** @param verifier null: nobody's, which takes as long, so that an unknown badge cannot be told from a wrong PIN. */
export function isPinOf(store: Store, verifier: StaffVerifier | null, pin: string): Promise<CheckedPin> {
  return checkPin({
    pin: new TextEncoder().encode(tried(pin)),
    // Its own, because nothing is left in it.
    pepper: new Uint8Array(store.deriveKey('staff-pin')),
    hash: verifier?.pinHash ?? hashOfNobody(),
  });
}

/** Nothing typed is wrong like any other: the library refuses to hash it. No PIN has a space. */
const tried = (pin: string) => (pin === '' ? ' ' : pin);

/** As `hashPin` writes one, of no PIN. */
function hashOfNobody(): string {
  const { memoryKib, passes } = pinCost;
  const [salt, hash] = [saltBytes, hashBytes].map((bytes) => randomBytes(bytes).toString('base64').replaceAll('=', ''));
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${salt}$${hash}`;
}

export function findByBadge(store: Store, badge: string): StaffVerifier | null {
  const mac = Buffer.from(badgeMacOf(store, badge), 'hex');
  const isTheirs = (verifier: StaffVerifier) => {
    const kept = Buffer.from(verifier.badgeMac, 'hex');
    return kept.length === mac.length && timingSafeEqual(kept, mac);
  };
  return store.ledger.staff().find(isTheirs) ?? null;
}
