/**
 * Hours offline at two kiosks, then a bad line: answers are lost, requests fail, somebody edits meanwhile. Whatever the seed,
 * afterwards nothing is doubled, nothing is lost, nothing that somebody decided is flipped, and the counts are those of the truth.
 */
import { expect, test } from 'vitest';
import { randomFrom, upToFrom } from '../../chance.ts';
import { testNumber } from '../../clinic/examples.ts';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { checkedIn, register, take } from './events-clinic.ts';
import { appointment, nhsIdentifier, patient } from './fhir-examples.ts';
import { type SyncClinic, syncClinic } from './sync-clinic.ts';

const seeds = [1, 2, 3];
const bookings = 36;
const walkIns = 4;
const roundsMax = 60;
const server = await sharedFhirServer();

type Fate = 'as booked' | 'at both kiosks' | 'cancelled' | 'moved' | 'deleted';
const fates: readonly Fate[] = ['cancelled', 'moved', 'deleted', 'at both kiosks', 'at both kiosks'];
/** One of six bookings each; the others are as they were. */
const fateOf = (number: number): Fate => fates[number % 10] ?? 'as booked';
const hasBlood = (number: number): boolean => number % 3 === 0;
const elsewhere = { at: 'loc-elsewhere' };

async function offlineHours(kiosks: readonly [SyncClinic, SyncClinic]): Promise<void> {
  const [first, second] = kiosks;
  for (let number = 0; number < bookings; number++) {
    const id = `a${number + 1}`;
    const { tubeIds } = await checkedIn(server, first, { id });
    if (fateOf(number) === 'at both kiosks') second.checkIn(id, number + 1);
    if (hasBlood(number)) take(first.store, id, tubeIds);
  }
  for (let number = 0; number < walkIns; number++) {
    const nhsNumber = testNumber(700 + number);
    await server.load([patient(`walker${number}`, { identifier: [nhsIdentifier(nhsNumber)] })]);
    register(first, { nhsNumber, dateOfBirth: '1980-01-18' }, bookings + number + 1);
  }
}

async function meanwhile(): Promise<void> {
  for (let number = 0; number < bookings; number++) {
    const id = `a${number + 1}`;
    const now = { patientId: `p${number + 1}`, requestIds: [`order-${id}`] };
    if (fateOf(number) === 'cancelled') await server.save(appointment(id, { ...now, status: 'cancelled' }));
    if (fateOf(number) === 'moved') await server.save(appointment(id, { ...now, ...elsewhere }));
    if (fateOf(number) === 'deleted') await server.remove('Appointment', id);
  }
}

async function badLine(upTo: (count: number) => number): Promise<void> {
  for (let fault = 0; fault < 12; fault++) {
    await server.misbehave({ kind: 'drop-answer' }, { method: 'POST', skip: upTo(40), times: 1 });
    await server.misbehave({ kind: 'status', status: 503 }, { skip: upTo(120), times: 1 });
    if (fault % 3 === 0)
      await server.misbehave({ kind: 'status', status: 429, retryAfterSeconds: 5 }, { skip: upTo(120), times: 1 });
    await server.misbehave({ kind: 'reset' }, { skip: upTo(120), times: 1 });
    await server.misbehave({ kind: 'half-json' }, { method: 'POST', skip: upTo(40), times: 1 });
  }
}

/** Somebody at the booking system writes a remark on the version that they see; on a bad line it may not come to that. */
async function editor(upTo: (count: number) => number, edited: Set<string>): Promise<void> {
  const id = `a${upTo(bookings) + 1}`;
  const url = `${server.baseUrl}/Appointment/${id}`;
  const seen = await fetch(url).catch(() => null);
  const etag = seen?.ok === true ? seen.headers.get('etag') : null;
  if (seen === null || etag === null) return;
  const body = JSON.stringify({ ...(await seen.json()), comment: 'Needs a chair with arms' });
  const headers = { 'content-type': 'application/fhir+json', 'if-match': etag };
  const saved = await fetch(url, { method: 'PUT', headers, body }).catch(() => null);
  if (saved?.ok === true) edited.add(id);
}

