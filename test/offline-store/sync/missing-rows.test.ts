/** S11: whoever is missing from a pull is asked for by id, and an answer that is not to be believed hides nobody. */
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { testNumber } from '../../clinic/examples.ts';
import { register } from './events-clinic.ts';
import { appointment, nhsIdentifier, patient, site } from './fhir-examples.ts';
import { type OddDay, oddBookings, oddDay } from './odd-day.ts';
import { sendJson } from './odd-server.ts';
import { bookingIds, day, type SyncClinic, syncClinic } from './sync-clinic.ts';

/** A list of so many, of which the first `missing` were then deleted upstream. */
async function withDeleted(count: number, missing: number): Promise<{ server: OddDay; clinic: SyncClinic }> {
  const server = await oddDay(...oddBookings(count));
  const clinic = syncClinic(server, { upstream: { requestsPerMinuteMax: 60_000 } });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: count } });
  for (let number = 1; number <= missing; number++) server.remove('Appointment', `a${number}`);
  return { server, clinic };
}

const isIdSearch = (asked: URL) => asked.searchParams.has('_id') && asked.pathname.endsWith('/Appointment');
const empty = { resourceType: 'Bundle', type: 'searchset', link: [], entry: [] };

/** In place of the answers to these requests. */
function instead(server: OddDay, isMeant: (asked: URL) => boolean, answer: (response: ServerResponse) => void): void {
  server.ways.instead = (asked, response) => {
    if (!isMeant(asked)) return false;
    answer(response);
    return true;
  };
}

test('seventy rows are asked for in two searches, and each that no search names is read alone', async () => {
  const { server, clinic } = await withDeleted(200, 70);
  const before = server.asked().length;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 130, kept: 0 } });
  const asked = server.asked().slice(before);
  expect(asked.filter((path) => path.startsWith('Appointment?_id'))).toHaveLength(2);
  expect(asked.filter((path) => /^Appointment\/a\d+$/.test(path))).toHaveLength(70);
});

test.each([404, 410])('a booking that reads as %i is deleted', async (goneStatus) => {
  const { server, clinic } = await withDeleted(10, 1);
  server.ways.goneStatus = goneStatus;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 9 } });
});

test('the answers of a search that comes in pages of its own are read to the end', async () => {
  const server = await oddDay(...oddBookings(200));
  const clinic = syncClinic(server);
  await clinic.pull();
  const moved = (number: number) => `2026-11-25T08:${String(number).padStart(2, '0')}:00Z`;
  for (let n = 1; n <= 40; n++) server.save(appointment(`a${n}`, { patientId: `p${n}`, start: moved(n) }));
  server.ways.pageSize = 7;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 160, kept: 0 } });
  expect(server.asked().some((path) => path.startsWith('Appointment/'))).toBe(false);
});

test.each<[string, (server: OddDay) => void]>([
  [
    'a search by id that is refused',
    (server) => instead(server, isIdSearch, (response) => response.writeHead(400).end()),
  ],
  [
    'a server that asks for patience in the middle',
    (server) => instead(server, isIdSearch, (response) => response.writeHead(429, { 'retry-after': '30' }).end()),
  ],
  ['a web page for an answer', (server) => instead(server, isIdSearch, (response) => response.end('<html>'))],
  [
    'a server that ignores ids, does not say so, and sends everybody',
    (server) => Object.assign(server.ways, { ignored: ['_id'], hasSelf: false }),
  ],
  [
    'a search that counts more than it sends',
    (server) => instead(server, isIdSearch, (response) => sendJson(response, { ...empty, total: 3 })),
  ],
  [
    "somebody else's booking for an answer",
    (server) =>
      instead(server, isIdSearch, (response) =>
        sendJson(response, { ...empty, total: 1, entry: [{ resource: appointment('a999') }] }),
      ),
  ],
  [
    'a read that a proxy answers with 404',
    (server) =>
      instead(
        server,
        ({ pathname }) => /\/a\d+$/.test(pathname),
        (response) => response.writeHead(404).end('no'),
      ),
  ],
  [
    'a read that fails',
    (server) =>
      instead(
        server,
        ({ pathname }) => /\/a\d+$/.test(pathname),
        (response) => response.writeHead(500).end(),
      ),
  ],
  [
    'a read that brings somebody else',
    (server) =>
      instead(
        server,
        ({ pathname }) => /\/a\d+$/.test(pathname),
        (response) => sendJson(response, appointment('a9')),
      ),
  ],
])('%s hides nobody', async (_what, lie) => {
  const { server, clinic } = await withDeleted(10, 3);
  lie(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 3 } });
});

test('a search that leaves out what is there is not believed: the booking is read alone, and stays', async () => {
  const { server, clinic } = await withDeleted(10, 0);
  server.ways.page = (page) => ({
    ...page,
    total: undefined,
    entry: page.entry.filter(({ resource }) => resource.id !== 'a4'),
  });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 1 } });
  expect(bookingIds(clinic.store)).toContain('a4');
});

