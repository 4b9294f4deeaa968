/** What the booking system did not take, and staff: they end it, or have it tried again once something was mended. */
import { expect, test } from 'vitest';
import type { StaffTaskMatter } from '../../clinic/staff-task.ts';
import { notSentLines } from '../../electron/paper-lists/not-sent.ts';
import type { OutboxEntry } from '../../offline-store/owed-upstream.ts';
import { booking, request } from '../clinic/examples.ts';
import { type Desks, openDesks, signIn } from './desks.ts';

const refused = { kind: 'upstream-conflict', because: 'refused-by-server' } as const;

/** One patient whose arrival did not go upstream, and somebody signed in who looks at the tasks. */
async function withTask(
  matter: StaffTaskMatter,
  state: 'conflict' | 'set-aside' | 'pending' = 'set-aside',
): Promise<Desks> {
  const bookings = [booking({ requests: [request('FBC')] })];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  const [entry] = desks.store.ledger.outbox();
  desks.store.ledger.write((writes) => {
    for (const { id } of desks.store.ledger.openTasks()) writes.endTask(id, 'done', 'staff-1');
    const because = 'because' in matter ? (matter.because as OutboxEntry['because']) : null;
    const nextAttemptAt = state === 'pending' ? '2026-11-24T12:00:00.000Z' : null;
    const kept = state === 'pending' ? null : because;
    writes.setOutbox(entry?.eventId ?? '', { state, attempts: 3, nextAttemptAt, because: kept });
    writes.openTask('booking-1', matter);
  });
  await signIn(desks);
  await desks.staff.act({ kind: 'open-tasks' });
  return desks;
}

const answer = (desks: Desks, given: 'try-again' | 'done') =>
  desks.staff.act({ kind: 'end-task', taskId: desks.store.ledger.openTasks()[0]?.id ?? '', answer: given });

function answersShown(desks: Desks): readonly string[] {
  const { content } = desks.staff.view();
  return content.screen === 'tasks' ? (content.tasks[0]?.answers ?? []) : [];
}

test('S14: an arrival that was refused is tried again when staff say so, and who said so is kept', async () => {
  const desks = await withTask(refused);
  expect(answersShown(desks)).toEqual(['try-again', 'done']);
  await answer(desks, 'try-again');
  const { ledger } = desks.store;
  expect(ledger.outboxPending()).toMatchObject([
    { bookingId: 'booking-1', attempts: 3, nextAttemptAt: null, because: null },
  ]);
  expect(ledger.openTasks()).toEqual([]);
  expect(ledger.audit().at(-1)).toMatchObject({
    who: 'staff-1',
    act: 'end-task',
    bookingId: 'booking-1',
    details: { answer: 'try-again' },
  });
});

test('an arrival that staff marked themselves stays as it ended, and is sent no more', async () => {
  const desks = await withTask(refused);
  await answer(desks, 'done');
  expect(desks.store.ledger.outbox()).toMatchObject([{ state: 'set-aside', because: 'refused-by-server' }]);
  expect(desks.store.ledger.outboxPending()).toEqual([]);
  expect(desks.store.ledger.openTasks()).toEqual([]);
});

test.each<[string, StaffTaskMatter, readonly string[]]>([
  [
    'a cancelled booking that was put right',
    { kind: 'upstream-conflict', because: 'cancelled' },
    ['try-again', 'done'],
  ],
  ['blood that upstream has already', { kind: 'collection-conflict', because: 'cancelled', areSent: true }, ['done']],
  [
    'blood that upstream does not have',
    { kind: 'collection-conflict', because: 'refused-by-server', areSent: false },
    ['try-again', 'done'],
  ],
  [
    'a patient whom upstream knows by now',
    { kind: 'registration-conflict', because: 'patient-not-found' },
    ['try-again', 'done'],
  ],
  [
    'a registration that nobody can read any more',
    { kind: 'registration-conflict', because: 'details-lost' },
    ['done'],
  ],
])('what may be answered: %s', async (_what, matter, answers) => {
  expect(answersShown(await withTask(matter, 'conflict'))).toEqual(answers);
});

