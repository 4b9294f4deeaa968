/** What staff see at the top of every screen: how old the list is, whether upstream answers, what the printers need. */
import { localTime } from '../clinic/clinic-day.ts';
import { listState } from '../clinic/day-list.ts';
import type { Store } from '../offline-store/store.ts';
import type { SyncStatus } from '../offline-store/sync/sync-worker.ts';
import type { KioskConfig } from './kiosk-config.ts';
import type { PrinterLine, StationStatus } from './staff-api.ts';

const msPerMinute = 60_000;
const msPerDay = 24 * 60 * msPerMinute;
/** A clock before this says that its battery is flat. */
const earliestPossibleMs = Date.UTC(2026, 0, 1);
const latestPossibleMs = Date.UTC(2060, 0, 1);

/** S15: with an absurd clock nobody's day, age or lock-out is right. Null when it may be right. */
export function clockProblem(nowMs: number, lastActAt: string | null): string | null {
  if (nowMs < earliestPossibleMs || nowMs > latestPossibleMs) {
    return 'clock: the date of this computer cannot be right; set it before the kiosk is started';
  }
  const isBeforeTheLedger = lastActAt !== null && Date.parse(lastActAt) - nowMs > msPerDay;
  return isBeforeTheLedger
    ? 'clock: the date of this computer is more than a day before the last entry of the ledger; set it before the kiosk is started'
    : null;
}

export function stationStatus(now: {
  readonly settings: KioskConfig;
  readonly store: Store;
  readonly nowMs: number;
  readonly sync: SyncStatus;
  readonly printers: readonly PrinterLine[];
}): StationStatus {
  const { settings, store, nowMs, sync } = now;
  const { timeZone } = settings.site;
  const age = store.cache.age();
  const { state, since, because } = sync.connection;
  return {
    siteName: settings.site.name,
    list: {
      state: listState(age, nowMs, settings.clinicRules, timeZone),
      asOf: age === null ? null : localTime(age.pulledAt, timeZone),
      ageMinutes: age === null ? null : Math.max(0, Math.floor((nowMs - Date.parse(age.pulledAt)) / msPerMinute)),
    },
    upstream: { state, since: since === null ? null : localTime(since, timeZone), because },
    outboxWaiting: store.ledger.outboxPending().length,
    setAside: store.cache.setAside().length,
    printers: now.printers,
    keyIsOnDiskOnly: store.keyProtection === 'os-disk-only',
    openTasks: store.ledger.openTasks().length,
  };
}
