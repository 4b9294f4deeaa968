/** Sending an arrival for a booking that somebody changed meanwhile: no ended booking is ever flipped; a person decides. */
import { describe, expect, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { appointment } from './fhir-examples.ts';
import { entryOf, pushClinic, tasksOf, ways } from './push-clinic.ts';

const server = await sharedFhirServer();
describe.each(ways)('$writeBack', (way) => {
  const { method } = way;
  const { openClinic, statusOf, writesSince, sentSince } = pushClinic(server, way);

  describe('when somebody else was there', () => {
    test('a change between reading and writing is read, and kept', async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      await server.misbehave({ kind: 'held' }, { method, times: 1 });
      const before = await server.now();
      const pushing = clinic.push();
      await server.waitFor('request', (request) => request.method === method, { after: before });
      await server.save(appointment('a1', { patientId: 'p1', comment: 'Needs a chair with arms' }));
      await server.behave();
      expect(await pushing).toMatchObject({ applied: 1 });
      expect(await server.read('Appointment', 'a1')).toMatchObject({
        status: 'arrived',
        comment: 'Needs a chair with arms',
      });
      const requestIds = (await sentSince(before)).map(({ requestId }) => requestId);
      // For another version it is another request; a server that knows repeats would refuse it like the first.
      expect(new Set(requestIds).size).toBe(2);
      expect(await writesSince(before)).toHaveLength(1);
    });

    test.each([409, 412])('HTTP %i is read again, at most three times in a row, then later', async (status) => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      await server.misbehave({ kind: 'status', status }, { method, times: 4 });
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 1 });
      expect(await sentSince(before)).toHaveLength(4);
      expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 1 });
    });

    test('an arrival that another desk recorded stands, and nobody is bothered', async () => {
      const clinic = await openClinic();
      const eventId = clinic.checkIn('a1');
      await server.save(appointment('a1', { patientId: 'p1', status: 'arrived' }));
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ merged: 1 });
      expect(entryOf(clinic, eventId)?.state).toBe('merged');
      expect(await sentSince(before)).toEqual([]);
      expect(tasksOf(clinic)).toEqual([]);
    });

    test('a cancellation between reading and writing is never flipped', async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      await server.misbehave({ kind: 'held' }, { method, times: 1 });
      const before = await server.now();
      const pushing = clinic.push();
      await server.waitFor('request', (request) => request.method === method, { after: before });
      await server.save(appointment('a1', { patientId: 'p1', status: 'cancelled' }));
      await server.behave();
      expect(await pushing).toMatchObject({ applied: 0, conflicts: 1 });
      expect(await statusOf('a1')).toBe('cancelled');
      expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because: 'cancelled' }]);
    });
  });

  describe('what a person must decide becomes a task, and no status is flipped', () => {
    const nextDay = '2026-11-25T08:00:00Z';
    test.each([
      ['cancelled', { status: 'cancelled' }, 'cancelled'],
      ['marked as not come', { status: 'noshow' }, 'cancelled'],
      ['entered in error', { status: 'entered-in-error' }, 'cancelled'],
      ['finished', { status: 'fulfilled' }, 'changed'],
      ['put on the waiting list', { status: 'waitlist' }, 'changed'],
      ['moved to another site', { at: 'loc-elsewhere' }, 'moved'],
      ['moved to another day', { start: nextDay, end: nextDay }, 'moved'],
    ])('a booking that was %s meanwhile', async (_what, change, because) => {
      const clinic = await openClinic();
      const eventId = clinic.checkIn('a1');
      const changed = await server.save(appointment('a1', { patientId: 'p1', ...change }));
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ conflicts: 1, waiting: 0 });
      expect(await sentSince(before)).toEqual([]);
      expect(await server.read('Appointment', 'a1')).toEqual(changed);
      expect(entryOf(clinic, eventId)?.state).toBe('conflict');
      expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because }]);
      expect(await clinic.push()).toMatchObject({ conflicts: 0 });
      expect(tasksOf(clinic)).toHaveLength(1);
    });

    test.each([
      ['given to somebody else', { patientId: 'p2' }, 'other-patient'],
      ['moved to another site', { patientId: 'p1', at: 'loc-elsewhere' }, 'moved'],
    ])('one that was %s and arrived there, after a try that did not get through', async (_what, change, because) => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      await server.misbehave({ kind: 'status', status: 500 }, { method: 'GET', times: 1 });
      expect(await clinic.push()).toMatchObject({ waiting: 1 });
      const changed = await server.save(appointment('a1', { ...change, status: 'arrived' }));
      expect(await clinic.push({ isBack: true })).toMatchObject({ conflicts: 1, waiting: 0 });
      expect(await server.read('Appointment', 'a1')).toEqual(changed);
      expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because }]);
    });

    test('a booking that was deleted meanwhile', async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      await server.remove('Appointment', 'a1');
      expect(await clinic.push()).toMatchObject({ conflicts: 1 });
      expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because: 'deleted' }]);
    });

    test.each([400, 422])('an arrival that upstream refuses with HTTP %i is set aside', async (status) => {
      const clinic = await openClinic();
      const eventId = clinic.checkIn('a1', 1);
      clinic.checkIn('a2', 2);
      await server.misbehave({ kind: 'status', status }, { method, times: 1 });
      expect(await clinic.push()).toMatchObject({ setAside: 1, applied: 1, waiting: 0 });
      expect(entryOf(clinic, eventId)?.state).toBe('set-aside');
      expect(tasksOf(clinic)).toEqual([{ bookingId: 'a1', kind: 'upstream-conflict', because: 'refused-by-server' }]);
    });

    test('a booking that no clock could show is tried again, and holds back nobody else', async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1', 1);
      clinic.checkIn('a2', 2);
      await server.load([appointment('a1', { patientId: 'p1', start: '2026-11-24T25:00:00Z' })]);
      expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 1, lastProblem: { kind: 'not-fhir' } });
      expect(await statusOf('a2')).toBe('arrived');
    });

    test('S14: how each arrival ended stands in the audit trail', async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1', 1);
      clinic.checkIn('a2', 2);
      await server.save(appointment('a2', { patientId: 'p2', status: 'cancelled' }));
      await clinic.push();
      const sent = clinic.store.ledger.audit().filter(({ act }) => act === 'arrival-sent');
      expect(sent).toMatchObject([
        { who: 'kiosk', bookingId: 'a1', details: { outcome: 'applied', attempts: 1 } },
        { who: 'kiosk', bookingId: 'a2', details: { outcome: 'conflict', attempts: 1 } },
      ]);
    });
  });
});
