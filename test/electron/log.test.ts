/** The log of a kiosk that runs for years. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../../electron/log.ts';
import { smallDisk } from '../offline-store/small-disk.ts';

function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kiosk-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const linesOf = (folder: string, name: string) =>
  readFileSync(path.join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('it never fills the disk: a full file makes room, and the oldest goes', () => {
  const folder = newFolder();
  const log = openLog(folder, { fileBytesMax: 4000, oldFilesMax: 2 });
  for (let ticketNumber = 1; ticketNumber <= 200; ticketNumber += 1) {
    log.event('checked-in', { ticketNumber, labels: 3, heldBack: 0, problems: 0 });
  }
  const names = readdirSync(folder).sort();
  expect(names).toEqual(['kiosk.1.log', 'kiosk.2.log', 'kiosk.log']);
  for (const name of names) expect(statSync(path.join(folder, name)).size).toBeLessThan(4200);
  const tickets = ['kiosk.2.log', 'kiosk.1.log', 'kiosk.log'].flatMap((name) =>
    linesOf(folder, name).map(({ ticketNumber }) => ticketNumber),
  );
  expect(tickets).toEqual(Array.from(tickets, (_, at) => 200 - tickets.length + 1 + at));
});

test('a restart goes on in the same file, and nobody else may read it', () => {
  const folder = newFolder();
  openLog(folder).event('station-opened', { printers: 2 });
  openLog(folder).event('station-closed', {});
  expect(linesOf(folder, 'kiosk.log').map(({ event }) => event)).toEqual(['station-opened', 'station-closed']);
  expect(statSync(path.join(folder, 'kiosk.log')).mode & 0o777).toBe(0o600);
});

test('S3: a disk that is full ends no kiosk through its log, and the lines that waited follow when there is room', () => {
  const disk = smallDisk(2);
  const log = openLog(path.join(disk.folder, 'log'));
  log.event('station-closed', {});
  disk.fill();
  for (let line = 0; line < 500; line += 1) log.event('station-closed', {});
  const file = path.join(disk.folder, 'log/kiosk.log');
  const before = statSync(file).size;
  disk.makeRoom();
  log.event('station-opened', { printers: 2 });
  expect(statSync(file).size).toBeGreaterThan(before);
  expect(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)).toContain('station-opened');
});

test('S15: where no log can be written there is none, and the kiosk goes on to say what is wrong', () => {
  const file = path.join(newFolder(), 'a-file');
  writeFileSync(file, '');
  openLog(path.join(file, 'log')).event('station-closed', {});
  expect(statSync(file).size).toBe(0);
});
