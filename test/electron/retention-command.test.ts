/** `retention run`, and what the command line brings back after the clinic has closed. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../electron/command-line.ts';
import { openStoreOf } from '../../electron/commands/command.ts';
import { exampleConfig } from '../../electron/example-config.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import { checkIn, visit } from '../offline-store/store-clinic.ts';

const settings = (folder: string) =>
  KioskConfig.parse({
    ...exampleConfig,
    store: { folder, key: { kind: 'os-disk-only' }, retention: { visitDays: 7 } },
  });

/** Two visits of a day long ago: everything is settled of the first, and nothing of the second. */
function usedKiosk(): { file: string; folder: string } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-retention-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'kiosk.json');
  const config = settings(path.join(folder, 'store'));
  fs.writeFileSync(file, JSON.stringify(config));
  const store = openStoreOf(config);
  if (!store.ok) throw new Error(store.problem);
  const { ledger } = store.value;
  checkIn(store.value, visit('b1', 1, { clinicDay: '2026-01-05' }));
  checkIn(store.value, visit('b2', 2, { clinicDay: '2026-01-05' }));
  ledger.write((writes) => {
    for (const { id } of ledger.papers('b1')) writes.setPaperState(id, 'voided');
    writes.setOutbox('event-V1X', { state: 'applied', attempts: 1, nextAttemptAt: null });
  });
  store.value.close();
  return { file, folder };
}

test('it forgets what is old and settled, says how much, and has nothing to do the second time', async () => {
  const { file } = usedKiosk();
  const first = await runCommandLine(['retention', 'run', '--config', file]);
  expect(first).toMatchObject({ exit: 0, facts: { forgotten: 1, kept: 1 } });
  expect(first.line).toMatch(/^1 visit from before \d{4}-\d\d-\d\d forgotten, 1 kept because something is owed$/);
  const second = await runCommandLine(['retention', 'run', '--config', file]);
  expect(second).toMatchObject({ exit: 0, facts: { forgotten: 0, kept: 1 } });
  expect(await runCommandLine(['audit', 'verify', '--config', file])).toMatchObject({ exit: 0 });
});

test('S13: papers of days before that nobody took out of a printer’s folder go too, and today’s stay', async () => {
  const { file, folder } = usedKiosk();
  const papers = path.join(folder, 'papers');
  fs.mkdirSync(papers);
  for (const name of ['000001.zpl', '000002.zpl']) fs.writeFileSync(path.join(papers, name), '^XA^XZ');
  const yesterday = Date.now() / 1000 - 86_400;
  fs.utimesSync(path.join(papers, '000001.zpl'), yesterday, yesterday);
  const config = settings(path.join(folder, 'store'));
  const connection = { kind: 'folder', folder: papers };
  const printers = config.printers.map((printer) =>
    printer.purpose === 'specimen-label' ? { ...printer, connection } : printer,
  );
  fs.writeFileSync(file, JSON.stringify({ ...config, printers }));
  expect(await runCommandLine(['retention', 'run', '--config', file])).toMatchObject({ exit: 0 });
  expect(fs.readdirSync(papers)).toEqual(['000002.zpl']);
  // The printer is another one by now, and its folder is not named any more.
  fs.writeFileSync(file, JSON.stringify(config));
  fs.utimesSync(path.join(papers, '000002.zpl'), yesterday, yesterday);
  expect(await runCommandLine(['retention', 'run', '--config', file])).toMatchObject({ exit: 0 });
  expect(fs.readdirSync(papers)).toEqual([]);
});

test.each([['retention'], ['retention', 'walk'], ['retention', 'run', 'away']])(
  'misused: %s %s %s',
  async (...args) => {
    const { file } = usedKiosk();
    const given = args.filter((word) => word !== undefined);
    expect((await runCommandLine([...given, '--config', file])).exit).toBe(2);
  },
);
