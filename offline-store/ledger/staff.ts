/**
 * What proves a member of staff: the MAC of a badge and the hash of a PIN, never the badge code or the PIN.
 */
import type { Sql } from '../database.ts';
import type { StaffVerifier } from '../store.ts';

type StaffRow = Omit<StaffVerifier, 'isDisabled'> & { readonly isDisabled: number };

export function staffTable(sql: Sql) {
  const save = sql.prepare(
    `INSERT INTO staff VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (staff_id) DO UPDATE SET name = excluded.name, badge_mac = excluded.badge_mac,
       pin_hash = excluded.pin_hash, is_disabled = excluded.is_disabled, failed_tries = excluded.failed_tries,
       locked_until = excluded.locked_until`,
  );
  const all = sql.prepare<[], StaffRow>(
    `SELECT staff_id AS staffId, name, badge_mac AS badgeMac, pin_hash AS pinHash, is_disabled AS isDisabled,
       failed_tries AS failedTries, locked_until AS lockedUntil FROM staff ORDER BY staff_id`,
  );

  return {
    save({ staffId, name, badgeMac, pinHash, isDisabled, failedTries, lockedUntil }: StaffVerifier): void {
      save.run(staffId, name, badgeMac, pinHash, isDisabled ? 1 : 0, failedTries, lockedUntil);
    },

    all: (): readonly StaffVerifier[] => all.all().map((row) => ({ ...row, isDisabled: row.isDisabled === 1 })),
  };
}
