/** A pull that was broken off goes on from the page that is missing, and its list is as old as the first of its pages. */
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultClinicRules } from '../../../clinic/clinic-rules.ts';
import type { Store } from '../../../offline-store/store.ts';
import { createFhirClient } from '../../../offline-store/sync/fhir-client.ts';
import { pullDayList } from '../../../offline-store/sync/pull.ts';
import { UpstreamSettings } from '../../../offline-store/sync/upstream-settings.ts';
import { newFolder, opened } from '../store-clinic.ts';
import { appointment, patient, site } from './fhir-examples.ts';
import { type OddDay, oddBookings, oddDay } from './odd-day.ts';
import { bookingIds, day, timeZone } from './sync-clinic.ts';

const bookings = 120;
const begun = `${day}T06:00:00.000Z`;

interface Kiosk {
  readonly folder: string;
  readonly store: Store;
  now: string;
}

function kiosk(folder = newFolder(), now = begun): Kiosk {
  const clock = { now };
  const store = opened(folder, { clinicDay: day, now: () => clock.now });
  return Object.assign(clock, { folder, store });
}

/** The same data folder after a power cut, some minutes later. */
function restarted({ folder, store }: Kiosk, now: string): Kiosk {
  store.close();
  return kiosk(folder, now);
}

function pull(self: Kiosk, server: OddDay, upstream: Readonly<Record<string, unknown>> = {}) {
  const settings = UpstreamSettings.parse({ baseUrl: server.baseUrl, siteLocationIds: [site], ...upstream });
  const now = () => self.now;
  const client = createFhirClient({ settings, now, newId: randomUUID });
  onTestFinished(() => client.stop());
  const { cache, ledger } = self.store;
  const rules = defaultClinicRules;
  return pullDayList({
    client,
    cache,
    ledger,
    settings,
    siteId: site,
    clinicDay: day,
    timeZone,
    rules,
    agreedCount: null,
    now,
  });
}

/** The line is lost with the third page. */
function loseThirdPage(server: OddDay): void {
  server.ways.instead = (asked, response) => {
    if (asked.searchParams.get('from') !== '100') return false;
    response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': '9999' });
    response.write('{"resourceType":"Bundle"', () => response.destroy());
    return true;
  };
}

const startsOf = (server: OddDay) => server.asked().map((path) => new URLSearchParams(path.split('?')[1]).get('from'));

async function brokenOff(): Promise<{ readonly server: OddDay; readonly before: Kiosk }> {
  const server = await oddDay(...oddBookings(bookings));
  const before = kiosk();
  loseThirdPage(server);
  expect(await pull(before, server)).toMatchObject({ ok: false, problem: { kind: 'truncated' } });
  expect(startsOf(server)).toEqual([null, '50', '100']);
  server.ways.instead = () => false;
  return { server, before };
}

describe('after a restart in the middle', () => {
  test('only the page that is missing is asked for; S10: the list is as old as its first page', async () => {
    const { server, before } = await brokenOff();
    const after = restarted(before, `${day}T06:04:00.000Z`);
    expect(await pull(after, server)).toMatchObject({ ok: true, value: { bookings, pages: 3, isResumed: true } });
    expect(startsOf(server)).toEqual([null, '50', '100', '100']);
    expect(bookingIds(after.store)).toHaveLength(bookings);
    expect(after.store.cache.booking('a1')?.patient.name.family).toBe('Zzcanary-1');
    expect(after.store.cache.age()?.pulledAt).toBe(begun);
  });

  test('S13: what is kept of a page is what a booking needs, and nothing is kept when the list is in place', async () => {
    const server = await oddDay(...oddBookings(bookings));
    server.save(
      patient('p1', { telecom: [{ system: 'phone', value: '020 7946 0000' }], address: [{ line: ['Zzroad 1'] }] }),
    );
    const self = kiosk();
    loseThirdPage(server);
    await pull(self, server);
    const { pullPages } = self.store.cache;
    const kept = [1, 2].map((number) => pullPages.page(number)?.text ?? '').join();
    expect(kept).toContain('Zzcanary-1');
    expect(kept).not.toMatch(/7946|Zzroad/);
    server.ways.instead = () => false;
    await pull(self, server);
    expect([pullPages.underWay(), pullPages.page(1), pullPages.page(3)]).toEqual([null, null, null]);
  });

  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['too old', `${day}T06:05:01.000Z`, {}],
    ['from the future, so that a clock is wrong', `${day}T05:59:00.000Z`, {}],
    ['of another site', `${day}T06:01:00.000Z`, { siteLocationIds: [site, 'room-2'] }],
  ])('pages that are %s are asked for again', async (_what, now, upstream) => {
    const { server, before } = await brokenOff();
    const after = restarted(before, now);
    expect(await pull(after, server, upstream)).toMatchObject({ ok: true, value: { bookings, isResumed: false } });
    expect(startsOf(server).slice(3)).toEqual([null, '50', '100']);
    expect(after.store.cache.age()?.pulledAt).toBe(now);
  });

  test.each([400, 404, 410])(
    'a server that answers its own link with %i is asked from the first page',
    async (status) => {
      const { server, before } = await brokenOff();
      let isForgotten = true;
      server.ways.instead = (asked, response) => {
        if (!isForgotten || asked.searchParams.get('from') !== '100') return false;
        isForgotten = false;
        response.writeHead(status).end();
        return true;
      };
      expect(await pull(restarted(before, begun), server)).toMatchObject({ ok: true, value: { isResumed: false } });
      expect(startsOf(server).slice(3)).toEqual(['100', null, '50', '100']);
    },
  );

  test('S11: a list that changed its length meanwhile is read from the first page', async () => {
    const { server, before } = await brokenOff();
    server.remove('Appointment', 'a1');
    const after = restarted(before, begun);
    expect(await pull(after, server)).toMatchObject({ ok: true, value: { bookings: bookings - 1, isResumed: false } });
    expect(bookingIds(after.store)).not.toContain('a1');
  });

  test('S11: what no total can show, because the pages are of two times, the next whole pull puts right', async () => {
    const { server, before } = await brokenOff();
    // One goes from a page that is here and one comes at the end: as many as before, and the one between is on no page.
    server.remove('Appointment', 'a2');
    server.save(appointment('a999', { patientId: 'p9', start: `${day}T15:00:00Z` }));
    const after = restarted(before, begun);
    expect(await pull(after, server)).toMatchObject({ ok: true, value: { bookings, isResumed: true } });
    expect(bookingIds(after.store)).not.toContain('a101');
    expect(await pull(after, server)).toMatchObject({ ok: true, value: { bookings, isResumed: false } });
    expect(bookingIds(after.store)).toContain('a101');
    expect(bookingIds(after.store)).not.toContain('a2');
  });

  test('pages that cannot be read back are asked for again', async () => {
    const { server, before } = await brokenOff();
    const { pullPages } = before.store.cache;
    const page = pullPages.page(2);
    const underWay = pullPages.underWay();
    if (page === null || underWay === null) throw new Error('two pages were kept');
    pullPages.keep(underWay, { ...page, text: '[{"type":"Patient","id":"p1","read":7}]' });
    expect(await pull(restarted(before, begun), server)).toMatchObject({
      ok: true,
      value: { bookings, isResumed: false },
    });
  });
});

