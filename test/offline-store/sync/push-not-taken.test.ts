/** Events that the booking system answers and does not take: they go on being tried, hold nobody up, and staff hear of them in time. */
import { describe, expect, test } from 'vitest';
import { assert } from '../../../clinic/assert.ts';
import type { NotTakenWatch } from '../../../offline-store/sync/not-taken-watch.ts';
import { watchNotTaken } from '../../../offline-store/sync/not-taken-watch.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, register, take } from './events-clinic.ts';
import { appointment } from './fhir-examples.ts';
import { oddServer, sendJson } from './odd-server.ts';
import { entryOf, pushClinic, tasksOf } from './push-clinic.ts';
import { type SyncClinic, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const { openClinic, statusOf, writesSince } = pushClinic(server);

const at = (time: string) => `2026-11-24T${time}:00.000Z`;
const told = { bookingId: 'a1', kind: 'upstream-conflict', because: 'not-taken' };
const toldOfAll = { bookingId: null, kind: 'nothing-taken', because: 'refused' };

/** A round at this time, by a kiosk that remembers the rounds before. */
function later(clinic: SyncClinic, notTaken: NotTakenWatch = watchNotTaken(clinic.store.ledger, clinic.now)) {
  return async (time: string) => {
    clinic.at(at(time));
    return clinic.push({ notTaken });
  };
}

/** Its next try is at this time. */
function postpone({ store: { ledger } }: SyncClinic, bookingId: string, time: string): void {
  const [entry] = ledger.outboxOf(bookingId);
  assert(entry, 'it waits');
  const { eventId, attempts } = entry;
  ledger.write((writes) => writes.setOutbox(eventId, { state: 'pending', attempts, nextAttemptAt: at(time) }));
}

const refuse = (status: number, pathContains: string) => server.misbehave({ kind: 'status', status }, { pathContains });

describe('one booking that is refused while others go through', () => {
  test.each([403, 409, 412, 500, 503])(
    'HTTP %i: after an hour staff have one task for it, whatever follows; nobody else waits',
    async (status) => {
      const clinic = await openClinic();
      const round = later(clinic);
      const eventId = clinic.checkIn('a1', 1);
      await refuse(status, 'Appointment/a1');
      await round('08:00');
      clinic.checkIn('a2', 2);
      expect(await round('08:30')).toMatchObject({ applied: 1, waiting: 1, stoppedBy: null });
      await round('08:59');
      expect(tasksOf(clinic)).toEqual([]);
      await round('09:00');
      await round('09:10');
      await round('10:30');
      expect(tasksOf(clinic)).toEqual([told]);
      expect(entryOf(clinic, eventId)).toMatchObject({ state: 'pending', because: null });
      clinic.checkIn('a3', 3);
      expect(await round('10:31')).toMatchObject({ applied: 1, waiting: 1, stoppedBy: null });
    },
  );

  test('it goes through after all: the task ends by itself, and the trail says so', async () => {
    const clinic = await openClinic();
    const round = later(clinic);
    clinic.checkIn('a1', 1);
    clinic.checkIn('a2', 2);
    await refuse(403, 'Appointment/a1');
    await round('08:00');
    await round('09:05');
    expect(tasksOf(clinic)).toEqual([told]);
    await server.behave();
    expect(await round('09:15')).toMatchObject({ applied: 1, waiting: 0 });
    expect(tasksOf(clinic)).toEqual([]);
    expect(clinic.store.ledger.audit().slice(-2)).toMatchObject([
      { who: 'kiosk', act: 'end-task', bookingId: 'a1', details: { because: 'applied' } },
      { who: 'kiosk', act: 'arrival-sent', bookingId: 'a1', details: { outcome: 'applied' } },
    ]);
    expect(await statusOf('a1')).toBe('arrived');
  });

  test('it was cancelled meanwhile: staff have that task instead, and nothing is flipped', async () => {
    const clinic = await openClinic();
    const round = later(clinic);
    clinic.checkIn('a1', 1);
    clinic.checkIn('a2', 2);
    await refuse(403, 'Appointment/a1');
    await round('08:00');
    await round('09:05');
    await server.behave();
    await server.save(appointment('a1', { patientId: 'p1', status: 'cancelled' }));
    await round('09:15');
    expect(tasksOf(clinic)).toEqual([{ ...told, because: 'cancelled' }]);
    expect(await statusOf('a1')).toBe('cancelled');
  });

  test('the hour goes on through restarts: since when is in the trail', async () => {
    const clinic = await openClinic();
    clinic.checkIn('a1', 1);
    clinic.checkIn('a2', 2);
    await refuse(403, 'Appointment/a1');
    // Each with a memory of its own.
    await later(clinic)('08:00');
    await later(clinic)('08:40');
    expect(tasksOf(clinic)).toEqual([]);
    await later(clinic)('09:00');
    expect(tasksOf(clinic)).toEqual([told]);
    await later(clinic)('09:20');
    expect(tasksOf(clinic)).toEqual([told]);
    const lines = clinic.store.ledger.audit().filter(({ act }) => act === 'not-taken');
    expect(lines).toMatchObject([{ at: at('08:00'), who: 'kiosk', bookingId: 'a1', details: { because: 'refused' } }]);
  });

  test('what follows for the same booking keeps its place: blood is not sent before the arrival', async () => {
    const clinic = await openClinic(2);
    const round = later(clinic);
    const { tubeIds } = await checkedIn(server, clinic);
    take(clinic.store, 'a1', tubeIds);
    clinic.checkIn('a2', 2);
    const before = await server.now();
    await refuse(403, 'Appointment/a1');
    await round('08:00');
    await round('09:00');
    expect(tasksOf(clinic)).toEqual([told]);
    expect((await writesSince(before)).map(({ id }) => id)).toEqual(['a2']);
    await server.behave();
    await round('09:10');
    expect(await statusOf('a1')).toBe('fulfilled');
  });

  test('staff end it while it is looked for upstream: nothing is sent, and it does not come back', async () => {
    const clinic = await openClinic(1);
    const eventId = clinic.checkIn('a1');
    await server.misbehave({ kind: 'held' }, { pathContains: 'Appointment/a1', times: 1 });
    const before = await server.now();
    const pushing = clinic.push();
    await server.waitFor('request', ({ path }) => path.includes('Appointment/a1'), { after: before });
    clinic.store.ledger.write((writes) =>
      writes.setOutbox(eventId, { state: 'set-aside', attempts: 1, nextAttemptAt: null, because: 'not-taken' }),
    );
    await server.behave();
    await pushing;
    expect(await writesSince(before)).toEqual([]);
    expect(entryOf(clinic, eventId)).toMatchObject({ state: 'set-aside', because: 'not-taken' });
  });

  test('two records that are kept from the kiosk do not make it believe that it is not let in at all', async () => {
    const clinic = await openClinic();
    const round = later(clinic);
    for (const number of [1, 2]) clinic.checkIn(`a${number}`, number);
    for (const number of [1, 2]) await refuse(403, `Appointment/a${number}`);
    expect(await round('08:00')).toMatchObject({ stoppedBy: { status: 403 } });
    clinic.checkIn('a3', 3);
    expect(await round('08:10')).toMatchObject({ applied: 1, waiting: 2, stoppedBy: null });
  });

  test('a whole server that is silent or says it is busy for hours is nobody’s task', async () => {
    const clinic = await openClinic();
    const notTaken = watchNotTaken(clinic.store.ledger, clinic.now);
    const round = later(clinic, notTaken);
    clinic.checkIn('a1', 1);
    await server.misbehave({ kind: 'status', status: 503, retryAfterSeconds: 1 });
    await round('08:00');
    await round('09:30');
    await server.behave();
    await server.misbehave({ kind: 'silence' });
    clinic.impatient(true);
    await round('11:00');
    expect(tasksOf(clinic)).toEqual([]);
    expect(clinic.store.ledger.audit().filter(({ act }) => act === 'not-taken')).toEqual([]);
  });
});

describe('a server that takes nothing from this kiosk', () => {
  async function refusedDay(): Promise<{ clinic: SyncClinic; notTaken: NotTakenWatch }> {
    const clinic = await openClinic(5);
    for (const number of [1, 2, 3, 4, 5]) clinic.checkIn(`a${number}`, number);
    await server.misbehave({ kind: 'status', status: 403 }, { method: 'POST' });
    return { clinic, notTaken: watchNotTaken(clinic.store.ledger, clinic.now) };
  }

  test('while it gives its list: one task for the kiosk, and none for any patient', async () => {
    const { clinic, notTaken } = await refusedDay();
    const round = later(clinic, notTaken);
    for (const time of ['08:00', '08:10', '08:20', '08:30']) await round(time);
    notTaken.heardList(true);
    for (const time of ['09:05', '09:15', '09:25', '09:40']) await round(time);
    expect(tasksOf(clinic)).toEqual([toldOfAll]);
    await server.behave();
    expect(await round('09:50')).toMatchObject({ applied: 5, waiting: 0 });
    expect(tasksOf(clinic)).toEqual([]);
  });

  test('nor does it give its list: it has a fault of its own, and staff read that it is away', async () => {
    const { clinic, notTaken } = await refusedDay();
    const round = later(clinic, notTaken);
    notTaken.heardList(true);
    await round('08:00');
    notTaken.heardList(false);
    for (const time of ['08:30', '09:30', '12:00']) await round(time);
    expect(tasksOf(clinic)).toEqual([]);
  });

  test('who said that site IT is told is asked again after an hour, and not at the next try', async () => {
    const { clinic, notTaken } = await refusedDay();
    const round = later(clinic, notTaken);
    await round('08:00');
    notTaken.heardList(true);
    await round('09:05');
    const { ledger } = clinic.store;
    ledger.write((writes) => writes.endTask(ledger.openTasks()[0]?.id ?? '', 'done', 's1'));
    for (const time of ['09:10', '09:40', '10:04']) await round(time);
    expect(tasksOf(clinic)).toEqual([]);
    await round('10:06');
    expect(tasksOf(clinic)).toEqual([toldOfAll]);
  });

  test('when it takes others again, what it goes on refusing is a task of its booking', async () => {
    const { clinic, notTaken } = await refusedDay();
    const round = later(clinic, notTaken);
    for (const time of ['08:00', '08:10', '08:20']) await round(time);
    notTaken.heardList(true);
    await round('09:05');
    await server.behave();
    await refuse(403, 'Appointment/a1');
    await round('09:15');
    expect(tasksOf(clinic)).toEqual([]);
    await round('09:25');
    expect(tasksOf(clinic)).toEqual([told]);
  });

  test('it comes back and takes one after the other: those whose turn has not come yet are no tasks', async () => {
    const { clinic, notTaken } = await refusedDay();
    const round = later(clinic, notTaken);
    for (const time of ['08:00', '08:10', '08:20', '08:30']) await round(time);
    notTaken.heardList(true);
    await server.behave();
    for (const number of [2, 3, 4, 5]) await refuse(500, `Appointment/a${number}`);
    expect(await round('10:00')).toMatchObject({ applied: 1, waiting: 4 });
    await round('10:05');
    expect(tasksOf(clinic)).toEqual([]);
    await server.behave();
    await refuse(500, 'Appointment/a2');
    for (const number of [3, 4]) postpone(clinic, `a${number}`, '10:30');
    await round('10:12');
    // Of those that were not tried just now nothing is known.
    expect(tasksOf(clinic)).toEqual([{ ...told, bookingId: 'a2' }]);
  });
});

describe('a server whose reasons change', () => {
  test('the hour goes on, and the trail has one line of it', async () => {
    const clinic = await openClinic();
    const notTaken = watchNotTaken(clinic.store.ledger, clinic.now);
    clinic.checkIn('a1', 1);
    const [entry] = clinic.store.ledger.outboxPending();
    assert(entry, 'an arrival waits');
    notTaken.heardList(true);
    for (let minute = 0; minute <= 60; minute += 5) {
      clinic.at(new Date(Date.parse(at('08:00')) + minute * 60_000).toISOString());
      notTaken.heardList(true);
      clinic.store.ledger.write((writes) =>
        notTaken.note(entry, minute % 10 === 0 ? 'refused' : 'search-ignored', writes),
      );
      notTaken.tellStaff(clinic.store.ledger.outboxPending());
    }
    expect(tasksOf(clinic)).toEqual([told]);
    expect(clinic.store.ledger.audit().filter(({ act }) => act === 'not-taken')).toHaveLength(1);
  });
});

describe('a server that does not search by our numbers', () => {
  const ignoring = async () => {
    let isIgnoring = true;
    const odd = await oddServer((request, response) => {
      const path = request.url ?? '';
      if (request.method === 'POST') {
        const entry = ['Appointment/a1', 'Encounter/e1', 'Provenance/v1'].map((location) => ({
          response: { status: '201', location: `${location}/_history/2`, etag: 'W/"2"' },
        }));
        return sendJson(response, { resourceType: 'Bundle', type: 'transaction-response', entry });
      }
      const id = /Appointment\/(a\d)/.exec(path)?.[1];
      if (id !== undefined) {
        return sendJson(response, appointment(id, { patientId: `p${id.slice(1)}`, meta: { versionId: '1' } }));
      }
      const url = isIgnoring ? '/fhir/Encounter?_count=50' : path;
      const link = [{ relation: 'self', url: `http://127.0.0.1${url}` }];
      sendJson(response, { resourceType: 'Bundle', type: 'searchset', total: 0, link, entry: [] });
    });
    return {
      odd,
      obey: () => {
        isIgnoring = false;
      },
    };
  };

  test('nothing is sent that may be there already; after an hour it is one task for the kiosk, and it ends by itself', async () => {
    const { odd, obey } = await ignoring();
    const clinic = syncClinic(odd);
    const round = later(clinic);
    for (const number of [1, 2, 3]) clinic.checkIn(`a${number}`, number);
    expect(await round('08:00')).toMatchObject({ waiting: 3, lastProblem: { kind: 'search-ignored' } });
    await round('08:59');
    expect(tasksOf(clinic)).toEqual([]);
    await round('09:00');
    await round('09:10');
    expect(tasksOf(clinic)).toEqual([{ bookingId: null, kind: 'nothing-taken', because: 'search-ignored' }]);
    expect(odd.seen.filter(({ method }) => method === 'POST')).toEqual([]);
    obey();
    expect(await round('09:20')).toMatchObject({ applied: 3, waiting: 0 });
    expect(tasksOf(clinic)).toEqual([]);
  });

  test('after a restart the task is the same one, and it ends when nothing waits for it any more', async () => {
    const { odd, obey } = await ignoring();
    const clinic = syncClinic(odd);
    clinic.checkIn('a1', 1);
    register(clinic);
    await later(clinic)('08:00');
    await later(clinic)('09:00');
    await later(clinic)('09:10');
    expect(tasksOf(clinic)).toEqual([{ bookingId: null, kind: 'nothing-taken', because: 'search-ignored' }]);
    obey();
    await later(clinic)('09:20');
    expect(tasksOf(clinic).filter(({ kind }) => kind === 'nothing-taken')).toEqual([]);
  });
});

describe('Retry-After', () => {
  test('with a 403 about two bookings, asked of them: a third that comes goes at once', async () => {
    const clinic = await openClinic();
    const round = later(clinic);
    for (const number of [1, 2]) clinic.checkIn(`a${number}`, number);
    for (const number of [1, 2]) {
      const busy = { kind: 'status', status: 403, retryAfterSeconds: 600 } as const;
      await server.misbehave(busy, { pathContains: `Appointment/a${number}` });
    }
    await round('08:00');
    clinic.checkIn('a3', 3);
    expect(await round('08:01')).toMatchObject({ applied: 1, waiting: 2, nextDueAt: at('08:10') });
  });

  test('with a 503 each time one booking is read: it holds no other back for longer than a round', async () => {
    const clinic = await openClinic();
    const round = later(clinic);
    for (const number of [1, 2, 3]) clinic.checkIn(`a${number}`, number);
    const busy = { kind: 'status', status: 503, retryAfterSeconds: 60 } as const;
    await server.misbehave(busy, { pathContains: 'Appointment/a1' });
    expect(await round('08:00')).toMatchObject({ applied: 0, waiting: 3, stoppedBy: { status: 503 } });
    // One that is under way beside it when it is answered goes with the round after.
    await round('08:02');
    await round('08:04');
    expect(clinic.store.ledger.outboxPending().map(({ bookingId }) => bookingId)).toEqual(['a1']);
  });

  test('with a 503 for two bookings by turns: neither holds the third one back', async () => {
    const clinic = await openClinic();
    const round = later(clinic);
    for (const number of [1, 2, 3]) clinic.checkIn(`a${number}`, number);
    const busy = { kind: 'status', status: 503, retryAfterSeconds: 600 } as const;
    for (const number of [1, 2]) await server.misbehave(busy, { pathContains: `Appointment/a${number}` });
    await round('08:00');
    await round('08:11');
    expect(await round('08:22')).toMatchObject({ applied: 1, waiting: 2 });
    await server.behave();
    // Of those that ended rounds the one whose turn is longest ago goes first.
    await server.misbehave(busy, { pathContains: 'Appointment/a1' });
    await round('08:33');
    await round('08:44');
    expect(clinic.store.ledger.outboxPending().map(({ bookingId }) => bookingId)).toEqual(['a1']);
  });
});
