/** Sending arrivals to a real FHIR server, in both ways: each goes once, whatever happens on the way. */
import { describe, expect, test } from 'vitest';
import { watchNotTaken } from '../../../offline-store/sync/not-taken-watch.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { newFolder } from '../store-clinic.ts';
import { appointment } from './fhir-examples.ts';
import { entryOf, pushClinic, tasksOf, ways } from './push-clinic.ts';
import { bookedDay, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
describe.each(ways)('$writeBack', (way) => {
  const { writeBack, method } = way;
  const { openClinic, statusOf, writesSince, sentSince } = pushClinic(server, way);

  describe('an arrival goes upstream', () => {
    test('as `arrived`, on the version that was read, with nothing else changed', async () => {
      const clinic = await openClinic();
      const asBefore = await server.read('Appointment', 'a1');
      const eventId = clinic.checkIn('a1');
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0, nextDueAt: null, wasAnswered: true });
      const { meta: _was, ...unchanged } = asBefore ?? { resourceType: 'Appointment' };
      expect(await server.read('Appointment', 'a1')).toMatchObject({ ...unchanged, status: 'arrived' });
      const ifMatch = `W/"${asBefore?.meta?.versionId}"`;
      expect(await sentSince(before)).toMatchObject([writeBack === 'appointment-only' ? { ifMatch } : {}]);
      expect(entryOf(clinic, eventId)).toMatchObject({ state: 'applied', attempts: 1, nextAttemptAt: null });
      const [write] = await writesSince(before);
      // This server does not say in the answer to a transaction which versions it made; the next pull does.
      const isTold = writeBack === 'appointment-only';
      expect(clinic.store.cache.booking('a1')?.version).toBe(isTold ? write?.versionId : asBefore?.meta?.versionId);
    });

    test('what we do not understand of a booking comes back as it was', async () => {
      const clinic = await openClinic();
      const strange = {
        extension: [{ url: 'https://pas.example/x', valueString: 'keep' }],
        comment: 'Fasting since 22:00',
      };
      await server.save(appointment('a1', { patientId: 'p1', ...strange }));
      clinic.checkIn('a1');
      await clinic.push();
      expect(await server.read('Appointment', 'a1')).toMatchObject({ ...strange, status: 'arrived' });
    });

    test('an hour of arrivals is sent, the first ones first, and nothing is sent twice', async () => {
      const clinic = await openClinic(20);
      for (let number = 1; number <= 20; number++) clinic.checkIn(`a${number}`, number);
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ applied: 20, waiting: 0 });
      expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 0 });
      const written = (await writesSince(before)).map(({ id }) => Number(id.slice(1)));
      expect(written.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      // A few go beside each other.
      for (const [index, number] of written.entries()) expect(Math.abs(number - index - 1)).toBeLessThan(8);
    });

    test('by ODS code too: the site is read from the Location', async () => {
      const clinic = await openClinic(1, { siteLocationIds: undefined, siteOdsCode: 'RX8A2' });
      clinic.checkIn('a1');
      expect(await clinic.push()).toMatchObject({ applied: 1, conflicts: 0 });
    });
  });

  describe('while the server is away, an arrival waits', () => {
    test('it goes once when the server is back', async () => {
      const clinic = await openClinic();
      const eventId = clinic.checkIn('a1');
      await server.down();
      expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 1, lastProblem: { kind: 'unreachable' } });
      expect(entryOf(clinic, eventId)).toMatchObject({ state: 'pending', attempts: 1 });
      await server.up();
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ waiting: 1 });
      expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 1, waiting: 0 });
      expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 0, waiting: 0 });
      expect(await writesSince(before)).toHaveLength(1);
      expect(tasksOf(clinic)).toEqual([]);
    });

    test('two that find nobody end the round, so that sixty do not each wait', async () => {
      const clinic = await openClinic(5);
      for (let number = 1; number <= 5; number++) clinic.checkIn(`a${number}`, number);
      await server.misbehave({ kind: 'silence' });
      clinic.impatient(true);
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ waiting: 5, stoppedBy: { kind: 'timed-out' }, wasAnswered: false });
      expect((await server.requests()).filter(({ sequence }) => sequence > before)).toHaveLength(2);
      clinic.impatient(false);
      await server.behave();
      expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 5, waiting: 0 });
    });

    test.each([401, 429])('HTTP %i ends the round: the next one would fare no better', async (status) => {
      const clinic = await openClinic();
      clinic.checkIn('a1', 1);
      clinic.checkIn('a2', 2);
      await server.misbehave({ kind: 'status', status, retryAfterSeconds: 90 });
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ waiting: 2, stoppedBy: { kind: 'status', status } });
      expect((await server.requests()).filter(({ sequence }) => sequence > before)).toHaveLength(1);
    });

    test('HTTP 403 twice ends the round: the kiosk is not let in', async () => {
      const clinic = await openClinic(5);
      for (let number = 1; number <= 5; number++) clinic.checkIn(`a${number}`, number);
      await server.misbehave({ kind: 'status', status: 403 });
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ waiting: 5, stoppedBy: { kind: 'status', status: 403 } });
      expect((await server.requests()).filter(({ sequence }) => sequence > before)).toHaveLength(2);
    });

    test('one booking that the server keeps to itself (403) holds no other back', async () => {
      const clinic = await openClinic();
      for (let number = 1; number <= 3; number++) clinic.checkIn(`a${number}`, number);
      await server.misbehave({ kind: 'status', status: 403 }, { pathContains: 'Appointment/a1' });
      expect(await clinic.push()).toMatchObject({ applied: 2, waiting: 1, stoppedBy: null });
      expect([await statusOf('a1'), await statusOf('a2'), await statusOf('a3')]).toEqual([
        'booked',
        'arrived',
        'arrived',
      ]);
    });

    test('it waits as long as the server asks, and goes then', async () => {
      const clinic = await openClinic();
      const eventId = clinic.checkIn('a1');
      await server.misbehave({ kind: 'status', status: 503, retryAfterSeconds: 90 }, { times: 1 });
      await clinic.push();
      expect(entryOf(clinic, eventId)?.nextAttemptAt).toBe('2026-11-24T06:01:30.000Z');
      clinic.at('2026-11-24T06:01:29.000Z');
      expect(await clinic.push()).toMatchObject({ applied: 0, waiting: 1 });
      clinic.at('2026-11-24T06:01:30.000Z');
      expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
    });

    test('one booking that upstream cannot serve holds no other back', async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1', 1);
      clinic.checkIn('a2', 2);
      await server.misbehave({ kind: 'status', status: 500 }, { pathContains: 'Appointment/a1' });
      expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 1, stoppedBy: null });
      expect([await statusOf('a1'), await statusOf('a2')]).toEqual(['booked', 'arrived']);
    });

    test("a proxy's 404 says nothing about a booking", async () => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      await server.misbehave({ kind: 'html' });
      expect(await clinic.push()).toMatchObject({ conflicts: 0, waiting: 1, lastProblem: { kind: 'not-json' } });
    });
  });

  describe('when the answer is lost', () => {
    test('the arrival is read back and done once', async () => {
      const clinic = await openClinic();
      const eventId = clinic.checkIn('a1');
      await server.misbehave({ kind: 'drop-answer' }, { method, times: 1 });
      const before = await server.now();
      expect(await clinic.push()).toMatchObject({ applied: 1, merged: 0, waiting: 0 });
      expect(await writesSince(before)).toHaveLength(1);
      expect(entryOf(clinic, eventId)?.state).toBe('applied');
    });

    test('and the kiosk too, what was sent is known after the restart', async () => {
      await server.load(bookedDay(3));
      const folder = newFolder();
      const upstream = { writeBack };
      const died = syncClinic(server, { folder, upstream });
      await died.pull();
      const eventId = died.checkIn('a1');
      const before = await server.now();
      await server.misbehave({ kind: 'drop-answer' }, { method, times: 1 });
      await server.misbehave({ kind: 'silence' }, { pathContains: 'Appointment/a1', skip: 1 });
      died.impatient(true);
      expect(await died.push()).toMatchObject({ waiting: 1 });
      died.store.close();
      await server.behave();
      const clinic = syncClinic(server, { folder, upstream });
      expect(await clinic.push({ isBack: true })).toMatchObject({ applied: 1, waiting: 0 });
      expect(await writesSince(before)).toHaveLength(1);
      expect(await sentSince(before)).toHaveLength(1);
      expect(entryOf(clinic, eventId)?.state).toBe('applied');
    });

    test.each(['html', 'half-json'] as const)('an answer of %s is read back, not believed', async (kind) => {
      const clinic = await openClinic();
      clinic.checkIn('a1');
      const before = await server.now();
      await server.misbehave({ kind }, { method, times: 1 });
      expect(await clinic.push()).toMatchObject({ applied: 1, waiting: 0 });
      expect(await statusOf('a1')).toBe('arrived');
      expect(await writesSince(before)).toHaveLength(1);
    });

    test('a quarter of all answers are lost and some requests fail: sixty arrivals are sixty writes', async () => {
      const clinic = await openClinic(60);
      for (let number = 1; number <= 60; number++) clinic.checkIn(`a${number}`, number);
      const before = await server.now();
      for (let skip = 3; skip < 60; skip += 4) {
        await server.misbehave({ kind: 'drop-answer' }, { method, skip, times: 1 });
        await server.misbehave({ kind: 'status', status: 503 }, { method: 'GET', skip, times: 1 });
      }
      for (
        let round = 0;
        round < 10 && clinic.store.ledger.outbox().some(({ state }) => state === 'pending');
        round++
      ) {
        await clinic.push({ isBack: true });
      }
      expect(clinic.store.ledger.outbox().every(({ state }) => state === 'applied')).toBe(true);
      expect((await writesSince(before)).map(({ id }) => id).toSorted()).toHaveLength(60);
      expect(new Set((await writesSince(before)).map(({ id }) => id)).size).toBe(60);
    });
  });

  test('S3: whatever of ours falls over with one booking, everybody else’s arrival goes up, and that one when it can', async () => {
    const clinic = await openClinic(6);
    for (let number = 1; number <= 6; number++) clinic.checkIn(`a${number}`, number);
    const notTaken = watchNotTaken(clinic.store.ledger, clinic.now);
    const isOfVisit = ({ id }: { readonly id: string }) => {
      if (id === 'a1') throw new Error('a fault of ours');
      return true;
    };
    await expect(clinic.push({ notTaken, isOfVisit })).rejects.toThrow('a fault of ours');
    await expect(clinic.push({ notTaken, isOfVisit })).rejects.toThrow('a fault of ours');
    expect(await Promise.all(['a1', 'a2', 'a6'].map(statusOf))).toEqual(['booked', 'arrived', 'arrived']);
    expect(await clinic.push({ notTaken })).toMatchObject({ applied: 1, waiting: 0 });
  });
});
