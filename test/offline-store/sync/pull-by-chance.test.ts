/**
 * Pages that chance has been at: entries lost, repeated, garbled, cut and poisoned, links and totals that lie. Whatever comes,
 * nobody leaves the list, nobody gets another patient's name, date of birth or NHS number, and nothing throws.
 *
 * Chance never makes a page say something else that would be true of a good server, such as another patient for a booking.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Booking } from '../../../clinic/booking.ts';
import { testNumber } from '../../clinic/examples.ts';
import { appointment, type Json, location, nhsIdentifier, patient, site } from './fhir-examples.ts';
import { type OddPage, oddDay } from './odd-day.ts';
import { syncClinic } from './sync-clinic.ts';

const bookings = 12;
const runs = 150;
const seed = 20_261_124;

type Path = readonly (string | number)[];
type Garbling = Readonly<
  | { kind: 'lose'; at: number }
  | { kind: 'repeat'; at: number }
  | { kind: 'garble'; at: number; path: number; value: unknown }
  | { kind: 'poison'; at: number }
  | { kind: 'junk'; value: unknown }
  | { kind: 'no-next' | 'next-to-self' | 'next-elsewhere' | 'no-total' | 'not-a-page' | 'throw-away' }
  | { kind: 'total'; total: unknown }
>;

/** What says who it is or which record is meant is garbled into nothing that could be somebody else's. */
const junk = fc.oneof(
  fc.constant(null),
  fc.constant(''),
  fc.constant('\u0000'),
  fc.integer(),
  fc.boolean(),
  fc.constant([]),
  fc.constant({}),
  fc.constant([[[[null]]]]),
  fc.constant({ toString: 'x', length: -1 }),
  fc.constant('x'.repeat(5_000)),
);
const at = fc.nat(60);

const garbling: fc.Arbitrary<Garbling> = fc.oneof(
  fc.record({ kind: fc.constant('lose' as const), at }),
  fc.record({ kind: fc.constant('repeat' as const), at }),
  fc.record({ kind: fc.constant('garble' as const), at, path: fc.nat(200), value: junk }),
  fc.record({ kind: fc.constant('garble' as const), at, path: fc.nat(200), value: junk }),
  fc.record({ kind: fc.constant('poison' as const), at }),
  fc.record({ kind: fc.constant('junk' as const), value: junk }),
  fc.constantFrom(
    { kind: 'no-next' as const },
    { kind: 'next-to-self' as const },
    { kind: 'next-elsewhere' as const },
    { kind: 'no-total' as const },
    { kind: 'not-a-page' as const },
    { kind: 'throw-away' as const },
  ),
  fc.record({ kind: fc.constant('total' as const), total: junk }),
);

/** In turn: the three pages, then what is asked by id. */
const answersGarbled = 4;
const chance = fc.record({
  garblings: fc.array(fc.tuple(fc.nat(answersGarbled - 1), garbling), { minLength: 1, maxLength: 6 }),
  hasTotal: fc.boolean(),
});

const start = (number: number) => new Date(Date.parse('2026-11-24T08:00:00Z') + number * 60_000).toISOString();

const people = Array.from({ length: bookings }, (_, index) => index + 1).flatMap((number): Json[] => [
  patient(`p${number}`, {
    name: [{ use: 'official', family: `Zzcanary-${number}`, given: [`Given-${number}`] }],
    identifier: [nhsIdentifier(testNumber(number))],
    birthDate: `19${50 + number}-01-02`,
  }),
  appointment(`a${number}`, { patientId: `p${number}`, start: start(number), end: start(number) }),
]);

/** Every place in a value, leaves and branches. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function withValue(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value))
    return value.map((each, index) => (String(index) === key ? withValue(each, rest, put) : each));
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, each]) => [name, name === key ? withValue(each, rest, put) : each]),
  );
}

/** These say where a booking is: garbled so that it is said to be elsewhere, the booking has left, and that would be true. */
const mayNotMove = (path: Path) => path.includes('start') || path.includes('participant') || path.includes('active');

