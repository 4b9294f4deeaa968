/**
 * What the booking system changes after a patient was checked in, pulled from two very unlike servers: Medplum's engine, and one
 * of our own that misbehaves. Whoever is here stays on the list, and staff are told what to do, once.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import type { StaffTaskMatter } from '../../clinic/staff-task.ts';
import type { Visit } from '../../clinic/visit.ts';
import { recordArrival } from '../../electron/arrival.ts';
import { silentLog } from '../../electron/log.ts';
import { tellOfChanges } from '../../electron/visit-changes.ts';
import { isOfVisit } from '../../electron/visit-marks.ts';
import { take } from '../offline-store/sync/events-clinic.ts';
import {
  appointment,
  type Json,
  location,
  nhsIdentifier,
  patient,
  request,
  site,
} from '../offline-store/sync/fhir-examples.ts';
import { type OddDay, oddDay } from '../offline-store/sync/odd-day.ts';
import { day, type SyncClinic, syncClinic } from '../offline-store/sync/sync-clinic.ts';
import { sharedFhirServer } from '../peers/shared-server-launcher.ts';

const medplum = await sharedFhirServer();

/** A booking system, as far as somebody who works there is concerned. */
interface Upstream {
  readonly baseUrl: string;
  save(resource: Json): Promise<unknown>;
  remove(type: string, id: string): Promise<unknown>;
}

async function medplumDay(resources: readonly Json[]): Promise<Upstream> {
  await medplum.load(resources);
  return medplum;
}

const oddWith =
  (ways: Partial<OddDay['ways']>) =>
  async (resources: readonly Json[]): Promise<Upstream> => {
    const server = await oddDay(...resources);
    Object.assign(server.ways, ways);
    return {
      baseUrl: server.baseUrl,
      save: async (resource) => server.save(resource),
      remove: async (type, id) => server.remove(type, id),
    };
  };

const upstreams: readonly (readonly [string, (resources: readonly Json[]) => Promise<Upstream>])[] = [
  ["Medplum's engine", medplumDay],
  [
    'one that includes nothing, counts nothing, and answers 410',
    oddWith({ includes: false, hasTotal: false, goneStatus: 410 }),
  ],
  ['one that searches by nothing and shows nothing', oddWith({ ignored: ['location', 'date'], hasSelf: false })],
];

const code = (text: string) => ({
  code: { coding: [{ system: 'https://lab.example/tests', code: text, display: text }] },
});
const requests = { requestIds: ['r1', 'r2'] };
const booked = (over: Parameters<typeof appointment>[1] = {}) => appointment('a1', { ...requests, ...over });
const resources = [
  location(site, 'RX8A2'),
  location('loc-elsewhere', 'RX8A9'),
  patient('p1'),
  request('r1', { ...code('FBC'), requisition: { value: 'T123456' } }),
  request('r2', { ...code('U&E'), requisition: { value: 'T123456' } }),
  booked(),
  // Others, so that one who leaves is not half the list.
  patient('p9', { birthDate: '1970-09-09' }),
  ...[2, 3, 4, 5].map((number) => appointment(`a${number}`, { patientId: 'p9' })),
];

async function checkedIn(open: (resources: readonly Json[]) => Promise<Upstream>) {
  const upstream = await open(resources);
  const clinic = syncClinic(upstream);
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 5 } });
  const booking = clinic.store.cache.booking('a1');
  if (booking === null) throw new Error('the booking was pulled');
  const rules = ClinicRules.parse({ containerSuffixes: { EDTA: 'E', SST: 'S' } });
  const arrival = { booking, foundBy: 'scan', who: 'patient', clinicDay: day, arrivedAt: clinic.now() } as const;
  const dependencies = { store: clinic.store, rules, reservedRange: null, newId: randomUUID, log: silentLog };
  expect(recordArrival(arrival, dependencies)).toBe('recorded');
  expect(clinic.store.ledger.visit('a1')?.specimens).toHaveLength(2);
  return { upstream, clinic };
}

async function tasksAfterPull({ pull, store }: SyncClinic): Promise<readonly StaffTaskMatter[]> {
  expect(await pull()).toMatchObject({ ok: true });
  tellOfChanges(store, day, silentLog);
  return store.ledger.openTasks().map(({ matter }) => matter);
}

const conflict = (because: 'cancelled' | 'moved' | 'deleted') => [{ kind: 'upstream-conflict', because }];
const changed = (change: object) => [{ kind: 'changed-after-check-in', ...change }];
const nextDay = '2026-11-25T08:00:00Z';
const replacedBy = (id: string) => ({
  active: false,
  link: [{ type: 'replaced-by', other: { reference: `Patient/${id}` } }],
});
const other = { name: [{ use: 'official', family: 'Thistlewood', given: ['Jo'] }] };

