/** A site that is named by its ODS code is known only by what the Locations of a booking say: without them nobody is hidden (S11). */
import { expect, test } from 'vitest';
import { location, site } from './fhir-examples.ts';
import { type OddDay, oddBookings, oddDay, usualWays } from './odd-day.ts';
import { bookingIds, type SyncClinic, syncClinic } from './sync-clinic.ts';

const byOdsCode = { siteLocationIds: undefined, siteOdsCode: 'RX8A2' };

async function pulled(count: number): Promise<{ server: OddDay; clinic: SyncClinic }> {
  const server = await oddDay(...oddBookings(count));
  const clinic = syncClinic(server, { upstream: byOdsCode });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: count } });
  return { server, clinic };
}

test('Locations that a server does not include are looked up by id', async () => {
  const server = await oddDay(...oddBookings(5));
  server.ways.includes = false;
  const clinic = syncClinic(server, { upstream: byOdsCode });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 5, setAside: 0 } });
  expect(server.asked().filter((path) => path.startsWith('Location'))).toEqual([`Location?_id=${site}&_count=50`]);
});

test('S11: a booking that no search names is read alone with its Location, and stays', async () => {
  const { server, clinic } = await pulled(10);
  const isOthers = ({ resource }: { readonly resource: { readonly id: string } }) => resource.id !== 'a3';
  server.ways.page = (page, asked) =>
    asked.pathname.endsWith('/Appointment') ? { ...page, total: undefined, entry: page.entry.filter(isOthers) } : page;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 10, kept: 1, setAside: 0 } });
  expect(bookingIds(clinic.store)).toContain('a3');
});

test.each<[string, (server: OddDay) => void]>([
  ['does not say what it is', (server) => server.remove('Location', site)],
  ['cannot be read', (server) => server.save({ ...location(site, 'RX8A2'), identifier: 'RX8A2' })],
])('S11: while the Location of the site %s, everybody stays', async (_, spoil) => {
  const { server, clinic } = await pulled(5);
  spoil(server);
  await clinic.pull({ rules: { listShrinkShareMax: 1 } });
  expect(bookingIds(clinic.store)).toHaveLength(5);
  server.ways = { ...usualWays(), includes: false };
  await clinic.pull({ rules: { listShrinkShareMax: 1 } });
  expect(bookingIds(clinic.store)).toHaveLength(5);
});

test('a booking that was moved to a site of another code leaves the list', async () => {
  const { server, clinic } = await pulled(5);
  server.save(location('loc-other', 'RX9B1'));
  const moved = oddBookings(2).find(({ id }) => id === 'a2');
  expect(moved).toBeDefined();
  const there = JSON.parse(JSON.stringify(moved).replace(`Location/${site}`, 'Location/loc-other'));
  server.save(there);
  server.ways.includes = false;
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 4 } });
});