function garble(page: OddPage, one: Garbling): unknown {
  const { entry } = page;
  const which = 'at' in one ? one.at % Math.max(1, entry.length) : 0;
  switch (one.kind) {
    case 'lose':
      return { ...page, entry: entry.filter((_, index) => index !== which) };
    case 'repeat':
      return { ...page, entry: [...entry, ...entry.slice(which, which + 3)] };
    case 'garble': {
      const paths = pathsOf(entry[which]).filter((path) => !mayNotMove(path));
      const path = paths[one.path % Math.max(1, paths.length)] ?? [];
      return {
        ...page,
        entry: entry.map((each, index) => (index === which ? withValue(each, path, one.value) : each)),
      };
    }
    case 'poison': {
      const poisoned = JSON.parse('{"__proto__":{"status":"cancelled","birthDate":"1900-01-01"}}');
      return {
        ...page,
        entry: entry.map((each, index) => (index === which ? { ...each, ...poisoned, extra: poisoned } : each)),
      };
    }
    case 'junk':
      return { ...page, entry: [...entry, { resource: one.value }] };
    case 'total':
      return { ...page, total: one.total };
    case 'no-total':
      return { ...page, total: undefined };
    case 'no-next':
      return { ...page, link: page.link.filter(({ relation }) => relation !== 'next') };
    case 'next-to-self':
      return { ...page, link: [{ relation: 'next', url: '' }] };
    case 'next-elsewhere':
      return { ...page, link: [{ relation: 'next', url: 'http://elsewhere.example/' }] };
    case 'not-a-page':
      return { ...page, resourceType: 'Basic' };
    case 'throw-away':
      return { ...page, entry: [] };
  }
}

const whoIsWho = (list: readonly Booking[]) =>
  Object.fromEntries(
    list.map(({ id, patient: { name, dateOfBirth, nhsNumber } }) => [id, { name, dateOfBirth, nhsNumber }]),
  );

/** Said plainly, or not at all. */
function isOf(number: number, now: ReturnType<typeof whoIsWho>[string] | undefined): boolean {
  if (now === undefined) return false;
  const names = [`Zzcanary-${number}`, `Given-${number}`, '', 'x'.repeat(5_000), '\u0000'];
  return (
    names.includes(now.name.family) &&
    now.name.given.split(' ').every((given) => names.includes(given)) &&
    [null, `19${50 + number}-01-02`].includes(now.dateOfBirth) &&
    [null, testNumber(number)].includes(now.nhsNumber)
  );
}

test('S11, S1: whatever becomes of its pages, nobody leaves the list and nobody becomes somebody else', async () => {
  const server = await oddDay(location(site, 'RX8A2'), ...people);
  server.ways.pageSize = 5;
  const clinic = syncClinic(server, { upstream: { requestsPerMinuteMax: 60_000 } });
  const good = server.ways.page;
  await fc.assert(
    fc.asyncProperty(chance, async ({ garblings, hasTotal }) => {
      server.ways.page = good;
      server.ways.hasTotal = true;
      expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings } });
      server.ways.hasTotal = hasTotal;
      let answers = 0;
      server.ways.page = (page) => {
        const meant = garblings.filter(([number]) => number === answers % answersGarbled);
        answers += 1;
        // A page that was garbled once is garbled again only where it still is a page.
        return meant.reduce<unknown>((now, [, one]) => garble({ ...page, ...Object(now) }, one), page);
      };
      await clinic.pull();
      const now = whoIsWho(clinic.store.cache.bookings());
      expect(Object.keys(now)).toHaveLength(bookings);
      for (let number = 1; number <= bookings; number++) {
        expect(isOf(number, now[`a${number}`]), `a${number}: ${JSON.stringify(now[`a${number}`])}`).toBe(true);
      }
    }),
    { numRuns: runs, seed },
  );
}, 120_000);
