/**
 * Papers and the attempts to print them. What may have been printed is known from here alone, so an attempt is durable
 * before its first byte leaves.
 */

import { assert } from '../../clinic/assert.ts';
import type { Paper, PaperKind, PaperState } from '../../clinic/visit.ts';
import type { Sql } from '../database.ts';
import type { NewPaper, PrintAttempt } from '../store.ts';
import { mayMove } from './paper-moves.ts';

type AttemptRow = Paper & {
  readonly printer: string;
  readonly token: string;
  readonly odometerBefore: number | null;
  readonly startedAt: string;
};

/** A specimen's id is its visit's with its place: `VISITID-2`. */
const paperColumns = `papers.id, check_ins.booking_id AS bookingId, kind,
  check_ins.visit_id || '-' || (specimen % 100) AS specimenId, copy, state, sequence, state_since AS stateSince`;
const papersFrom = 'FROM papers JOIN check_ins ON check_ins.number = papers.check_in';

export function papersTable(sql: Sql) {
  const byId = sql.prepare<[string], Paper>(`SELECT ${paperColumns} ${papersFrom} WHERE papers.id = ?`);
  const ofBooking = sql.prepare<[string], Paper>(
    `SELECT ${paperColumns} FROM check_ins JOIN papers
       ON papers.number BETWEEN check_ins.number * 100000 AND check_ins.number * 100000 + 99999
     WHERE check_ins.booking_id = ? ORDER BY sequence`,
  );
  const waiting = sql.prepare<[string], Paper>(
    `SELECT ${paperColumns} ${papersFrom} WHERE state = 'waiting' AND kind IN (SELECT value FROM json_each(?))
     ORDER BY sequence LIMIT 1`,
  );
  const countOfWaiting = sql
    .prepare<[string], number>(
      `SELECT count(*) FROM papers WHERE state = 'waiting' AND kind IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const sending = sql.prepare<[string], AttemptRow>(
    `SELECT ${paperColumns}, printer, token, odometer_before AS odometerBefore, started_at AS startedAt
     ${papersFrom} JOIN print_attempts AS attempt ON attempt.paper = papers.number
     WHERE state = 'sending' AND printer = ?
       AND attempt.number = (SELECT max(number) FROM print_attempts WHERE paper = papers.number)
     ORDER BY sequence`,
  );
  const insert = sql.prepare(
    `INSERT INTO papers
     SELECT number * 100000 + @place * 100 + @copy, @id, number, @kind,
       CASE WHEN visit_id || '-' || CAST(@place AS INTEGER) = @specimenId THEN number * 100 + @place END,
       @copy, 'waiting', @at, @sequence
     FROM check_ins WHERE booking_id = @bookingId`,
  );
  const lastSequence = sql.prepare<[], number>('SELECT last_sequence FROM kiosk_state').pluck();
  const setLastSequence = sql.prepare('UPDATE kiosk_state SET last_sequence = ?');
  const move = sql.prepare('UPDATE papers SET state = ?, state_since = ? WHERE id = ?');
  const attempt = sql.prepare(
    `INSERT INTO print_attempts
     SELECT number, 1 + (SELECT coalesce(max(number), 0) FROM print_attempts WHERE paper = papers.number), ?, ?, ?, ?
     FROM papers WHERE id = ?`,
  );

  return {
    add(paper: NewPaper, sequence: number, at: string): void {
      const { changes } = insert.run({ ...paper, place: placeOf(paper), sequence, at });
      assert(changes === 1, 'a paper is for a booking that is checked in');
    },

    /** Counts on from the last paper of all, for one write; `keep` when the write has been through its work. */
    numbering() {
      let last: number | null = null;
      return {
        next(): number {
          last = (last ?? lastSequence.get() ?? 0) + 1;
          return last;
        },
        keep(): void {
          if (last !== null) setLastSequence.run(last);
        },
      };
    },

    setState(paperId: string, state: PaperState, at: string): void {
      const paper = byId.get(paperId);
      assert(paper, 'a paper whose state changes is in the ledger');
      assert(mayMove(paper.state, state), `a paper that is ${paper.state} may become ${state}`);
      move.run(state, at, paperId);
    },

    addAttempt({ paperId, printer, token, odometerBefore, startedAt }: PrintAttempt): void {
      const { changes } = attempt.run(printer, token, odometerBefore, startedAt, paperId);
      assert(changes === 1, 'a paper that is tried is in the ledger');
    },

    byId: (paperId: string): Paper | null => byId.get(paperId) ?? null,
    ofBooking: (bookingId: string): readonly Paper[] => ofBooking.all(bookingId),
    nextWaiting: (kinds: readonly PaperKind[]): Paper | null => waiting.get(JSON.stringify(kinds)) ?? null,

    countWaiting: (kinds: readonly PaperKind[]): number => countOfWaiting.get(JSON.stringify(kinds)) ?? 0,

    inDoubt: (wantedPrinter: string) =>
      sending.all(wantedPrinter).map(({ printer, token, odometerBefore, startedAt, ...paper }) => ({
        paper,
        attempt: { paperId: paper.id, printer, token, odometerBefore, startedAt },
      })),
  };
}

/** In its set, as the table counts: 0 the header, then the specimens, 100 the ticket. */
function placeOf({ kind, specimenId }: NewPaper): number {
  if (kind === 'header-label') return 0;
  return kind === 'queue-ticket' ? 100 : Number(specimenId?.split('-').at(-1));
}
