/** Staff may check in, and take blood, after the clinic has closed: the day is counted once more at its end. */
import { describe, expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import { silentLog } from '../../electron/log.ts';
import { checkInAtReception } from '../../electron/staff/check-in-at-reception.ts';
import { recordBloodTaken } from '../../electron/staff/collection-acts.ts';
import { paperActs } from '../../electron/staff/paper-acts.ts';
import { booking, patient, request } from '../clinic/examples.ts';
import { type DaysClinic, openDaysClinic } from './days-clinic.ts';

const startsAt = '2026-11-24T17:00:00.000Z';
const day = '2026-11-24';
const nurse = 's1';
const rules = ClinicRules.parse({ closesAt: '18:00', containerSuffixes: { EDTA: 'E', SST: 'S' } });

const first = booking({ startsAt, requests: [request('FBC'), request('UE')] });
const second = booking({
  startsAt,
  id: 'booking-2',
  references: ['BK-1002'],
  patient: patient({ id: 'patient-2', nhsNumber: null }),
  requests: [request('FBC', { requisition: 'T999999' })],
});

type Out = 'printed' | 'uncertain';

/** The first patient was here at five. */
function openEvening(lastLabel: Out = 'printed'): DaysClinic {
  const clinic = openDaysClinic({ startsAt, closesAt: '18:00' });
  clinic.bring([first, second]);
  arrive(clinic, first.id, lastLabel);
  return clinic;
}

let ids = 0;
function arrive({ store, clock }: DaysClinic, bookingId: string, lastLabel: Out = 'printed'): void {
  const newId = () => {
    ids += 1;
    return `late-${ids}`;
  };
  const options = { store, clock, rules, newId, reservedRange: null, log: silentLog, timeZone: 'Europe/London' };
  expect(checkInAtReception(nurse, bookingId, options)).toBe(true);
  printAll({ store }, lastLabel);
}

function printAll({ store: { ledger } }: Pick<DaysClinic, 'store'>, lastLabel: Out): void {
  const last = ledger.waiting(['specimen-label'], 99).at(-1);
  ledger.write((writes) => {
    for (const { id } of ledger.waiting(['header-label', 'specimen-label', 'queue-ticket'], 99)) {
      writes.startAttempt({
        paperId: id,
        printer: 'P',
        token: 'T',
        odometerBefore: 1,
        serial: null,
        startedAt: startsAt,
      });
      writes.setPaperState(id, 'sending');
      writes.setPaperState(id, id === last?.id ? lastLabel : 'printed');
    }
  });
}

function takeBlood({ store, clock }: DaysClinic, bookingId: string, tubes = 9): void {
  const before = store.ledger.collections(bookingId).map(({ specimenId }) => specimenId);
  const left = (store.ledger.visit(bookingId)?.specimens ?? []).filter(({ id }) => !before.includes(id));
  const specimenIds = left.slice(0, tubes).map(({ id }) => id);
  const said = { specimenIds, isIdentityConfirmed: true, isLabelledByHand: true };
  const options = { store, clock, timeZone: 'Europe/London', newId: () => `blood-${bookingId}-${tubes}` };
  const taken = recordBloodTaken(nurse, bookingId, said, options);
  expect(taken.ok).toBe(true);
}

const countsOf = ({ store }: DaysClinic) =>
  store.ledger
    .audit()
    .filter(({ act, details }) => act === 'close-of-day' && details.clinicDay === day)
    .map(({ details }) => details);
const tasksOf = ({ store }: DaysClinic) =>
  store.ledger.openTasks().flatMap(({ matter }) => (matter.kind === 'close-of-day' ? [matter] : []));
const statesOf = ({ store }: DaysClinic, bookingId: string) =>
  store.ledger
    .papers(bookingId)
    .filter(({ kind }) => kind === 'specimen-label')
    .map(({ state }) => state);

test('somebody who is checked in after closing has labels and is sent as always; at midnight the day is counted with them', () => {
  const clinic = openEvening();
  takeBlood(clinic, first.id);
  clinic.passUntil('2026-11-24T18:10:00Z');
  expect([clinic.screen(), countsOf(clinic)]).toMatchObject(['closed', [{ printed: 2, collected: 2 }]]);
  arrive(clinic, second.id);
  takeBlood(clinic, second.id);
  expect(statesOf(clinic, second.id)).toEqual(['printed']);
  expect(clinic.store.ledger.outboxPending().map(({ bookingId }) => bookingId)).toContain(second.id);
  clinic.passUntil('2026-11-24T23:59:00Z');
  expect(countsOf(clinic)).toHaveLength(1);
  clinic.passUntil('2026-11-25T00:01:00Z');
  expect(countsOf(clinic)).toMatchObject([
    { clinicDay: day, printed: 2, collected: 2 },
    { clinicDay: day, printed: 3, collected: 3, leftOver: 0, collectedWithoutLabel: 0 },
  ]);
  expect([tasksOf(clinic), clinic.store.cache.bookings()]).toEqual([[], []]);
  expect(clinic.store.ledger.auditBreak()).toBeNull();
});

test('a set that was printed after closing and that nobody used is void at midnight', () => {
  const clinic = openEvening();
  takeBlood(clinic, first.id);
  clinic.passUntil('2026-11-24T18:10:00Z');
  arrive(clinic, second.id);
  clinic.passUntil('2026-11-25T00:01:00Z');
  expect(statesOf(clinic, second.id)).toEqual(['voided']);
  expect(countsOf(clinic)).toMatchObject([{ setsNotUsed: 0 }, { setsNotUsed: 1 }]);
});

test('blood that is recorded only after closing, when its labels were void already, is a task', () => {
  const clinic = openEvening();
  arrive(clinic, second.id);
  takeBlood(clinic, second.id);
  clinic.passUntil('2026-11-24T18:10:00Z');
  expect(statesOf(clinic, first.id)).toEqual(['voided', 'voided']);
  takeBlood(clinic, first.id);
  clinic.passUntil('2026-11-25T00:01:00Z');
  expect(tasksOf(clinic)).toEqual([{ kind: 'close-of-day', clinicDay: day, leftOver: 0, collectedWithoutLabel: 2 }]);
});

test('a day on which nothing was done after closing is counted once', () => {
  const clinic = openEvening();
  takeBlood(clinic, first.id);
  clinic.passUntil('2026-11-26T00:01:00Z');
  expect(countsOf(clinic)).toHaveLength(1);
});

test('a kiosk that was off at midnight counts the day again when it starts, once; one that starts on the same evening does not yet', () => {
  const { folder, close } = (() => {
    const clinic = openEvening();
    takeBlood(clinic, first.id);
    clinic.passUntil('2026-11-24T18:10:00Z');
    arrive(clinic, second.id);
    return clinic;
  })();
  close();
  const start = (at: string) => {
    const clinic = openDaysClinic({ startsAt: at, closesAt: '18:00', folder });
    clinic.server.skewMs = 0;
    clinic.computer.pass(20_000);
    return clinic;
  };
  const evening = start('2026-11-24T19:00:00.000Z');
  expect(countsOf(evening)).toHaveLength(1);
  evening.close();
  const morning = start('2026-11-26T07:00:00.000Z');
  expect(countsOf(morning)).toMatchObject([{ printed: 2 }, { clinicDay: day, setsNotUsed: 1 }]);
  morning.close();
  expect(countsOf(start('2026-11-26T08:00:00.000Z'))).toHaveLength(2);
});

describe('at closing time a tube of a set was missing', () => {
  const missing = { kind: 'close-of-day', clinicDay: day, leftOver: 1, collectedWithoutLabel: 0 };

  test('it is recorded afterwards: at midnight the day adds up, and the task ends by itself', () => {
    const clinic = openEvening();
    takeBlood(clinic, first.id, 1);
    clinic.passUntil('2026-11-24T18:10:00Z');
    expect(tasksOf(clinic)).toEqual([missing]);
    takeBlood(clinic, first.id);
    clinic.passUntil('2026-11-25T00:01:00Z');
    expect([countsOf(clinic).length, tasksOf(clinic)]).toEqual([2, []]);
  });

  test('staff have seen to it: what was done afterwards for somebody else does not ask again', () => {
    const clinic = openEvening();
    takeBlood(clinic, first.id, 1);
    clinic.passUntil('2026-11-24T18:10:00Z');
    const { ledger } = clinic.store;
    const [task] = ledger.openTasks().filter(({ matter }) => matter.kind === 'close-of-day');
    ledger.write((writes) => writes.endTask(task?.id ?? '', 'done', nurse));
    arrive(clinic, second.id);
    takeBlood(clinic, second.id);
    clinic.passUntil('2026-11-27T00:01:00Z');
    expect([countsOf(clinic).length, tasksOf(clinic)]).toEqual([2, []]);
  });

  test('staff find its label spoiled afterwards: at midnight the day adds up', () => {
    const clinic = openEvening('uncertain');
    const { ledger } = clinic.store;
    const paperId = ledger.papers(first.id).find(({ state }) => state === 'uncertain')?.id ?? '';
    ledger.write((writes) => writes.openTask(first.id, { kind: 'paper-uncertain', paperId }));
    takeBlood(clinic, first.id, 1);
    clinic.passUntil('2026-11-24T18:10:00Z');
    expect(tasksOf(clinic)).toEqual([missing]);
    const acts = paperActs({
      ...{ store: clinic.store, newId: () => 'copy', nowMs: clinic.clock.nowMs, timeZone: 'Europe/London' },
      status: () => {
        throw new Error('no printer is asked');
      },
    });
    const task = ledger.openTasks().find(({ matter }) => matter.kind === 'paper-uncertain');
    assert(task, 'somebody is asked about the label');
    acts.endTask(nurse, task, 'it-is-spoiled');
    clinic.passUntil('2026-11-25T00:01:00Z');
    expect([countsOf(clinic).length, tasksOf(clinic)]).toEqual([2, []]);
  });

  test('it is not: one task, with the numbers of midnight', () => {
    const clinic = openEvening();
    takeBlood(clinic, first.id, 1);
    clinic.passUntil('2026-11-24T17:59:00Z');
    arrive(clinic, second.id);
    clinic.passUntil('2026-11-24T18:10:00Z');
    takeBlood(clinic, second.id);
    clinic.passUntil('2026-11-25T00:01:00Z');
    expect(tasksOf(clinic)).toEqual([{ ...missing, collectedWithoutLabel: 1 }]);
  });
});
