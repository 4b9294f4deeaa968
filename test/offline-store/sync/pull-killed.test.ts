/** A kiosk that is killed while a page is on its way: it starts again, and goes on from what was kept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newFolder } from '../store-clinic.ts';
import { type OddDay, oddBookings, oddDay } from './odd-day.ts';
import { bookingIds, syncClinic } from './sync-clinic.ts';

const script = fileURLToPath(new URL('./pull-process.ts', import.meta.url));
const pageSize = 30;

interface Killed {
  readonly server: OddDay;
  readonly folder: string;
}

/** While so many pages were here and the next one was on its way. */
async function killedAfter(pages: number, pageMs: number): Promise<Killed> {
  const server = await oddDay(...oddBookings(120));
  server.ways.pageSize = pageSize;
  const folder = newFolder();
  const from = pages === 0 ? null : String(pages * pageSize);
  const child = spawn(process.execPath, [script, folder, server.baseUrl, String(pageMs)], { stdio: 'ignore' });
  const killed = once(child, 'exit');
  server.ways.instead = (asked) => asked.searchParams.get('from') === from && child.kill('SIGKILL');
  expect(await killed).toEqual([null, 'SIGKILL']);
  server.ways.instead = () => false;
  return { server, folder };
}

/** The first booking of each page that is then asked for. */
async function askedAfterRestart({ server, folder }: Killed): Promise<readonly (string | null)[]> {
  const before = server.asked().length;
  const clinic = syncClinic(server, { folder });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 120, pages: 4 } });
  expect(bookingIds(clinic.store)).toHaveLength(120);
  return server
    .asked()
    .slice(before)
    .map((path) => new URLSearchParams(path).get('from'));
}

const allPages = [null, '30', '60', '90'];

test.each([0, 1, 2, 3])('a slow pull that is killed after %i pages asks for none of them again', async (pages) => {
  expect(await askedAfterRestart(await killedAfter(pages, 2_000))).toEqual(allPages.slice(pages));
});

test.each([
  { pageMs: 700, pages: 2, kept: 0 },
  { pageMs: 700, pages: 3, kept: 2 },
  { pageMs: 1_000, pages: 3, kept: 3 },
])(
  'killed after $pages pages of $pageMs ms each, $kept of them are not asked for again: what came in two seconds is lost at most',
  async ({ pageMs, pages, kept }) => {
    expect(await askedAfterRestart(await killedAfter(pages, pageMs))).toEqual(allPages.slice(kept));
  },
);