test('blood that only waited for a registration is tried again with it', async () => {
  const desks = await withTask(refused);
  const { ledger } = desks.store;
  const visit = ledger.visit('booking-1');
  ledger.write((writes) => {
    for (const { id } of ledger.openTasks()) writes.endTask(id, 'done', 'staff-1');
    writes.addOutbox({ eventId: 'walk', bookingId: 'booking-1', kind: 'walk-in', occurredAt: visit?.arrivedAt ?? '' });
    const taken = { bookingId: 'booking-1', collectedAt: visit?.arrivedAt ?? '', collectedBy: 'staff-1' };
    writes.recordCollection({ ...taken, eventId: 'blood', specimenIds: visit?.specimens.map(({ id }) => id) ?? [] });
    const ended = { attempts: 1, nextAttemptAt: null };
    writes.setOutbox('walk', { ...ended, state: 'conflict', because: 'patient-not-found' });
    writes.setOutbox('blood', { ...ended, state: 'set-aside', because: 'not-registered' });
    writes.openTask('booking-1', { kind: 'registration-conflict', because: 'patient-not-found' });
    writes.openTask('booking-1', { kind: 'collection-conflict', because: 'not-registered', areSent: false });
  });
  await answer(desks, 'try-again');
  expect(ledger.outboxPending().map(({ kind }) => kind)).toEqual(['walk-in', 'collected']);
  expect(ledger.openTasks()).toEqual([]);
});

test('a server that takes transactions by now: one answer sends everything that was set aside for want of them', async () => {
  const because = 'no-transactions' as const;
  const desks = await withTask({ kind: 'upstream-conflict', because });
  const { ledger } = desks.store;
  ledger.write((writes) => {
    const specimenIds = ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
    const taken = { bookingId: 'booking-1', collectedAt: '2026-11-24T09:10:00.000Z', collectedBy: 'staff-1' };
    writes.recordCollection({ ...taken, eventId: 'blood', specimenIds });
    writes.setOutbox('blood', { state: 'set-aside', attempts: 1, nextAttemptAt: null, because });
    writes.openTask('booking-1', { kind: 'collection-conflict', because, areSent: false });
    writes.openTask('booking-1', { kind: 'collection-conflict', because: 'cancelled', areSent: true });
  });
  await answer(desks, 'try-again');
  expect(ledger.outboxPending().map(({ kind }) => kind)).toEqual(['arrived', 'collected']);
  expect(ledger.openTasks().map(({ matter }) => matter)).toEqual([
    { kind: 'collection-conflict', because: 'cancelled', areSent: true },
  ]);
  expect(ledger.audit().filter(({ act, who }) => act === 'end-task' && who === 'staff-1')).toHaveLength(2);
});

const waits = { kind: 'upstream-conflict', because: 'not-taken' } as const;

/** Whoever looks at the list of what is not sent. */
function notSent({ store }: Desks) {
  const nowMs = Date.parse('2026-11-24T10:00:00Z');
  return notSentLines({ store, timeZone: 'Europe/London', nowMs, isOnline: true });
}

test('an arrival that goes on being tried: staff have ended it, so it is tried no more, and the blood that follows it goes', async () => {
  const desks = await withTask(waits, 'pending');
  const { ledger } = desks.store;
  const specimenIds = ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
  const taken = { bookingId: 'booking-1', collectedAt: '2026-11-24T09:10:00.000Z', collectedBy: 'staff-1' };
  ledger.write((writes) => writes.recordCollection({ ...taken, eventId: 'blood', specimenIds }));
  expect(answersShown(desks)).toEqual(['try-again', 'done']);
  expect(notSent(desks).map(({ what, because }) => [what, because])).toEqual([
    ['checked-in', 'set-aside'],
    ['collected', 'waiting'],
  ]);
  await answer(desks, 'done');
  expect(ledger.outbox().map(({ kind, state, because }) => [kind, state, because])).toEqual([
    ['arrived', 'set-aside', 'not-taken'],
    ['collected', 'pending', null],
  ]);
  expect(notSent(desks).map(({ what, because }) => [what, because])).toEqual([['collected', 'waiting']]);
});

