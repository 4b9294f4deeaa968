/** A real clock that really jumps, under a real station (libfaketime): what the rules say of a clock that a test moves holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openTestPremises, type TestPremises } from './station-premises.ts';

// Processes are started here, on machines that may be busy; a jump is noticed within fifteen seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Told {
  readonly clinicDay: string | null;
  readonly bookings: number;
  readonly computerDay: string;
  readonly jumps: number;
  readonly lastAt: string;
  readonly trouble: string | null;
}

let premises: TestPremises;
beforeAll(async () => {
  premises = await openTestPremises();
});
afterAll(() => premises.stop());

const program = path.join(import.meta.dirname, 'jumping-clock-process.ts');

test('the computer’s date goes two days forward and back: the list stays, the trail says so, and no act has a wrong day', async () => {
  const offset = path.join(premises.folder, 'clock');
  fs.writeFileSync(offset, '+0\n');
  const env = {
    ...process.env,
    // Not by the program `faketime`: it sets a time that comes before the file's. `$LIB` is the linker's.
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1',
    FAKETIME_TIMESTAMP_FILE: offset,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  const kiosk = spawn(process.execPath, [program, premises.settingsFile], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void kiosk.kill('SIGKILL'));
  const lines = createInterface({ input: kiosk.stdout })[Symbol.asyncIterator]();
  const until = async (isIt: (told: Told) => boolean): Promise<Told> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the kiosk has ended');
      // jumping-clock-process.ts writes this.
      const told = JSON.parse(value) as Told;
      if (isIt(told)) return told;
    }
  };
  const before = await until(({ bookings }) => bookings > 0);
  const today = before.computerDay;

  fs.writeFileSync(offset, '+2d\n');
  const away = await until(({ jumps }) => jumps === 1);
  expect(away).toMatchObject({ clinicDay: before.clinicDay, bookings: before.bookings, trouble: 'jumped' });
  expect(away.computerDay).not.toBe(today);
  expect(away.lastAt.slice(0, 10)).toBe(today);

  fs.writeFileSync(offset, '+0\n');
  const back = await until(({ jumps, trouble }) => jumps === 2 && trouble === null);
  expect(back).toMatchObject({ clinicDay: before.clinicDay, bookings: before.bookings, computerDay: today });
  kiosk.kill('SIGTERM');
  await once(kiosk, 'exit');
});
