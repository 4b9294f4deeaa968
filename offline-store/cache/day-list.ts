/**
 * Which slot holds the list in use, how old it is and what was set aside with it (S10).
 */

import { z } from 'zod';
import type { Sql } from '../database.ts';
import type { DayListAge, SetAside } from '../day-list-cache.ts';
import { setAsideReasons } from '../day-list-cache.ts';
import type { Slot } from './bookings.ts';

export const SetAsideRows: z.ZodType<readonly SetAside[]> = z.array(
  z.strictObject({
    appointmentId: z.string(),
    why: z.enum(setAsideReasons),
  }),
);

export interface DayList {
  readonly slot: Slot;
  /** How many places of the slot it takes. */
  readonly places: number;
  readonly age: DayListAge;
  readonly setAside: readonly SetAside[];
}

interface Row extends DayListAge, Pick<DayList, 'slot' | 'places'> {
  readonly setAsideJson: string;
}

export function dayListTable(sql: Sql) {
  const get = sql.prepare<[], Row>(
    `SELECT slot, places, clinic_day AS clinicDay, site_id AS siteId, pulled_at AS pulledAt,
       set_aside_json AS setAsideJson FROM day_list`,
  );
  const set = sql.prepare(
    `INSERT INTO day_list VALUES (1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET slot = excluded.slot, places = excluded.places, clinic_day = excluded.clinic_day,
       site_id = excluded.site_id, pulled_at = excluded.pulled_at, set_aside_json = excluded.set_aside_json`,
  );

  return {
    get(): DayList | null {
      const row = get.get();
      if (row === undefined) return null;
      const { slot, places, setAsideJson, ...age } = row;
      return { slot, places, age, setAside: SetAsideRows.parse(JSON.parse(setAsideJson)) };
    },

    set({ slot, places, age, setAside }: DayList): void {
      const { clinicDay, siteId, pulledAt } = age;
      set.run(slot, places, clinicDay, siteId, pulledAt, JSON.stringify(SetAsideRows.parse(setAside)));
    },
  };
}
