/** Today's list as it stands at this moment, if it may be used: for paper, the downtime pack and the command line (S10). */
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import { listState } from '../../clinic/day-list.ts';
import type { Store } from '../../offline-store/store.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { staffViews } from '../staff/staff-view.ts';
import type { DayListRow } from '../staff-api.ts';
import { type DayListHeading, type DayListPage, dayListPage } from './day-list-paper.ts';

export interface DayListNow {
  readonly state: ReturnType<typeof listState>;
  readonly heading: DayListHeading;
  readonly rows: readonly DayListRow[];
  readonly page: DayListPage;
}

interface DayListSource {
  readonly store: Store;
  readonly settings: Pick<KioskConfig, 'site' | 'clinicRules'>;
  readonly nowMs: () => number;
}

/** Null: there is no list, or it is too old, or of another day. */
export function dayListNow({ store, settings, nowMs }: DayListSource): DayListNow | null {
  const { timeZone, name } = settings.site;
  const age = store.cache.age();
  const state = listState(age, nowMs(), settings.clinicRules, timeZone);
  if (age === null || state === 'none' || state === 'yesterday') return null;
  const noPrinters = { printerFor: () => '', status: () => ({ printers: [] }) };
  const rows = staffViews({ store, rules: settings.clinicRules, timeZone, nowMs, ...noPrinters }).rows();
  const heading = {
    siteName: name,
    clinicDay: clinicDayOf(nowMs(), timeZone),
    asOf: localTime(age.pulledAt, timeZone),
    // Found out while its rows were read.
    ...(store.cache.isDamaged() ? { isDamaged: true } : {}),
  };
  return { state, heading, rows, page: dayListPage(heading, rows, localTime(nowMs(), timeZone)) };
}
