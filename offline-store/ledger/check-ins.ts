/**
 * Check-ins and the specimens that they brought about. Holds nobody's name: a booking's id, a ticket, tubes and numbers.
 */

import { z } from 'zod';
import { assert } from '../../clinic/assert.ts';
import { earlierVisitId } from '../../clinic/booking.ts';
import type { Specimen } from '../../clinic/specimen.ts';
import { type TubeClass, tubeClasses } from '../../clinic/tube.ts';
import type { HeldBackTube, Visit } from '../../clinic/visit.ts';
import type { Sql } from '../database.ts';
import type { CheckInKey } from './papers.ts';

const texts = z.array(z.string());
const Tube: z.ZodType<TubeClass> = z.enum(tubeClasses);
const Handling: z.ZodType<Specimen['handling']> = z.array(
  z.enum(['own-tube', 'ice', 'keep-warm', 'protect-from-light', 'record-time', 'fasting', 'phone-laboratory', 'timed']),
);
const HeldBack: z.ZodType<readonly HeldBackTube[]> = z.array(
  z.strictObject({
    why: z.enum(['transfusion', 'at-call', 'at-chair', 'never-here', 'no-nhs-number']),
    tube: Tube,
    tests: texts,
  }),
);

/** A check-in's row, with the columns' own names and types. */
interface CheckInRow extends Omit<Visit, 'specimens' | 'heldBack'> {
  readonly number: number;
  readonly heldBackJson: string;
}

interface SpecimenRow extends Pick<Specimen, 'discipline' | 'identifier' | 'identifierSource'> {
  readonly place: number;
  readonly tube: string;
  readonly testsJson: string;
  readonly requestIdsJson: string;
  readonly handlingJson: string;
}

export const ticketsPerDayMax = 9999;
/** As the table's CHECK: places 1 to 99. */
const placesMax = 100;
const checkInColumns = `number, booking_id AS bookingId, visit_id AS visitId, clinic_day AS clinicDay,
  ticket_number AS ticketNumber, visit_code AS visitCode, arrived_at AS arrivedAt, found_by AS foundBy,
  held_back_json AS heldBackJson, patient_mark AS patientMark, order_mark AS orderMark`;
const specimenColumns = `place, tube, discipline, identifier, identifier_source AS identifierSource,
  tests_json AS testsJson, request_ids_json AS requestIdsJson, handling_json AS handlingJson`;

/** The key of a check-in, as the table's CHECK says: its day without the century, and its ticket, as one number. */
const numberOf = (clinicDay: string, ticketNumber: number): number =>
  Number(clinicDay.slice(2).replaceAll('-', '')) * (ticketsPerDayMax + 1) + ticketNumber;

