/**
 * The file of one clinic day with its own key. Forgetting a day is destroying its key, then its file.
 *
 * A file of another day, without its key or damaged is never opened: it is destroyed and an empty one begun, because the
 * list can be fetched again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { type Database, openDatabase, removeDatabase } from '../database.ts';
import { destroyDayKey, makeDayKey, readDayKey } from '../store-key.ts';
import { bookingsTable } from './bookings.ts';
import { cacheFile } from './cache-file.ts';
import { dayListTable } from './day-list.ts';
import { pullPagesTable } from './pull-pages.ts';

export interface DayFilePlace {
  readonly folder: string;
  readonly wrappingKey: Buffer;
  readonly nativeBinding?: string | undefined;
}

export interface DayFile {
  readonly clinicDay: string;
  readonly database: Database;
  readonly bookings: ReturnType<typeof bookingsTable>;
  readonly dayList: ReturnType<typeof dayListTable>;
  readonly pullPages: ReturnType<typeof pullPagesTable>;
  /** Something was there that could not be used any more. */
  readonly hasReplaced: 'nothing' | 'another-day' | 'damage';
}

export function openDayFile(
  place: DayFilePlace,
  clinicDay: string,
  onUnreadable: () => void,
): Result<DayFile, 'in-use' | 'not-encrypted' | 'not-writable'> {
  const key = readDayKey(place.folder, place.wrappingKey);
  const hasFile = fs.existsSync(fileOf(place));
  if (hasFile && key?.clinicDay === clinicDay) {
    const opened = openDatabase({ ...databaseOf(place), key: key.key });
    if (opened.ok && opened.value.isSound()) return ok(dayFile(opened.value, clinicDay, 'nothing', onUnreadable));
    if (opened.ok) opened.value.close();
    else if (opened.problem === 'in-use' || opened.problem === 'not-writable') return refuse(opened.problem);
  }
  forgetDay(place);
  const fresh = openDatabase({ ...databaseOf(place), key: makeDayKey(place.folder, place.wrappingKey, clinicDay).key });
  if (fresh.ok) {
    const replaced = hasFile ? (key !== null && key.clinicDay !== clinicDay ? 'another-day' : 'damage') : 'nothing';
    return ok(dayFile(fresh.value, clinicDay, replaced, onUnreadable));
  }
  const { problem } = fresh;
  assert(problem === 'in-use' || problem === 'not-encrypted' || problem === 'not-writable', 'a new file is readable');
  return refuse(problem);
}

/** The key first: after a power cut between the two, what is left is noise. */
export function forgetDay(place: DayFilePlace): void {
  destroyDayKey(place.folder);
  removeDatabase(fileOf(place));
}

const fileOf = (place: DayFilePlace): string => path.join(place.folder, 'cache.db');

const databaseOf = (place: DayFilePlace) => ({
  file: fileOf(place),
  kind: cacheFile,
  nativeBinding: place.nativeBinding,
});

function dayFile(
  database: Database,
  clinicDay: string,
  hasReplaced: DayFile['hasReplaced'],
  onUnreadable: () => void,
): DayFile {
  const { sql } = database;
  return {
    clinicDay,
    database,
    bookings: bookingsTable(sql, onUnreadable),
    dayList: dayListTable(sql),
    pullPages: pullPagesTable(database),
    hasReplaced,
  };
}