test.each(seeds)(
  'seed %i: nothing doubled, nothing lost, nothing flipped, and the counts of the truth',
  async (seed) => {
    const upTo = upToFrom(randomFrom(seed));
    const kiosks = [syncClinic(server), syncClinic(server)] as const;
    await offlineHours(kiosks);
    await meanwhile();
    await badLine(upTo);
    const edited = new Set<string>();
    const isOwed = () => kiosks.some(({ store }) => store.ledger.outboxPending().length > 0);
    let instantMs = Date.parse('2026-11-24T12:00:00Z');
    for (let round = 0; round < roundsMax && isOwed(); round++) {
      instantMs += 400_000;
      for (const kiosk of kiosks) kiosk.at(new Date(instantMs).toISOString());
      await Promise.all([kiosks[0].push({ isBack: true }), kiosks[1].push({ isBack: true }), editor(upTo, edited)]);
    }
    await server.behave();
    expect(isOwed()).toBe(false);
    await expectTruth(kiosks, edited);
  },
);

async function expectTruth(
  [first, second]: readonly [SyncClinic, SyncClinic],
  edited: ReadonlySet<string>,
): Promise<void> {
  const encounters = await server.all('Encounter');
  const specimens = await server.all('Specimen');
  let arrivals = 0;
  let collections = 0;
  for (let number = 0; number < bookings; number++) {
    const id = `a${number + 1}`;
    const [fate, blood] = [fateOf(number), hasBlood(number)];
    const isHere = fate === 'as booked' || fate === 'at both kiosks';
    const now = await server.read('Appointment', id);
    const visits = encounters.filter((one) => JSON.stringify(one.appointment).includes(`/${id}"`));
    const tubes = specimens.filter((one) => JSON.stringify(one.identifier).includes(`"A${number + 1}T-`));
    arrivals += isHere ? 1 : 0;
    collections += blood ? 1 : 0;
    const here = blood ? 'fulfilled' : 'arrived';
    const status = {
      cancelled: 'cancelled',
      moved: 'booked',
      deleted: undefined,
      'as booked': here,
      'at both kiosks': here,
    };
    expect([id, now?.status], fate).toEqual([id, status[fate]]);
    expect(visits, `visits of ${id}`).toHaveLength(isHere ? 1 : 0);
    expect(tubes, `tubes of ${id}`).toHaveLength(blood ? 2 : 0);
    if (now !== null && edited.has(id)) expect(now.comment).toBe('Needs a chair with arms');
    const arrived = [first, second].flatMap(({ store }) =>
      store.ledger.outboxOf(id).filter(({ kind }) => kind === 'arrived'),
    );
    const states = arrived.map(({ state }) => state).toSorted();
    if (fate === 'as booked') expect([id, states]).toEqual([id, ['applied']]);
    if (fate === 'at both kiosks') expectOneArrival(id, states);
    if (!isHere) expect(arrived).toMatchObject([{ state: 'conflict', because: fate }]);
  }
  for (let number = 0; number < walkIns; number++) {
    const of = encounters.filter((one) => JSON.stringify(one.subject).includes(`/walker${number}"`));
    expect(of, `visits of walk-in ${number}`).toHaveLength(1);
  }
  expect(
    (await server.all('Appointment')).filter(({ description }) => description === 'Blood tests, walk-in'),
  ).toHaveLength(walkIns);
  expect(encounters).toHaveLength(arrivals + walkIns);
  expect(await server.all('Provenance')).toHaveLength(arrivals + collections + walkIns);
  expect(first.store.ledger.collectedNotSent()).toEqual([]);
}

/** The other kiosk may come after the blood was taken: then a person is told that the booking is done already. */
function expectOneArrival(id: string, states: readonly string[]): void {
  expect([id, states[0]]).toEqual([id, 'applied']);
  expect([id, ['merged', 'conflict'].includes(states[1] ?? '')]).toEqual([id, true]);
}
