/** How far papers have come: what waits, where each was last begun, and which header continues a set that was interrupted. */
import type { PaperProgress } from '../../clinic/paper-set.ts';
import type { Paper, PaperKind } from '../../clinic/visit.ts';
import type { Sql } from '../database.ts';
import { ofKinds, paperColumns, papersFrom, papersMax } from './papers.ts';

type ProgressRow = Paper & { readonly printer: string | null; readonly continues: string | null };

export function paperProgressTable(sql: Sql) {
  // A bound LIMIT that is not cast makes SQLite compile the statement anew at each call, to plan with its value.
  const waiting = sql.prepare<[string, number], Paper>(
    `SELECT ${paperColumns} ${papersFrom} WHERE state = 'waiting' AND ${ofKinds} ORDER BY sequence
     LIMIT CAST(? AS INTEGER)`,
  );
  const ofBooking = sql.prepare<[string], ProgressRow>(
    `SELECT ${paperColumns}, attempt.printer,
       (SELECT first.id FROM continuation_headers JOIN papers AS first ON first.number = continues
         WHERE paper = papers.number) AS continues
     FROM check_ins JOIN papers
       ON papers.number BETWEEN check_ins.number * ${papersMax} AND check_ins.number * ${papersMax} + ${papersMax - 1}
     LEFT JOIN print_attempts AS attempt ON attempt.paper = papers.number
       AND attempt.number = (SELECT max(number) FROM print_attempts WHERE paper = papers.number)
     WHERE check_ins.booking_id = ? ORDER BY sequence`,
  );
  const newest = 'SELECT number FROM papers WHERE id = ? ORDER BY number DESC LIMIT 1';
  const mark = sql.prepare<[string, string]>(`INSERT INTO continuation_headers VALUES ((${newest}), (${newest}))`);

  return {
    waiting: (kinds: readonly PaperKind[], rowsMax: number): readonly Paper[] =>
      waiting.all(JSON.stringify(kinds), rowsMax),

    ofBooking: (bookingId: string): readonly PaperProgress[] =>
      ofBooking.all(bookingId).map(({ printer, continues, ...paper }) => ({ paper, printer, continues })),

    markContinuation(paperId: string, headerId: string): void {
      mark.run(paperId, headerId);
    },
  };
}
