/**
 * Which import is the list in use, how old it is and what was set aside with it (S10).
 */

import { z } from 'zod';
import type { Sql } from '../database.ts';
import type { DayListAge, SetAside } from '../store.ts';

const SetAsideRows: z.ZodType<readonly SetAside[]> = z.array(
  z.strictObject({
    appointmentId: z.string(),
    why: z.enum(['other-site', 'other-day', 'no-patient', 'not-understood', 'superseded-duplicate']),
  }),
);

export interface DayList {
  readonly importId: number;
  readonly age: DayListAge;
  readonly setAside: readonly SetAside[];
}

interface Row extends DayListAge {
  readonly importId: number;
  readonly setAsideJson: string;
}

export function dayListTable(sql: Sql) {
  const get = sql.prepare<[], Row>(
    `SELECT import AS importId, clinic_day AS clinicDay, site_id AS siteId, pulled_at AS pulledAt,
       set_aside_json AS setAsideJson FROM day_list`,
  );
  const set = sql.prepare(
    `INSERT INTO day_list VALUES (1, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET import = excluded.import, clinic_day = excluded.clinic_day,
       site_id = excluded.site_id, pulled_at = excluded.pulled_at, set_aside_json = excluded.set_aside_json`,
  );
  const highest = sql.prepare<[], number>('SELECT coalesce(max(import), 0) FROM bookings').pluck();

  return {
    get(): DayList | null {
      const row = get.get();
      if (row === undefined) return null;
      const { importId, setAsideJson, ...age } = row;
      return { importId, age, setAside: SetAsideRows.parse(JSON.parse(setAsideJson)) };
    },

    set({ importId, age, setAside }: DayList): void {
      const { clinicDay, siteId, pulledAt } = age;
      set.run(importId, clinicDay, siteId, pulledAt, JSON.stringify(SetAsideRows.parse(setAside)));
    },

    /** Higher than every import that left a row, so that nothing half-written can come to be shown. */
    nextImport: (): number => Math.max(highest.get() ?? 0, get.get()?.importId ?? 0) + 1,
  };
}
