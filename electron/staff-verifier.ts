/**
 * What is kept of a member of staff to sign in with: a keyed hash of the badge code and argon2id of the PIN.
 *
 * Six digits can be tried out within a day by whoever has the ledger, whatever the hash costs; the pepper, which is
 * derived from the store's master key, is what protects them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import type { StaffVerifier, Store } from '../offline-store/store.ts';

export interface PinCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** After OWASP (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. It is part of each hash. */
export const pinCost: PinCost = { memoryKib: 19_456, passes: 2 };
const hashBytes = 32;
const saltBytes = 16;
/** Verified against when no badge matches, so that an unknown badge takes as long as a wrong PIN. */
let verifierOfNobody: Promise<string> | undefined;

export function badgeMacOf(store: Store, badge: string): string {
  return createHmac('sha256', store.deriveKey('staff-badge')).update(badge).digest('hex');
}

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

export function isPinOf(store: Store, verifier: StaffVerifier, pin: string): Promise<boolean> {
  return argon2Verify({ password: tried(pin), hash: verifier.pinHash, secret: store.deriveKey('staff-pin') });
}

/** Nothing typed is wrong like any other: the library refuses to hash it. No PIN has a space. */
const tried = (pin: string) => (pin === '' ? ' ' : pin);

export async function spendTheTimeOfAPin(store: Store, pin: string): Promise<void> {
  verifierOfNobody ??= hashPin(store, randomBytes(saltBytes).toString('hex'));
  await argon2Verify({ password: tried(pin), hash: await verifierOfNobody, secret: store.deriveKey('staff-pin') });
}

export function findByBadge(store: Store, badge: string): StaffVerifier | null {
  const mac = Buffer.from(badgeMacOf(store, badge), 'hex');
  const isTheirs = (verifier: StaffVerifier) => {
    const kept = Buffer.from(verifier.badgeMac, 'hex');
    return kept.length === mac.length && timingSafeEqual(kept, mac);
  };
  return store.ledger.staff().find(isTheirs) ?? null;
}
