/** Holds what it is asked to hold, and prints how many bytes are resident then. Argument: `nothing`, `bare-file` or `store`. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [work = 'nothing'] = process.argv.slice(2);
const bookings = 3000;
const checkIns = 1000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-bench-memory-'));

/** Read only by those who want them, so that `nothing` has nothing. */
async function holdBareFile(): Promise<unknown> {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  const bare = new BetterSqlite3(path.join(folder, 'bare.db'));
  bare.exec('CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT');
  return bare;
}

async function holdStore(): Promise<unknown> {
  const { openStore } = await import('../../../offline-store/open-store.ts');
  const { booking, goodAge, optionsFor, visit } = await import('../../../test/offline-store/store-values.ts');
  const store = openStore(optionsFor(folder));
  if (!store.ok) throw new Error(`the store opens: ${store.problem}`);
  const { cache, ledger } = store.value;
  const list = cache.beginDayList(goodAge);
  for (let n = 0; n < bookings; n += 1) list.add([booking(`b${n}`)]);
  list.finish([]);
  for (let n = 1; n <= checkIns; n += 1) {
    ledger.write((writes) => {
      writes.checkIn(visit(`b${n}`, n));
      writes.audit({ who: 'patient', act: 'check-in', bookingId: `b${n}`, details: { ticketNumber: n } });
    });
  }
  cache.bookings();
  return store;
}

async function main(): Promise<void> {
  const held = work === 'store' ? await holdStore() : work === 'bare-file' ? await holdBareFile() : null;
  globalThis.gc?.();
  process.stdout.write(String(process.memoryUsage().rss));
  // Held until here.
  if (held === undefined) process.exitCode = 1;
  fs.rmSync(folder, { recursive: true, force: true });
}

void main();
