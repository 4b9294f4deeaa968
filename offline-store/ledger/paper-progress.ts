/** How far papers have come: what waits, where each was last begun, and which header continues a set that was interrupted. */
import { assert } from '../../clinic/assert.ts';
import type { PaperProgress } from '../../clinic/paper-set.ts';
import type { Paper, PaperKind } from '../../clinic/visit.ts';
import type { Sql } from '../database.ts';
import { ofKinds, paperColumns, papersFrom, papersMax } from './papers.ts';

type ProgressRow = Paper & { readonly printer: string | null; readonly isContinuation: number };

export function paperProgressTable(sql: Sql) {
  const waiting = sql.prepare<[string, number], Paper>(
    `SELECT ${paperColumns} ${papersFrom} WHERE state = 'waiting' AND ${ofKinds} ORDER BY sequence LIMIT ?`,
  );
  const ofBooking = sql.prepare<[string], ProgressRow>(
    `SELECT ${paperColumns}, attempt.printer,
       EXISTS (SELECT 1 FROM continuation_headers WHERE paper = papers.number) AS isContinuation
     FROM check_ins JOIN papers
       ON papers.number BETWEEN check_ins.number * ${papersMax} AND check_ins.number * ${papersMax} + ${papersMax - 1}
     LEFT JOIN print_attempts AS attempt ON attempt.paper = papers.number
       AND attempt.number = (SELECT max(number) FROM print_attempts WHERE paper = papers.number)
     WHERE check_ins.booking_id = ? ORDER BY sequence`,
  );
  const mark = sql.prepare<[string]>(
    'INSERT INTO continuation_headers SELECT number FROM papers WHERE id = ? ORDER BY number DESC LIMIT 1',
  );

  return {
    waiting: (kinds: readonly PaperKind[], rowsMax: number): readonly Paper[] =>
      waiting.all(JSON.stringify(kinds), rowsMax),

    ofBooking: (bookingId: string): readonly PaperProgress[] =>
      ofBooking.all(bookingId).map(({ printer, isContinuation, ...paper }) => ({
        paper,
        printer,
        isContinuation: isContinuation === 1,
      })),

    markContinuation(paperId: string): void {
      assert(mark.run(paperId).changes === 1, 'a header that continues a set was just added');
    },
  };
}