test('when one of several searches fails, only the rows that it asked for stay', async () => {
  const { server, clinic } = await withDeleted(200, 70);
  let searches = 0;
  instead(
    server,
    (asked) => isIdSearch(asked) && searches++ === 0,
    (response) => response.writeHead(500).end(),
  );
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 180, kept: 50 } });
  server.ways.instead = () => false;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 130, kept: 0 } });
});

const refusal = (status: number, isFhir = true) => {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] };
  const type = isFhir ? 'application/fhir+json' : 'text/html';
  return (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': type }).end(isFhir ? JSON.stringify(outcome) : '<html>');
};
const isRead = ({ pathname }: URL) => /\/Appointment\/a\d+$/.test(pathname);

test.each([405, 501])(
  'a server that reads no single bookings for anybody (HTTP %i) is believed by its search',
  async (status) => {
    const { server, clinic } = await withDeleted(10, 3);
    instead(server, isRead, refusal(status));
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 7 } });
  },
);

test.each<[string, (server: OddDay) => void]>([
  ['the booking', (server) => instead(server, isRead, refusal(403))],
  ['the booking, as something on the way says,', (server) => instead(server, isRead, refusal(403, false))],
  ['anything by its id', (server) => instead(server, isIdSearch, refusal(403))],
])('S11: a server that does not let the kiosk look at %s has not said that it is gone', async (_what, lie) => {
  const { server, clinic } = await withDeleted(10, 3);
  clinic.checkIn('a3');
  lie(server);
  const told = ['a1', 'a2', 'a3'].map((appointmentId) => ({ appointmentId, why: 'not-shown' }));
  for (let pulls = 0; pulls < 2; pulls++) {
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 3 } });
    expect(clinic.store.cache.setAside()).toEqual(told);
  }
  expect(clinic.store.ledger.openTasks()).toEqual([]);
  server.ways.instead = () => false;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 8, kept: 1 } });
  expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a3', why: 'gone' }]);
});

/** Also not of patients and orders: then it includes them itself. */
const hasNoIdSearch = ({ searchParams }: URL) => searchParams.has('_id');

test.each<[string, (server: OddDay) => void]>([
  ['refuses a search by id', (server) => instead(server, hasNoIdSearch, refusal(400))],
  ['says that it does not search by id', (server) => Object.assign(server.ways, { ignored: ['_id'] })],
])('where a server %s, each booking that is missing is read alone: deleted, moved, or there', async (_what, lie) => {
  const { server, clinic } = await withDeleted(10, 1);
  server.save(appointment('a2', { patientId: 'p2', start: '2026-11-25T08:02:00Z' }));
  server.ways.page = (page, asked) => ({
    ...page,
    total: undefined,
    entry: page.entry.filter(({ resource }) => resource.id !== 'a3' || hasNoIdSearch(asked)),
  });
  lie(server);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 8, kept: 1 } });
  expect(bookingIds(clinic.store)).toContain('a3');
});

test('S11: a server that neither searches by id nor reads has not said that anybody is gone', async () => {
  const { server, clinic } = await withDeleted(10, 3);
  instead(server, (asked) => hasNoIdSearch(asked) || isRead(asked), refusal(405));
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 3 } });
});

test('S11: one booking that the kiosk may not look at stays; of the others it is known that they are gone', async () => {
  const { server, clinic } = await withDeleted(10, 3);
  instead(server, ({ pathname }) => pathname.endsWith('/a2'), refusal(403));
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 8, kept: 1 } });
  expect(bookingIds(clinic.store)).toContain('a2');
  expect(clinic.store.cache.setAside()).toEqual([{ appointmentId: 'a2', why: 'not-shown' }]);
});

test('whoever was checked in here today stays, and where the booking went is kept with the list', async () => {
  const server = await oddDay(...oddBookings(10));
  const clinic = syncClinic(server);
  await clinic.pull();
  for (const number of [1, 2, 3]) clinic.checkIn(`a${number}`, number);
  server.remove('Appointment', 'a1');
  server.save(appointment('a2', { patientId: 'p2', at: 'loc-elsewhere' }));
  server.save(appointment('a3', { patientId: 'p3', start: '2026-11-25T08:00:00Z' }));
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 3 } });
  expect(clinic.store.cache.setAside()).toEqual([
    { appointmentId: 'a1', why: 'gone' },
    { appointmentId: 'a2', why: 'other-site' },
    { appointmentId: 'a3', why: 'other-day' },
  ]);
  server.save(appointment('a2', { patientId: 'p2', start: '2026-11-24T08:02:00Z' }));
  await clinic.pull();
  expect(clinic.store.cache.setAside().map(({ appointmentId }) => appointmentId)).toEqual(['a1', 'a3']);
});

