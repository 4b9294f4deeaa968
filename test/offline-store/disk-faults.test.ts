/**
 * A disk that fails while a kiosk checks people in: strace makes chosen flushes and writes of the ledger fail in a real process,
 * and whatever it had told the patients must be true when the ledger is opened again (S3).
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import type { Store } from '../../offline-store/store.ts';
import { checkIn, newFolder, opened, today, visit } from './store-clinic.ts';

const testTimeoutMs = 60_000;
const patients = 5;

interface Said {
  readonly stored: readonly string[];
  readonly notStored: readonly string[];
  readonly trouble: string | null;
  /** Why the store was not even opened. */
  readonly refused: string | null;
  readonly faults: number;
  readonly store: Store;
}

/** @param fault in strace's words: which calls on the ledger fail, how, and which of them. */
async function checkInOn(fault: string): Promise<Said> {
  const folder = newFolder();
  const before = opened(folder);
  checkIn(before, visit('before', 99));
  before.close();
  const trace = path.join(newFolder(), 'trace');
  const ledger = ['', '-wal'].flatMap((suffix) => ['-P', path.join(folder, `ledger.db${suffix}`)]);
  const script = path.join(import.meta.dirname, 'disk-fault-process.ts');
  const options = ['-f', '-qq', ...ledger, '-o', trace, '-e', 'trace=fsync,pwrite64,pread64', '-e', `inject=${fault}`];
  const child = spawn('strace', [...options, process.execPath, script, folder, '1', String(patients)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', () => reject(new Error('this test needs strace (build/system-packages.txt)')));
  });
  const [lines, code] = await Promise.all([text(child.stdout), exit]);
  assert(code === 0, `the kiosk does not crash: ${lines}`);
  const after = (word: string) =>
    lines.split('\n').flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  return {
    stored: after('stored'),
    notStored: after('not-stored'),
    trouble: after('trouble')[0] ?? null,
    refused: after('refused')[0] ?? null,
    faults: fs.readFileSync(trace, 'utf8').split('INJECTED').length - 1,
    store: opened(folder),
  };
}

const bookingsOf = ({ ledger }: Store): string[] => ledger.visits(today).map(({ bookingId }) => bookingId);
const actsOf = ({ ledger }: Store): string[] => ledger.audit().map(({ act }) => act);

describe('S3: a commit that fails in the disk is looked for before the patient is told', () => {
  // The first two flushes are of the opening, the next five of one check-in each.
  test.each([3, 4, 5, 6, 7])(
    'flush %i fails once: that patient is sent to reception, and is not checked in',
    async (n) => {
      const { stored, notStored, trouble, store } = await checkInOn(`fsync:error=EIO:when=${n}`);
      expect(notStored).toEqual([`booking-${n - 2}`]);
      expect(bookingsOf(store).toSorted()).toEqual(['before', ...stored].toSorted());
      expect(stored).toHaveLength(patients - 1);
      expect(trouble).toBe('none');
      expect(actsOf(store)).toContain('ledger-opened-again');
      const because = { kind: 'store-trouble', because: 'disk-error' };
      expect(store.ledger.openTasks().map(({ matter }) => matter)).toContainEqual(because);
      expect(store.ledger.auditBreak()).toBeNull();
    },
  );

  test(
    'a commit that failed and is there all the same is found: the patient is told so, and nobody is checked in twice',
    async () => {
      // The flush of the commit and the one of closing fail, so that the log with the commit is found by the next opening.
      const { stored, notStored, store } = await checkInOn('fsync:error=EIO:when=4..5');
      expect(notStored).toEqual([]);
      expect(stored).toHaveLength(patients);
      expect(bookingsOf(store).toSorted()).toEqual(['before', ...stored].toSorted());
      const found = store.ledger.audit().find(({ act }) => act === 'ledger-opened-again');
      expect(found?.details).toEqual({ wasStored: true });
    },
    testTimeoutMs,
  );
});

describe('S3: a write that fails in the disk', () => {
  test.each([15, 18, 20, 22, 24, 27, 30, 35])(
    'write %i fails once: what was told is true, and the next patients are checked in',
    async (n) => {
      const { stored, notStored, trouble, faults, store } = await checkInOn(`pwrite64:error=EIO:when=${n}`);
      expect([faults, trouble]).toEqual([1, 'none']);
      expect(notStored.length).toBeLessThanOrEqual(1);
      expect(stored.length + notStored.length).toBe(patients);
      expect(bookingsOf(store).toSorted()).toEqual(['before', ...stored].toSorted());
      expect(store.ledger.auditBreak()).toBeNull();
    },
    testTimeoutMs,
  );
});

describe('S3: a disk that fails for good', () => {
  test.each([
    ['flushes', 'fsync:error=EIO:when=4+'],
    ['writes', 'pwrite64:error=EIO:when=30+'],
    ['writes, because it has become read-only', 'pwrite64:error=EROFS:when=30+'],
  ])(
    'no more %s: the kiosk stops calmly, everybody who was told is kept, nobody is told anything that is not so',
    async (_, fault) => {
      const { stored, notStored, trouble, store } = await checkInOn(fault);
      expect(trouble).toBe('stopped');
      expect(stored.length).toBeGreaterThan(0);
      expect(notStored.length).toBeGreaterThan(0);
      expect(stored.length + notStored.length).toBe(patients);
      // One more than was told may be there: nobody could know it.
      const there = bookingsOf(store);
      for (const bookingId of ['before', ...stored]) expect(there).toContain(bookingId);
      expect(there.length).toBeLessThanOrEqual(stored.length + 2);
      expect(store.ledger.auditBreak()).toBeNull();
    },
    testTimeoutMs,
  );

  test(
    'no more room in the middle of a write: nothing of it is stored, and the rest is whole',
    async () => {
      const { stored, notStored, trouble, store } = await checkInOn('pwrite64:error=ENOSPC:when=30+');
      expect(trouble).toBe('disk-full');
      expect(notStored.length).toBeGreaterThan(0);
      for (const bookingId of stored) expect(bookingsOf(store)).toContain(bookingId);
      expect(store.ledger.auditBreak()).toBeNull();
    },
    testTimeoutMs,
  );
});

test.each([3, 12, 30])(
  'S15: a ledger of which the disk does not give back page %i and those after it is damaged by name, and nothing of it changes',
  async (n) => {
    const { stored, refused, faults, store } = await checkInOn(`pread64:error=EIO:when=${n}+`);
    expect(faults).toBeGreaterThan(0);
    expect([stored, refused]).toEqual([[], 'ledger-damaged']);
    expect(bookingsOf(store)).toEqual(['before']);
  },
  testTimeoutMs,
);

test(
  'S3, S4: on a disk that takes 400 ms for each flush every patient is checked in once',
  async () => {
    const { stored, notStored, store } = await checkInOn('fsync:delay_exit=400000:when=3..7');
    expect([stored.length, notStored]).toEqual([patients, []]);
    expect(bookingsOf(store).toSorted()).toEqual(['before', ...stored].toSorted());
  },
  testTimeoutMs,
);