const changes: readonly (readonly [string, (upstream: Upstream) => Promise<unknown>, readonly object[]])[] = [
  ['was moved to another site', (at) => at.save(booked({ at: 'loc-elsewhere' })), conflict('moved')],
  ['was moved to another day', (at) => at.save(booked({ start: nextDay, end: nextDay })), conflict('moved')],
  ['was cancelled', (at) => at.save(booked({ status: 'cancelled' })), conflict('cancelled')],
  ['was marked as not attended', (at) => at.save(booked({ status: 'noshow' })), conflict('cancelled')],
  ['was entered in error', (at) => at.save(booked({ status: 'entered-in-error' })), conflict('cancelled')],
  ['was deleted', (at) => at.remove('Appointment', 'a1'), conflict('deleted')],
  ['has a patient who was renamed', (at) => at.save(patient('p1', other)), changed({ what: 'patient' })],
  [
    'has a patient with another NHS number',
    (at) => at.save(patient('p1', { identifier: [nhsIdentifier('9990000026')] })),
    changed({ what: 'patient' }),
  ],
  [
    'has a patient with another date of birth',
    (at) => at.save(patient('p1', { birthDate: '1980-01-19' })),
    changed({ what: 'patient' }),
  ],
  ['was given to another patient', (at) => give(at, 'p2'), changed({ what: 'another-record' })],
  [
    'has a patient whose record was merged into one with the same details',
    async (at) => {
      await at.save(patient('p2'));
      await at.save(patient('p1', replacedBy('p2')));
    },
    changed({ what: 'merged' }),
  ],
  [
    'has a patient whose record was merged into one with other details',
    async (at) => {
      await at.save(patient('p2', other));
      await at.save(patient('p1', { ...replacedBy('p2') }));
    },
    changed({ what: 'another-record' }),
  ],
  [
    'has a patient whose record is out of use',
    (at) => at.save(patient('p1', { active: false })),
    changed({ what: 'another-record' }),
  ],
  [
    'has a test more',
    async (at) => {
      await at.save(request('r3', code('GLU')));
      await at.save(booked({ requestIds: ['r1', 'r2', 'r3'] }));
    },
    changed({ what: 'tests-added', tests: ['r3'] }),
  ],
  ['has a test that was revoked', (at) => at.save(request('r1', { ...code('FBC'), status: 'revoked' })), revoked()],
  [
    'has a test that was entered in error',
    (at) => at.save(request('r1', { ...code('FBC'), status: 'entered-in-error' })),
    revoked(),
  ],
  ['has a test less', (at) => at.save(booked({ requestIds: ['r2'] })), revoked()],
];

function revoked() {
  return changed({ what: 'tests-revoked', tubes: [{ number: 2, tube: 'EDTA', isNeeded: false }] });
}

async function give(upstream: Upstream, patientId: string): Promise<void> {
  await upstream.save(patient(patientId, other));
  await upstream.save(booked({ patientId }));
}

describe.each(upstreams)(
  '%s: whoever is here stays on the list, and staff are told once, when the booking',
  (_name, open) => {
    test.each(changes)('%s', async (_what, change, expected) => {
      const { upstream, clinic } = await checkedIn(open);
      expect(await tasksAfterPull(clinic)).toEqual([]);
      await change(upstream);
      expect(await tasksAfterPull(clinic)).toEqual(expected);
      expect(await tasksAfterPull(clinic)).toEqual(expected);
      expect(clinic.store.cache.booking('a1')).not.toBeNull();
    });

    test('was moved away and comes back: it is as it was, and what was asked can be answered', async () => {
      const { upstream, clinic } = await checkedIn(open);
      await upstream.save(booked({ at: 'loc-elsewhere' }));
      expect(await tasksAfterPull(clinic)).toEqual(conflict('moved'));
      await upstream.save(booked());
      expect(await tasksAfterPull(clinic)).toEqual(conflict('moved'));
      expect(clinic.store.cache.setAside().filter(({ appointmentId }) => appointmentId === 'a1')).toEqual([]);
      expect(clinic.store.cache.booking('a1')).toMatchObject({ status: 'booked' });
    });
  },
);