test('whoever was registered here stays, and where the booking went that upstream had made of it is kept with the list', async () => {
  const server = await oddDay(...oddBookings(10));
  const clinic = syncClinic(server);
  const ids = [1, 2, 3].map((number) => {
    const { bookingId } = register(clinic, { nhsNumber: testNumber(80 + number) }, 50 + number);
    const identifier = [nhsIdentifier(testNumber(80 + number))];
    server.save(patient(`w${number}`, { identifier }), appointment(`u${number}`, { patientId: `w${number}` }));
    clinic.store.ledger.write((writes) => writes.setUpstreamBooking(bookingId, `u${number}`));
    return bookingId;
  });
  await clinic.pull();
  expect(bookingIds(clinic.store)).toHaveLength(13);
  server.remove('Appointment', 'u1');
  server.save(appointment('u2', { patientId: 'w2', at: 'loc-elsewhere' }));
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 11 } });
  expect(clinic.store.cache.setAside()).toEqual([
    { appointmentId: ids[0], why: 'gone' },
    { appointmentId: ids[1], why: 'other-site' },
  ]);
  expect(bookingIds(clinic.store)).toEqual(expect.arrayContaining(ids));
  expect(bookingIds(clinic.store)).toHaveLength(13);
});

test('who was checked in on an earlier day and moved away again is on the list no more', async () => {
  const server = await oddDay(...oddBookings(10));
  const clinic = syncClinic(server);
  await clinic.pull();
  const yesterday = { bookingId: 'a1', visitId: 'V9', clinicDay: '2026-11-23', ticketNumber: 9, visitCode: 'K9' };
  clinic.store.ledger.write((writes) =>
    writes.checkIn({
      ...yesterday,
      arrivedAt: '2026-11-23T09:00:00.000Z',
      foundBy: 'scan',
      patientMark: '',
      orderMark: '',
      specimens: [],
      heldBack: [],
    }),
  );
  server.save(appointment('a1', { patientId: 'p1', start: '2026-11-25T08:00:00Z' }));
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 9, kept: 0 } });
});

test.each(['cancelled', 'noshow', 'entered-in-error', 'fulfilled', 'waitlist'])(
  'a booking that is %s, and of whose patient nothing can be read any more, stays on the list as such',
  async (status) => {
    const server = await oddDay(...oddBookings(10));
    const clinic = syncClinic(server);
    await clinic.pull();
    server.save(appointment('a1', { patientId: null, status }), appointment('a2', { patientId: 'p2', status }));
    server.save(patient('p2', { birthDate: 7 }), appointment('a3', { patientId: null }));
    expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10 } });
    const ended = { noshow: 'no-show', waitlist: 'not-booked' }[status] ?? status;
    expect(['a1', 'a2', 'a3'].map((id) => clinic.store.cache.booking(id)?.status)).toEqual([ended, ended, 'booked']);
    expect(clinic.store.cache.booking('a1')?.patient.id).toBe('p1');
  },
);

test('a booking that moved away and came back is on the list again, as it is now', async () => {
  const server = await oddDay(...oddBookings(10));
  const clinic = syncClinic(server);
  await clinic.pull();
  server.save(appointment('a1', { patientId: 'p1', at: 'loc-elsewhere' }));
  expect(await clinic.pull()).toMatchObject({ value: { bookings: 9 } });
  server.save(appointment('a1', { patientId: 'p1', start: '2026-11-24T11:30:00Z' }), patient('p1'));
  expect(await clinic.pull()).toMatchObject({ value: { bookings: 10, kept: 0 } });
  expect(clinic.store.cache.booking('a1')).toMatchObject({ startsAt: '2026-11-24T11:30:00.000Z' });
});

test('a server that falls silent is asked once more and not for each row: all of them stay', async () => {
  const { server, clinic } = await withDeleted(100, 20);
  const before = server.asked().length;
  instead(server, isRead, () => undefined);
  clinic.impatient(true);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 100, kept: 20 } });
  const asked = server.asked().slice(before);
  expect(asked.filter((path) => path.startsWith('Appointment/'))).toHaveLength(1);
});

test('S10: a list from a file that comes in the middle of a pull is neither taken for what was pulled, nor lost', async () => {
  const { server, clinic } = await withDeleted(10, 1);
  const fromFile = clinic.store.cache.listed().slice(4);
  const age = { clinicDay: day, siteId: site, pulledAt: '2026-11-24T05:59:00.000Z' };
  instead(server, isIdSearch, (response) => {
    clinic.store.cache.replaceDayList(age, fromFile, []);
    sendJson(response, empty);
  });
  clinic.at('2026-11-24T06:05:00.000Z');
  expect(await clinic.pull()).toMatchObject({ ok: false, problem: { kind: 'overtaken' } });
  expect(clinic.store.cache.age()).toEqual(age);
  expect(bookingIds(clinic.store)).toHaveLength(6);
});

test('S10: a pull over midnight does not bring yesterday back', async () => {
  const { server, clinic } = await withDeleted(10, 1);
  clinic.at('2026-11-24T23:59:59.000Z');
  instead(server, isIdSearch, (response) => {
    clinic.at('2026-11-25T00:00:01.000Z');
    clinic.store.beginClinicDay('2026-11-25');
    sendJson(response, empty);
  });
  expect(await clinic.pull()).toMatchObject({ ok: false, problem: { kind: 'overtaken' } });
  expect(clinic.store.cache.age()).toBeNull();
  expect(bookingIds(clinic.store)).toEqual([]);
});
