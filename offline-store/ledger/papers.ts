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
  readonly serial: string | null;
  readonly startedAt: string;
};

/** The visit that a paper belongs to, as check-ins.ts knows it. */
export interface CheckInKey {
  readonly number: number;
  readonly visitId: string;
}

/** As the table's CHECK: places 0 (header), 1 to 99 (specimens), 100 (ticket); copies 0 to 99. */
const ticketPlace = 100;
const copiesMax = 100;
export const papersMax = 1000 * copiesMax;

/** A specimen's id is its visit's with its place: `VISITID-2`. */
export const paperColumns = `papers.id, check_ins.booking_id AS bookingId, kind,
  check_ins.visit_id || '-' || (specimen % 100) AS specimenId, copy, state,
  state_before AS stateBefore, sequence, state_since AS stateSince`;
export const papersFrom = 'FROM papers JOIN check_ins ON check_ins.number = papers.check_in';
/** As ledger-file.ts numbers check-ins: by day, then by ticket. */
const checkInsMax = 10_000;
export const ofKinds = 'kind IN (SELECT value FROM json_each(?))';

export function papersTable(sql: Sql) {
  const find = sql.prepare<[string], { number: number; state: PaperState }>(
    'SELECT number, state FROM papers WHERE id = ? ORDER BY number DESC LIMIT 1',
  );
  const one = sql.prepare<[number], Paper>(`SELECT ${paperColumns} ${papersFrom} WHERE papers.number = ?`);
  const ofBooking = sql.prepare<[string], Paper>(
    `SELECT ${paperColumns} FROM check_ins JOIN papers
       ON papers.number BETWEEN check_ins.number * ${papersMax} AND check_ins.number * ${papersMax} + ${papersMax - 1}
     WHERE check_ins.booking_id = ? ORDER BY sequence`,
  );
  const ofDay = sql.prepare<[number, number], Paper>(
    `SELECT ${paperColumns} FROM check_ins JOIN papers
       ON papers.number BETWEEN check_ins.number * ${papersMax} AND check_ins.number * ${papersMax} + ${papersMax - 1}
     WHERE check_ins.number BETWEEN ? AND ? ORDER BY sequence`,
  );
  const countOfWaiting = sql
    .prepare<[string], number>(`SELECT count(*) FROM papers WHERE state = 'waiting' AND ${ofKinds}`)
    .pluck();
  const sending = sql.prepare<[string], AttemptRow>(
    `SELECT ${paperColumns}, printer, token, odometer_before AS odometerBefore, serial, started_at AS startedAt
     ${papersFrom} JOIN print_attempts AS attempt ON attempt.paper = papers.number
     WHERE state = 'sending' AND printer = ?
       AND attempt.number = (SELECT max(number) FROM print_attempts WHERE paper = papers.number)
     ORDER BY sequence`,
  );
  const sendingElsewhere = sql.prepare<[string], Paper>(
    `SELECT ${paperColumns} ${papersFrom} WHERE state = 'sending' AND
       (SELECT printer FROM print_attempts WHERE paper = papers.number ORDER BY print_attempts.number DESC LIMIT 1)
         NOT IN (SELECT value FROM json_each(?))
     ORDER BY sequence`,
  );
  const waitingOfOtherDays = sql.prepare<[string], Paper>(
    `SELECT ${paperColumns} ${papersFrom} WHERE state = 'waiting' AND clinic_day <> ? ORDER BY sequence`,
  );
  const lastPrinter = sql
    .prepare<[number], string>('SELECT printer FROM print_attempts WHERE paper = ? ORDER BY number DESC LIMIT 1')
    .pluck();
  const insert = sql.prepare(`INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, NULL)`);
  const move = sql.prepare('UPDATE papers SET state_before = state, state = ?, state_since = ? WHERE number = ?');
  const attempt = sql.prepare(
    `INSERT INTO print_attempts
     SELECT @paper, 1 + coalesce(max(number), 0), @printer, @token, @odometerBefore, @startedAt, @serial
     FROM print_attempts WHERE paper = @paper`,
  );

  function known(paperId: string) {
    const paper = find.get(paperId);
    assert(paper, 'a paper that changes is in the ledger');
    return paper;
  }

  return {
    add({ id, kind, specimenId, copy }: NewPaper, visit: CheckInKey, sequence: number, at: string): void {
      const place = placeOf(kind, specimenId, visit);
      const specimen = kind === 'specimen-label' ? visit.number * 100 + place : null;
      const number = visit.number * papersMax + place * copiesMax + copy;
      insert.run(number, id, visit.number, kind, specimen, copy, at, sequence);
    },

    setState(paperId: string, to: PaperState, at: string): void {
      const { number, state } = known(paperId);
      assert(mayMove(state, to), `a paper that is ${state} may become ${to}`);
      move.run(to, at, number);
    },

    addAttempt({ paperId, ...begun }: PrintAttempt): void {
      attempt.run({ ...begun, paper: known(paperId).number });
    },

    byId(paperId: string): Paper | null {
      const paper = find.get(paperId);
      return paper ? (one.get(paper.number) ?? null) : null;
    },
    ofBooking: (bookingId: string): readonly Paper[] => ofBooking.all(bookingId),
    ofDay(clinicDay: string): readonly Paper[] {
      const first = Number(clinicDay.slice(2).replaceAll('-', '')) * checkInsMax;
      return ofDay.all(first, first + checkInsMax - 1);
    },
    countWaiting: (kinds: readonly PaperKind[]): number => countOfWaiting.get(JSON.stringify(kinds)) ?? 0,

    inDoubtElsewhere: (printers: readonly string[]): readonly Paper[] => sendingElsewhere.all(JSON.stringify(printers)),
    waitingOfOtherDays: (clinicDay: string): readonly Paper[] => waitingOfOtherDays.all(clinicDay),
    lastPrinter(paperId: string): string | null {
      const paper = find.get(paperId);
      return paper ? (lastPrinter.get(paper.number) ?? null) : null;
    },

    inDoubt: (wantedPrinter: string) =>
      sending.all(wantedPrinter).map(({ printer, token, odometerBefore, serial, startedAt, ...paper }) => ({
        paper,
        attempt: { paperId: paper.id, printer, token, odometerBefore, serial, startedAt },
      })),
  };
}

function placeOf(kind: PaperKind, specimenId: string | null, { visitId }: CheckInKey): number {
  assert(
    (kind === 'specimen-label') === (specimenId !== null),
    'a label of a specimen, and nothing else, has a specimen',
  );
  if (specimenId === null) return kind === 'header-label' ? 0 : ticketPlace;
  const place = Number(specimenId.slice(visitId.length + 1));
  assert(specimenId === `${visitId}-${place}`, 'a label is for a specimen of its own visit');
  return place;
}
