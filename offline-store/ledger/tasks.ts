/**
 * Tasks for staff: opened once for one matter, ended once by a person.
 */
import { z } from 'zod';
import { assert } from '../../clinic/assert.ts';
import { notTakenReasons, owedKinds } from '../../clinic/not-taken.ts';
import { paperRefusals, type StaffTask, type StaffTaskAnswer, type StaffTaskMatter } from '../../clinic/staff-task.ts';
import { tubeClasses } from '../../clinic/tube.ts';
import type { VisitProblem } from '../../clinic/visit.ts';
import { arrivalReasons, collectionReasons, registrationReasons } from '../../clinic/write-back.ts';
import type { Sql } from '../database.ts';

const tube = z.enum(tubeClasses);
const tests = z.array(z.string());

const Problem: z.ZodType<VisitProblem> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unmapped-test'), requestId: z.string(), code: z.string() }),
  z.strictObject({ kind: z.literal('unknown-container'), requestId: z.string() }),
  z.strictObject({ kind: z.literal('no-identifier'), tube, tests }),
  z.strictObject({ kind: z.literal('identifier-in-use'), identifier: z.string(), tube, tests }),
  z.strictObject({ kind: z.literal('identifier-not-printable'), tube, tests }),
  z.strictObject({ kind: z.literal('hospital-only'), tests }),
  z.strictObject({ kind: z.literal('no-tests') }),
]);

const changed = z.literal('changed-after-check-in');
const ChangeAfterCheckIn = z.discriminatedUnion('what', [
  z.strictObject({ kind: changed, what: z.enum(['patient', 'merged', 'another-record', 'order']) }),
  z.strictObject({ kind: changed, what: z.literal('tests-added'), tests }),
  z.strictObject({
    kind: changed,
    what: z.literal('tests-revoked'),
    tubes: z.array(z.strictObject({ number: z.int(), tube, isNeeded: z.boolean() })),
  }),
]);

const Matter: z.ZodType<StaffTaskMatter> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visit'), problem: Problem }),
  z.strictObject({ kind: z.literal('transfusion-by-hand'), tests }),
  z.strictObject({ kind: z.literal('paper-uncertain'), paperId: z.string() }),
  z.strictObject({ kind: z.literal('paper-sent'), paperId: z.string() }),
  z.strictObject({ kind: z.literal('paper-refused'), paperId: z.string(), because: z.enum(paperRefusals) }),
  z.strictObject({ kind: z.literal('upstream-conflict'), because: z.enum(arrivalReasons) }),
  z.strictObject({
    kind: z.literal('collection-conflict'),
    because: z.enum(collectionReasons),
    areSent: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('registration-conflict'), because: z.enum(registrationReasons) }),
  z.strictObject({
    kind: z.literal('nothing-taken'),
    because: z.enum(notTakenReasons),
    of: z.enum(owedKinds).optional(),
  }),
  ChangeAfterCheckIn,
  z.strictObject({
    kind: z.literal('list-held'),
    because: z.literal('shrank'),
    clinicDay: z.string().optional(),
    before: z.int().optional(),
    pulled: z.int().optional(),
  }),
  z.strictObject({ kind: z.literal('labels-waited-while-off') }),
  z.strictObject({ kind: z.literal('label-by-hand'), tests }),
  z.strictObject({ kind: z.literal('walk-in-also-booked'), bookingId: z.string() }),
  z.strictObject({ kind: z.literal('walk-in-lost') }),
  z.strictObject({ kind: z.literal('clock-jumped'), minutes: z.int() }),
  z.strictObject({ kind: z.literal('store-trouble'), because: z.enum(['disk-full', 'disk-error', 'restored']) }),
  z.strictObject({
    kind: z.literal('close-of-day'),
    clinicDay: z.string(),
    leftOver: z.int(),
    collectedWithoutLabel: z.int(),
  }),
]);

/** More than a day has. */
const tasksLookedBackOn = 2_000;

type TaskRow = Omit<StaffTask, 'matter'> & { readonly matterJson: string };

export function tasksTable(sql: Sql) {
  const insert = sql.prepare(
    `INSERT INTO tasks (id, booking_id, matter_json, opened_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (ifnull(booking_id, ''), matter_json) WHERE ended_at IS NULL DO NOTHING`,
  );
  const end = sql.prepare('UPDATE tasks SET ended_at = ?, answer = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL');
  const open = sql.prepare<[], TaskRow>(
    `SELECT id, booking_id AS bookingId, matter_json AS matterJson, opened_at AS openedAt
     FROM tasks WHERE ended_at IS NULL ORDER BY number`,
  );

  const ended = sql.prepare<[], TaskRow & { readonly endedAt: string }>(
    `SELECT id, booking_id AS bookingId, matter_json AS matterJson, opened_at AS openedAt, ended_at AS endedAt
     FROM tasks WHERE number > (SELECT max(number) FROM tasks) - ${tasksLookedBackOn} AND booking_id IS NULL
       AND ended_at IS NOT NULL AND ended_by <> 'kiosk' ORDER BY ended_at DESC, number DESC`,
  );

  const known = sql.prepare<[string, string]>('SELECT 1 FROM tasks WHERE booking_id = ? AND matter_json = ? LIMIT 1');

  return {
    open(taskId: string, bookingId: string | null, matter: StaffTaskMatter, at: string): void {
      insert.run(taskId, bookingId, JSON.stringify(Matter.parse(matter)), at);
    },

    end(taskId: string, answer: StaffTaskAnswer, staffId: string, at: string): void {
      assert(end.run(at, answer, staffId, taskId).changes === 1, 'a task that ends is open');
    },

    /** Open or ended. */
    hasBeen: (bookingId: string, matter: StaffTaskMatter): boolean =>
      known.get(bookingId, JSON.stringify(Matter.parse(matter))) !== undefined,

    /** @param isMeant which matters of the kind; all, when it is not given. */
    lastEnded(
      kind: StaffTaskMatter['kind'],
      isMeant: (matter: StaffTaskMatter) => boolean = () => true,
    ): (StaffTask & { readonly endedAt: string }) | null {
      for (const { matterJson, ...task } of ended.iterate()) {
        const matter = Matter.parse(JSON.parse(matterJson));
        if (matter.kind === kind && isMeant(matter)) return { ...task, matter };
      }
      return null;
    },

    allOpen: (): readonly StaffTask[] =>
      open.all().map(({ matterJson, ...task }) => ({ ...task, matter: Matter.parse(JSON.parse(matterJson)) })),
  };
}