test('S1: booking and orders were given to another patient before the blood was sent: it is not sent under that name', async () => {
  const { upstream, clinic } = await checkedIn(medplumDay);
  const isOfThisVisit = {
    isOfVisit: (one: Pick<Booking, 'patient'>, visit: Visit) => isOfVisit(visit, one, clinic.store),
  };
  await clinic.push(isOfThisVisit);
  const [tube] = clinic.store.ledger.visit('a1')?.specimens ?? [];
  take(clinic.store, 'a1', [tube?.id ?? '']);
  const subject = { reference: 'Patient/p9' };
  for (const id of ['r1', 'r2']) await upstream.save(request(id, { ...code('FBC'), subject }));
  await upstream.save(booked({ patientId: 'p9', status: 'arrived' }));
  expect(await clinic.pull()).toMatchObject({ ok: true });
  expect(await clinic.push(isOfThisVisit)).toMatchObject({ conflicts: 1 });
  expect(await medplum.all('Specimen')).toEqual([]);
  expect(clinic.store.ledger.openTasks().map(({ matter }) => matter)).toEqual([
    { kind: 'collection-conflict', because: 'other-patient', areSent: false },
  ]);
});

describe('the kiosk was offline, and the list is pulled before the arrival is sent', () => {
  test.each<[string, (upstream: Upstream) => Promise<unknown>, string, readonly object[]]>([
    [
      'S1: a booking that was given to another patient: nobody else is marked as arrived',
      (at) => at.save(booked({ patientId: 'p9' })),
      'booked',
      [{ kind: 'upstream-conflict', because: 'other-patient' }],
    ],
    ['a patient who was renamed has arrived', (at) => at.save(patient('p1', other)), 'arrived', []],
    [
      'a patient whose record was merged into another has arrived',
      async (at) => {
        await at.save(patient('p77'));
        await at.save(patient('p1', replacedBy('p77')));
      },
      'arrived',
      [],
    ],
  ])('%s', async (_what, change, status, tasks) => {
    const { upstream, clinic } = await checkedIn(medplumDay);
    await change(upstream);
    expect(await clinic.pull()).toMatchObject({ ok: true });
    await clinic.push({ isOfVisit: (booking, visit) => isOfVisit(visit, booking, clinic.store) });
    expect((await medplum.read('Appointment', 'a1'))?.status).toBe(status);
    expect(clinic.store.ledger.openTasks().map(({ matter }) => matter)).toEqual(tasks);
  });
});

describe('the kiosk was offline until the next day, and no list says any more whose the booking was', () => {
  const giveAway = async (at: Upstream) => {
    const subject = { reference: 'Patient/p9' };
    for (const id of ['r1', 'r2']) await at.save(request(id, { ...code('FBC'), subject }));
    await at.save(booked({ patientId: 'p9' }));
  };

  async function pushedNextDay(change: (upstream: Upstream) => Promise<unknown>) {
    const { upstream, clinic } = await checkedIn(medplumDay);
    const { store } = clinic;
    const [tube] = store.ledger.visit('a1')?.specimens ?? [];
    take(store, 'a1', [tube?.id ?? '']);
    await change(upstream);
    store.beginClinicDay('2026-11-25');
    await clinic.push({ isOfVisit: (one, visit) => isOfVisit(visit, one, store) });
    const matters = store.ledger.openTasks().map(({ matter }) => matter);
    const subjects = (await medplum.all('Specimen')).map(({ subject }) => subject);
    return { matters, subjects, status: (await medplum.read('Appointment', 'a1'))?.status };
  }

  test('S1: booking and orders were given to another patient: nobody else has arrived, and no blood is under that name', async () => {
    expect(await pushedNextDay(giveAway)).toEqual({
      matters: [
        { kind: 'upstream-conflict', because: 'other-patient' },
        { kind: 'collection-conflict', because: 'other-patient', areSent: false },
      ],
      subjects: [],
      status: 'booked',
    });
  });

  test('S1: the same, and then the booking was deleted: the orders alone do not say whose blood it is', async () => {
    const givenAndDeleted = async (at: Upstream) => {
      await giveAway(at);
      await at.remove('Appointment', 'a1');
    };
    expect(await pushedNextDay(givenAndDeleted)).toMatchObject({ subjects: [] });
  });

  test.each<[string, (upstream: Upstream) => Promise<unknown>]>([
    ['that is as it was', async () => undefined],
    ['whose patient was renamed', (at) => at.save(patient('p1', other))],
  ])('arrival and blood of a booking %s are sent', async (_what, change) => {
    const subject = expect.objectContaining({ reference: 'Patient/p1' });
    expect(await pushedNextDay(change)).toEqual({ matters: [], subjects: [subject], status: 'fulfilled' });
  });

  test('so are those of a patient whose record was merged into another', async () => {
    const merge = async (at: Upstream) => {
      await at.save(patient('p77'));
      await at.save(patient('p1', replacedBy('p77')));
    };
    expect(await pushedNextDay(merge)).toMatchObject({ matters: [], subjects: [{}], status: 'fulfilled' });
  });
});
