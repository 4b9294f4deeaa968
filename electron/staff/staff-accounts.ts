/** Adding and disabling the people who may sign in; each is an entry in the audit trail. */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { isAcceptablePin, noFailedTries } from '../../clinic/sign-in-tries.ts';
import type { Store } from '../../offline-store/store.ts';
import { badgeMacOf, findByBadge, hashPin, type PinCost, pinCost } from './staff-verifier.ts';

const nameCharactersMax = 60;
/** A badge code is a secret as long as nobody can guess or count to it. */
const badgeCharactersMin = 8;

export async function addStaff(
  store: Store,
  account: { readonly staffId: string; readonly name: string; readonly badge: string; readonly pin: string },
  cost: PinCost = pinCost,
): Promise<Result<string, string>> {
  const { staffId, name, badge, pin } = account;
  if (name.trim() === '' || name.length > nameCharactersMax)
    return refuse(`the name must have 1 to ${nameCharactersMax} characters`);
  if (badge.trim().length < badgeCharactersMin)
    return refuse(`the badge code must have ${badgeCharactersMin} characters or more`);
  if (!isAcceptablePin(pin)) return refuse('the PIN must have 6 to 12 digits, not all the same and not in a row');
  if (findByBadge(store, badge.trim()) !== null) return refuse('somebody has this badge already');
  const pinHash = await hashPin(store, pin, cost);
  store.ledger.write((writes) => {
    writes.saveStaff({
      staffId,
      name: name.trim(),
      badgeMac: badgeMacOf(store, badge.trim()),
      pinHash,
      isDisabled: false,
      ...noFailedTries,
    });
    writes.audit({ who: 'site-it', act: 'staff-add', bookingId: null, details: { staffId } });
  });
  return ok(staffId);
}

/** False when there is nobody with this id. */
export function disableStaff(store: Store, staffId: string): boolean {
  const account = store.ledger.staff().find((one) => one.staffId === staffId);
  if (account === undefined) return false;
  store.ledger.write((writes) => {
    writes.saveStaff({ ...account, isDisabled: true });
    writes.audit({ who: 'site-it', act: 'staff-disable', bookingId: null, details: { staffId } });
  });
  return true;
}
