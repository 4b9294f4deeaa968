/**
 * Copies a ledger, twice, in a process that may begin no thread (node --permission). Says what became of each, and after how many
 * pages of log SQLite moves them into the ledger then. Argument: FOLDER of a store. Not the whole store, because such a process
 * may flush no file either.
 */
import fs from 'node:fs';
import path from 'node:path';
import { assert } from '../../clinic/assert.ts';
import { copierOf } from '../../offline-store/copies.ts';
import { openJournal } from '../../offline-store/ledger/journal.ts';
import { ledgerPath, openLedgerTables } from '../../offline-store/open-ledger-file.ts';
import { stillFile } from '../../offline-store/still-file.ts';
import { deriveKey } from '../../offline-store/store-key.ts';

const [folder = ''] = process.argv.slice(2);
const storeKey = Buffer.from(fs.readFileSync(path.join(folder, 'store.key'), 'utf8').trim(), 'hex');
const opened = openLedgerTables(ledgerPath(folder), storeKey, undefined);
assert(opened.ok, 'the ledger opens');
const { sql } = opened.value.database;
const writeNumber = opened.value.tables.writeNumber.get();
const file = stillFile(sql, ledgerPath(folder));
const journal = openJournal({ folder, key: deriveKey(storeKey, 'journal'), writeNumber });
const copier = copierOf({
  folder,
  journal,
  ledger: () => ({ file, storeKey, nativeBinding: undefined, writeNumber }),
});
for (let n = 0; n < 2; n += 1) {
  const kept = await copier.keepCopy();
  fs.writeSync(1, `${kept.ok ? kept.value : kept.problem} ${sql.pragma('wal_autocheckpoint', { simple: true })}\n`);
}