test('after a lost connection the same kiosk goes on where it was, and every page was asked for once', async () => {
  const { server, before } = await brokenOff();
  expect(await pull(before, server)).toMatchObject({ ok: true, value: { bookings, isResumed: true } });
  expect(startsOf(server)).toEqual([null, '50', '100', '100']);
});

/** What is on disk whenever the server is asked for a page, and when the pull is over. */
async function keptWhileReading(msAPage: number): Promise<{ readonly pages: readonly number[]; readonly self: Kiosk }> {
  const server = await oddDay(...oddBookings(300));
  const self = kiosk();
  const { pullPages } = self.store.cache;
  const pages: number[] = [];
  const keptNow = () => [1, 2, 3, 4, 5, 6].filter((number) => pullPages.page(number) !== null).length;
  server.ways.instead = () => {
    if (server.asked().length > 1) self.now = new Date(Date.parse(self.now) + msAPage).toISOString();
    pages.push(keptNow());
    return false;
  };
  expect(await pull(self, server)).toMatchObject({ ok: true, value: { bookings: 300, pages: 6 } });
  return { pages: [...pages, keptNow()], self };
}

test('S13: of a pull that is over within two seconds no page is ever written to disk', async () => {
  const { pages } = await keptWhileReading(399);
  expect(pages).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('the pages of a longer pull follow two at a time, and none is left when the list is in place', async () => {
  const { pages } = await keptWhileReading(600);
  expect(pages).toEqual([0, 0, 0, 0, 0, 2, 0]);
});

test('where the clock is set back meanwhile, no page is kept, and the list comes all the same', async () => {
  const { pages, self } = await keptWhileReading(-60_000);
  expect(pages).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(bookingIds(self.store)).toHaveLength(300);
});

test('a connection that is lost after the last page costs no page: what waited in memory is written then', async () => {
  const server = await oddDay(...oddBookings(bookings));
  server.ways.includes = false;
  server.ways.instead = (asked, response) => {
    const isLost = asked.pathname.endsWith('/Patient');
    if (isLost) response.destroy();
    return isLost;
  };
  const before = kiosk();
  expect(await pull(before, server)).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
  server.ways.instead = () => false;
  const asked = server.asked().length;
  expect(await pull(restarted(before, begun), server)).toMatchObject({
    ok: true,
    value: { bookings, pages: 3, isResumed: true },
  });
  expect(
    server
      .asked()
      .slice(asked)
      .filter((path) => path.startsWith('Appointment')),
  ).toEqual([]);
});

test('S10: pages from before the list in use are never put in its place', async () => {
  const { server, before } = await brokenOff();
  const { cache } = before.store;
  cache.replaceDayList({ clinicDay: day, siteId: site, pulledAt: `${day}T06:00:30.000Z` }, [], []);
  before.now = `${day}T06:01:00.000Z`;
  expect(await pull(before, server)).toMatchObject({ ok: true, value: { isResumed: false } });
  expect(cache.age()?.pulledAt).toBe(before.now);
});
