/** A kiosk that is killed while a page is on its way: it starts again, and asks for that page. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newFolder } from '../store-clinic.ts';
import { oddBookings, oddDay } from './odd-day.ts';
import { bookingIds, syncClinic } from './sync-clinic.ts';

const script = fileURLToPath(new URL('./pull-process.ts', import.meta.url));

test.each([1, 2, 3])('killed while page %i was on its way, it asks for no page again that it had', async (page) => {
  const server = await oddDay(...oddBookings(120));
  server.ways.pageSize = 30;
  const folder = newFolder();
  const from = page === 1 ? null : String((page - 1) * 30);
  const child = spawn(process.execPath, [script, folder, server.baseUrl], { stdio: 'ignore' });
  const killed = once(child, 'exit');
  server.ways.instead = (asked) => asked.searchParams.get('from') === from && child.kill('SIGKILL');
  expect(await killed).toEqual([null, 'SIGKILL']);
  server.ways.instead = () => false;
  const before = server.asked().length;

  const clinic = syncClinic(server, { folder });
  expect(await clinic.pull()).toMatchObject({ ok: true, value: { bookings: 120, pages: 4, isResumed: page > 1 } });
  const asked = server.asked().slice(before);
  expect(asked.map((path) => new URLSearchParams(path).get('from'))).toEqual([null, '30', '60', '90'].slice(page - 1));
  expect(bookingIds(clinic.store)).toHaveLength(120);
});
