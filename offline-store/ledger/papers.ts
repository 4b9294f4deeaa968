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

const paperColumns = `papers.id, check_ins.booking_id AS bookingId, kind, specimen_id AS specimenId, copy, state, sequence,
  state_since AS stateSince`;
const papersFrom = 'FROM papers JOIN check_ins ON check_ins.number = papers.check_in';

export function papersTable(sql: Sql) {
  const byId = sql.prepare<[string], Paper>(`SELECT ${paperColumns} ${papersFrom} WHERE papers.id = ?`);
  const ofBooking = sql.prepare<[string], Paper>(
    `SELECT ${paperColumns} ${papersFrom} WHERE check_ins.booking_id = ? ORDER BY sequence`,
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
     ${papersFrom} JOIN print_attempts AS attempt ON attempt.paper = papers.sequence
     WHERE state = 'sending' AND printer = ?
       AND attempt.number = (SELECT max(number) FROM print_attempts WHERE paper = papers.sequence)
     ORDER BY sequence`,
  );
  const insert = sql.prepare(
    `INSERT INTO papers (id, check_in, kind, specimen_id, copy, state, state_since)
     VALUES (?, (SELECT number FROM check_ins WHERE booking_id = ?), ?, ?, ?, 'waiting', ?)`,
  );
  const move = sql.prepare('UPDATE papers SET state = ?, state_since = ? WHERE id = ?');
  const attempt = sql.prepare(
    `INSERT INTO print_attempts
     SELECT sequence, 1 + (SELECT coalesce(max(number), 0) FROM print_attempts WHERE paper = sequence), ?, ?, ?, ?
     FROM papers WHERE id = ?`,
  );

  return {
    add({ id, bookingId, kind, specimenId, copy }: NewPaper, at: string): void {
      insert.run(id, bookingId, kind, specimenId, copy, at);
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
