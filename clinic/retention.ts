/** How long the ledger keeps a visit once nothing is owed. */
import { assert } from './assert.ts';

const msPerDay = 24 * 60 * 60_000;

/** Visits of days before this one may be forgotten. */
export function forgetBefore(today: string, visitDays: number): string {
  const middayMs = Date.parse(`${today}T12:00:00Z`);
  assert(Number.isFinite(middayMs) && visitDays >= 1, 'retention is a number of days before a clinic day');
  return new Date(middayMs - visitDays * msPerDay).toISOString().slice(0, 10);
}
