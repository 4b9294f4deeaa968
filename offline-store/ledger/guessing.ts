/**
 * How much guessing this kiosk has seen, so that switching it off and on gives no new guesses (S2).
 */

import { z } from 'zod';
import { type GuessingState, noMisses } from '../../clinic/guessing.ts';
import type { Sql } from '../database.ts';

const Guessing: z.ZodType<GuessingState> = z.strictObject({
  misses: z.int().min(0),
  restingUntil: z.string().nullable(),
});

export function guessingTable(sql: Sql) {
  const get = sql.prepare<[], string | null>('SELECT guessing_json FROM kiosk_state').pluck();
  const set = sql.prepare('UPDATE kiosk_state SET guessing_json = ?');

  return {
    get(): GuessingState {
      const json = get.get();
      return json == null ? noMisses : Guessing.parse(JSON.parse(json));
    },

    set(state: GuessingState): void {
      set.run(JSON.stringify(Guessing.parse(state)));
    },
  };
}
