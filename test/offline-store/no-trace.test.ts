/** S13 in the store: who was here cannot be read from what is left on the disk. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { testNumber } from '../clinic/examples.ts';
import { booking, checkIn, goodAge, newFolder, opened, visit, withLedger } from './store-clinic.ts';

const canaries = ['Zzcanary', 'ZZCANARY', '1950-02-03', testNumber(1)];

function usedFolder(): string {
  const folder = newFolder();
  const store = opened(folder);
  store.cache.replaceDayList(goodAge, [booking('b1'), booking('b2')], []);
  checkIn(store, visit('b1', 1));
  store.ledger.write((writes) => {
    writes.openTask('b1', { kind: 'paper-uncertain', paperId: 'V1X-1-label' });
    writes.setGuessing({ misses: 1, restingUntil: null });
  });
  store.close();
  return folder;
}

/** Every row of every table, as somebody with the key sees it. */
function dumpOf(folder: string): string {
  let dump = '';
  withLedger(folder, ({ sql }) => {
    const tables = sql.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    dump = tables.map((table) => JSON.stringify(sql.prepare(`SELECT * FROM ${table}`).all())).join('\n');
  });
  return dump;
}

test('S13: the ledger names nobody: no name, no date of birth, no NHS number, in any table', () => {
  const dump = dumpOf(usedFolder());
  expect(dump).toContain('V1X-1-label');
  for (const canary of canaries) expect(dump).not.toContain(canary);
});

test('S13: no file in the folder holds anything of a patient to read, in any of the usual codings', () => {
  const folder = usedFolder();
  const store = opened(folder);
  store.cache.replaceDayList(goodAge, [booking('b1')], []);
  const codings = ['utf8', 'utf16le', 'base64', 'hex'] as const;
  for (const name of fs.readdirSync(folder)) {
    const bytes = fs.readFileSync(path.join(folder, name));
    for (const canary of [...canaries, 'REF-b1', 'b1-label']) {
      expect(bytes.includes(canary), name).toBe(false);
      for (const coding of codings) expect(bytes.includes(Buffer.from(canary).toString(coding)), name).toBe(false);
    }
  }
});

test('S13: a day that is forgotten leaves neither its file nor its key', () => {
  const folder = usedFolder();
  const store = opened(folder);
  const before = ['cache.db', 'cache.key'].map((name) => fs.readFileSync(path.join(folder, name)));
  store.beginClinicDay('2026-11-24');
  store.close();
  const left = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name)));
  const key = JSON.parse(before[1]?.toString() ?? '').wrapped;
  expect(left.some((bytes) => bytes.includes(key))).toBe(false);
  expect(left.some((bytes) => bytes.equals(before[0] ?? Buffer.alloc(0)))).toBe(false);
});