export function checkInsTable(sql: Sql) {
  const insert = sql.prepare(
    'INSERT INTO check_ins VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (booking_id) DO NOTHING',
  );
  const earlierDay = sql
    .prepare<[string, string], string>('SELECT clinic_day FROM check_ins WHERE booking_id = ? AND clinic_day < ?')
    .pluck();
  const rename = sql.prepare('UPDATE check_ins SET booking_id = ? WHERE booking_id = ?');
  const renameTasks = sql.prepare('UPDATE tasks SET booking_id = ? WHERE booking_id = ?');
  const insertSpecimen = sql.prepare('INSERT INTO specimens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const setPatientMark = sql.prepare('UPDATE check_ins SET patient_mark = ? WHERE booking_id = ?');
  const ofBooking = sql.prepare<[string], CheckInRow>(`SELECT ${checkInColumns} FROM check_ins WHERE booking_id = ?`);
  const keyOf = sql.prepare<[string], CheckInKey>(
    'SELECT number, visit_id AS visitId FROM check_ins WHERE booking_id = ?',
  );
  const between = sql.prepare<[number, number], CheckInRow>(
    `SELECT ${checkInColumns} FROM check_ins WHERE number BETWEEN ? AND ? ORDER BY number`,
  );
  const specimens = sql.prepare<[{ checkIn: number }], SpecimenRow>(
    `SELECT ${specimenColumns} FROM specimens WHERE number BETWEEN @checkIn * 100 AND @checkIn * 100 + 99 ORDER BY number`,
  );
  const known = sql
    .prepare<[string], string>(
      'SELECT booking_id FROM check_ins WHERE booking_id IN (SELECT value FROM json_each(?)) ORDER BY number',
    )
    .pluck();
  const highest = sql
    .prepare<[number, number], number | null>('SELECT max(number) FROM check_ins WHERE number BETWEEN ? AND ?')
    .pluck();
  const identifier = sql
    .prepare(
      `SELECT 1 FROM specimens WHERE identifier = @text
       UNION ALL SELECT 1 FROM retired_identifiers WHERE identifier = @text LIMIT 1`,
    )
    .pluck();

  const visitOf = ({ number, heldBackJson, ...row }: CheckInRow): Visit => ({
    ...row,
    specimens: specimens.all({ checkIn: number }).map((specimen) => specimenOf(row.visitId, specimen)),
    heldBack: HeldBack.parse(JSON.parse(heldBackJson)),
  });

  /**
   * A booking that was moved keeps its id: its visit of the day before, and what was asked of staff then, make room for the new
   * one. False: it has none of a day before.
   */
  function keepEarlierDay({ bookingId, clinicDay }: Visit): boolean {
    const day = earlierDay.get(bookingId, clinicDay);
    if (day === undefined) return false;
    const earlier = earlierVisitId(bookingId, day);
    rename.run(earlier, bookingId);
    renameTasks.run(earlier, bookingId);
    return true;
  }

  return {
    /** Null when the booking is checked in already, for the same day or a later one. */
    add(visit: Visit): CheckInKey | null {
      const number = numberOf(visit.clinicDay, visit.ticketNumber);
      const { bookingId, visitId, clinicDay, ticketNumber, visitCode, arrivedAt, foundBy } = visit;
      const heldBackJson = listJson(HeldBack, visit.heldBack);
      const found = [number, bookingId, visitId, clinicDay, ticketNumber, visitCode, arrivedAt, foundBy, heldBackJson];
      const isAdded = () => insert.run(...found, visit.patientMark, visit.orderMark).changes === 1;
      if (!isAdded() && !(keepEarlierDay(visit) && isAdded())) return null;
      for (const specimen of visit.specimens) insertSpecimen.run(...valuesOf(number, visitId, specimen));
      return { number, visitId };
    },

    setPatientMark(bookingId: string, patientMark: string): void {
      assert(setPatientMark.run(patientMark, bookingId).changes === 1, 'a patient who is marked anew was checked in');
    },

    keyOf(bookingId: string): CheckInKey {
      const key = keyOf.get(bookingId);
      assert(key, 'what is owed to a booking begins with its check-in');
      return key;
    },

    ofBooking(bookingId: string): Visit | null {
      const row = ofBooking.get(bookingId);
      return row ? visitOf(row) : null;
    },

    ofDay: (clinicDay: string): readonly Visit[] =>
      between.all(numberOf(clinicDay, 1), numberOf(clinicDay, ticketsPerDayMax)).map(visitOf),

    known: (bookingIds: readonly string[]): readonly string[] => known.all(JSON.stringify(bookingIds)),

    nextTicketNumber(clinicDay: string): number {
      const last = highest.get(numberOf(clinicDay, 1), numberOf(clinicDay, ticketsPerDayMax));
      const next = last == null ? 1 : last - numberOf(clinicDay, 0) + 1;
      assert(next <= ticketsPerDayMax, 'a clinic day has fewer than ten thousand tickets');
      return next;
    },

    isIdentifierUsed: (text: string): boolean => identifier.get({ text }) !== undefined,
  };
}

/** The id of a specimen is not stored: it is the visit's id and the specimen's place. */
const specimenId = (visitId: string, place: number): string => `${visitId}-${place}`;

/** Nothing is written that could not be read again. Most lists are empty. */
const listJson = (schema: z.ZodType, list: readonly unknown[]): string =>
  list.length === 0 ? '[]' : JSON.stringify(schema.parse(list));

/** In the order of the table's columns. */
function valuesOf(checkIn: number, visitId: string, specimen: Specimen): readonly (string | number)[] {
  const { id, number, tube, discipline, identifier, identifierSource } = specimen;
  assert(id === specimenId(visitId, number), "a specimen's id is its visit's id and its number");
  const lists = [
    JSON.stringify(specimen.tests),
    JSON.stringify(specimen.requestIds),
    listJson(Handling, specimen.handling),
  ];
  return [checkIn * placesMax + number, checkIn, number, tube, discipline, identifier, identifierSource, ...lists];
}

function specimenOf(visitId: string, row: SpecimenRow): Specimen {
  return {
    id: specimenId(visitId, row.place),
    number: row.place,
    tube: Tube.parse(row.tube),
    discipline: row.discipline,
    tests: texts.parse(JSON.parse(row.testsJson)),
    requestIds: texts.parse(JSON.parse(row.requestIdsJson)),
    identifier: row.identifier,
    identifierSource: row.identifierSource,
    handling: Handling.parse(JSON.parse(row.handlingJson)),
  };
}