test('an arrival that goes on being tried: staff want it tried at once', async () => {
  const desks = await withTask(waits, 'pending');
  await answer(desks, 'try-again');
  expect(desks.store.ledger.outboxPending()).toMatchObject([{ kind: 'arrived', attempts: 3, nextAttemptAt: null }]);
  expect(desks.store.ledger.openTasks()).toEqual([]);
});

test('a task about blood that was refused before ends nothing of the blood that waits behind it', async () => {
  const desks = await withTask(waits, 'pending');
  const { ledger } = desks.store;
  const specimenIds = ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
  const taken = { bookingId: 'booking-1', collectedAt: '2026-11-24T09:10:00.000Z', collectedBy: 'staff-1' };
  ledger.write((writes) => {
    writes.recordCollection({ ...taken, eventId: 'blood', specimenIds });
    for (const { id } of ledger.openTasks()) writes.endTask(id, 'done', 'staff-1');
    writes.openTask('booking-1', { kind: 'collection-conflict', because: 'refused-by-server', areSent: false });
  });
  await answer(desks, 'done');
  expect(ledger.outboxPending().map(({ kind }) => kind)).toEqual(['arrived', 'collected']);
});

test('that the booking system takes nothing is for the whole kiosk: it is ended, and nothing that waits is', async () => {
  const desks = await withTask({ kind: 'nothing-taken', because: 'refused' }, 'pending');
  expect(answersShown(desks)).toEqual(['done']);
  await answer(desks, 'done');
  expect(desks.store.ledger.outboxPending()).toHaveLength(1);
});

test('S4: blood that waits: Try again leaves the booking system a minute, so that a search finds what may be there', async () => {
  const desks = await withTask(waits, 'pending');
  const { ledger } = desks.store;
  const specimenIds = ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
  const taken = { bookingId: 'booking-1', collectedAt: '2026-11-24T09:10:00.000Z', collectedBy: 'staff-1' };
  const [arrival] = ledger.outbox();
  const until = (nextAttemptAt: string) =>
    ledger.write((writes) => writes.setOutbox('blood', { state: 'pending', attempts: 3, nextAttemptAt }));
  ledger.write((writes) => {
    writes.setOutbox(arrival?.eventId ?? '', { state: 'applied', attempts: 4, nextAttemptAt: null });
    writes.recordCollection({ ...taken, eventId: 'blood', specimenIds });
    for (const { id } of ledger.openTasks()) writes.endTask(id, 'done', 'kiosk');
    writes.openTask('booking-1', { kind: 'collection-conflict', because: 'not-taken', areSent: false });
  });
  const [nowMs, inMs] = [desks.clock.nowMs(), (ms: number) => new Date(desks.clock.nowMs() + ms).toISOString()];
  until(inMs(200_000));
  await answer(desks, 'try-again');
  expect(Date.parse(ledger.outboxPending()[0]?.nextAttemptAt ?? '') - nowMs).toBe(60_000);
});

test('blood that staff have entered themselves is not sent when other blood of the patient is tried again', async () => {
  const desks = await withTask(waits, 'pending');
  const { ledger } = desks.store;
  const specimenIds = ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
  const taken = { bookingId: 'booking-1', collectedAt: '2026-11-24T09:10:00.000Z', collectedBy: 'staff-1' };
  ledger.write((writes) => {
    for (const { id } of ledger.openTasks()) writes.endTask(id, 'done', 'staff-1');
    for (const { eventId } of ledger.outbox())
      writes.setOutbox(eventId, { state: 'applied', attempts: 1, nextAttemptAt: null });
    writes.recordCollection({ ...taken, eventId: 'blood', specimenIds });
    writes.addOutbox({ eventId: 'more', bookingId: 'booking-1', kind: 'collected', occurredAt: taken.collectedAt });
    const ended = { state: 'set-aside', attempts: 2, nextAttemptAt: null } as const;
    writes.setOutbox('blood', { ...ended, because: 'not-taken' });
    writes.setOutbox('more', { ...ended, because: 'refused-by-server' });
    writes.openTask('booking-1', { kind: 'collection-conflict', because: 'refused-by-server', areSent: false });
  });
  expect(notSent(desks)).toHaveLength(1);
  await answer(desks, 'try-again');
  expect(ledger.outboxPending().map(({ eventId }) => eventId)).toEqual(['more']);
});
