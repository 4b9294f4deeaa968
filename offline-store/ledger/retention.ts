/**
 * Forgetting what nobody owes any more, and which clinic days were closed. The audit trail is never shortened, and numbers of
 * specimens are kept without the rest, so that none is ever used twice.
 */
import type { Sql } from '../database.ts';
import { kindsMax } from './outbox.ts';
import { papersMax } from './papers.ts';

/** As the table's CHECK. */
const placesMax = 100;

export function retentionTable(sql: Sql) {
  // The cast: a LIMIT that is only bound makes SQLite compile the statement anew at each call.
  // An event that ended in a conflict, with the blood of it, is owed while staff have its task: with that it was opened.
  const settled = sql
    .prepare<[string, number], number>(
      `SELECT number FROM check_ins WHERE clinic_day < ?
         AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.number BETWEEN check_ins.number * ${kindsMax}
           AND check_ins.number * ${kindsMax} + ${kindsMax - 1} AND state = 'pending')
         AND NOT EXISTS (SELECT 1 FROM papers WHERE papers.number BETWEEN check_ins.number * ${papersMax}
           AND check_ins.number * ${papersMax} + ${papersMax - 1} AND state IN ('waiting', 'sending'))
         AND NOT EXISTS (SELECT 1 FROM collections JOIN outbox ON outbox.number = event WHERE is_sent = 0
           AND specimen BETWEEN check_ins.number * ${placesMax} AND check_ins.number * ${placesMax} + ${placesMax - 1}
           AND state NOT IN ('conflict', 'set-aside'))
         AND NOT EXISTS (SELECT 1 FROM tasks WHERE ended_at IS NULL AND ifnull(tasks.booking_id, '') = check_ins.booking_id)
       ORDER BY number LIMIT CAST(? AS INTEGER)`,
    )
    .pluck();
  const endedTasks = sql.prepare(
    `DELETE FROM tasks WHERE ended_at IS NOT NULL AND booking_id IN
       (SELECT booking_id FROM check_ins WHERE number IN (SELECT value FROM json_each(?)))`,
  );
  const endedTasksOfNobody = sql.prepare(
    'DELETE FROM tasks WHERE ended_at IS NOT NULL AND booking_id IS NULL AND opened_at < ?',
  );
  const retire = sql.prepare(
    `INSERT INTO retired_identifiers SELECT identifier FROM specimens WHERE number BETWEEN ? AND ?
     ON CONFLICT (identifier) DO NOTHING`,
  );
  /** What refers comes before what is referred to. */
  const ofPapers = ['continuation_headers WHERE paper', 'print_attempts WHERE paper', 'papers WHERE number'];
  const ofSpecimens = ['collections WHERE specimen', 'specimens WHERE number'];
  const deletes = (tables: readonly string[]) =>
    tables.map((table) => sql.prepare(`DELETE FROM ${table} BETWEEN ? AND ?`));
  const [papers, specimens] = [deletes(ofPapers), deletes(ofSpecimens)];
  const events = sql.prepare('DELETE FROM outbox WHERE number BETWEEN ? AND ?');
  const upstream = sql.prepare('DELETE FROM upstream_bookings WHERE check_in = ?');
  const checkIn = sql.prepare('DELETE FROM check_ins WHERE number = ?');

  const close = sql.prepare('INSERT INTO closed_days VALUES (?) ON CONFLICT (clinic_day) DO NOTHING');
  const closed = sql.prepare<[string], 1>('SELECT 1 FROM closed_days WHERE clinic_day = ?').pluck();
  const notClosed = sql
    .prepare<[string], string>(
      `SELECT DISTINCT clinic_day FROM check_ins WHERE clinic_day < ?
         AND clinic_day NOT IN (SELECT clinic_day FROM closed_days) ORDER BY clinic_day`,
    )
    .pluck();

  const countBefore = sql.prepare<[string], number>('SELECT count(*) FROM check_ins WHERE clinic_day < ?').pluck();

  function forget(number: number): void {
    const range = (each: number) => [number * each, number * each + each - 1] as const;
    retire.run(...range(placesMax));
    for (const rows of papers) rows.run(...range(papersMax));
    const [ofTubes, tubes] = specimens;
    ofTubes?.run(...range(placesMax));
    events.run(...range(kindsMax));
    tubes?.run(...range(placesMax));
    upstream.run(number);
    checkIn.run(number);
  }

  return {
    /** The oldest visits of days before this one of which nothing is owed, not more than so many. @returns how many there were. */
    forgetVisits(beforeDay: string, visitsMax: number): number {
      const numbers = settled.all(beforeDay, visitsMax);
      endedTasks.run(JSON.stringify(numbers));
      endedTasksOfNobody.run(beforeDay);
      for (const number of numbers) forget(number);
      return numbers.length;
    },
    visitsBefore: (day: string): number => countBefore.get(day) ?? 0,
    closeDay: (clinicDay: string): void => void close.run(clinicDay),
    isDayClosed: (clinicDay: string): boolean => closed.get(clinicDay) === 1,
    /** Days before this one on which somebody was checked in, and that were not closed. */
    daysNotClosed: (before: string): readonly string[] => notClosed.all(before),
  };
}

/**
 * For a write that forgets visits: rows that others may refer to are deleted together with those, and to look for these in whole
 * tables would take seconds. Not inside a transaction.
 */
export function withoutReferenceChecks<Value>(sql: Sql, work: () => Value): Value {
  sql.pragma('foreign_keys = OFF');
  try {
    return work();
  } finally {
    if (sql.open) sql.pragma('foreign_keys = ON');
  }
}
