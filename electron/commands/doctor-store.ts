/** What `doctor` says of the store: room on its disk, copies of the ledger, its journal, the ballast. It only reads. */
import fs from 'node:fs';
import path from 'node:path';
import { ballastPath, freeBytes, sizeOf } from '../../offline-store/ballast.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { onDisk } from '../../offline-store/durable-file.ts';
import { journalsIn, readJournal } from '../../offline-store/ledger/journal.ts';
import { hadLedger, hasContent, ledgerPath } from '../../offline-store/open-ledger-file.ts';
import { deriveKey, findStoreKey } from '../../offline-store/store-key.ts';
import { systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { storeProblemInWords } from '../store-problem-words.ts';
import { count } from './command.ts';
import type { Finding } from './doctor-access.ts';

/** Years of check-ins; with less, something else is filling the disk. */
const freeMbMin = 100;
/** A long weekend with a bank holiday. */
const copyDaysMax = 5;
const msPerHour = 60 * 60 * 1000;
const hoursPerDay = 24;

export function storeFindings({ store }: KioskConfig): readonly Finding[] {
  const { folder } = store;
  const had = onDisk(() => fs.existsSync(folder) && hadLedger(folder));
  if (!had.ok) return [{ what: 'store', isWell: false, says: storeProblemInWords('folder-not-readable', store) }];
  if (!hasContent(ledgerPath(folder)))
    return had.value
      ? [{ what: 'store', isWell: false, says: storeProblemInWords('ledger-damaged', store) }]
      : [{ what: 'store', isWell: true, says: `${folder} will be made at the first start` }];
  // Without a key there is another finding.
  const storeKey = findStoreKey(folder, store.key);
  return [
    roomFinding(folder),
    copiesFinding(folder),
    ...(storeKey.ok ? [journalFinding(folder, deriveKey(storeKey.value, 'journal'))] : []),
    ballastFinding(folder),
  ];
}

function roomFinding(folder: string): Finding {
  const free = onDisk(() => freeBytes(folder));
  if (!free.ok) return { what: 'store', isWell: false, says: `the disk of ${folder} does not answer` };
  const freeMb = Math.floor(free.value / 1e6);
  return { what: 'store', isWell: freeMb >= freeMbMin, says: `${folder}, ${freeMb} MB free`, facts: { freeMb } };
}

/** A copy has its name only after it was opened and found whole. */
function copiesFinding(folder: string): Finding {
  const copies = copiesIn(folder);
  const newest = copies.at(-1);
  if (newest === undefined) return { what: 'copies', isWell: true, says: 'none yet; one is made soon after the start' };
  const ageHours = Math.max(0, Math.floor((systemClock.nowMs() - fs.statSync(newest.file).mtimeMs) / msPerHour));
  const isWell = ageHours <= copyDaysMax * hoursPerDay;
  const says = `${copies.length} kept, the newest ${count(ageHours, 'hour')} old, opened and found whole when it was made`;
  return { what: 'copies', isWell, says, facts: { copies: copies.length, ageHours, newest: newest.file } };
}

function journalFinding(folder: string, key: Buffer): Finding {
  const journals = journalsIn(folder).map((journal) => ({ ...journal, ...readJournal(journal, key) }));
  const newest = journals.at(-1);
  if (newest === undefined) return { what: 'journal', isWell: true, says: 'none yet' };
  // A copy that was not finished has begun a journal too.
  const copied = copiesIn(folder).at(-1)?.writeNumber ?? 0;
  const { length } = journals.flatMap(({ writes }) => writes.filter(({ number }) => number > copied));
  const facts = { writes: length, journals: journals.length };
  const damaged = journals.filter(({ isWhole }) => !isWhole);
  if (damaged.length === 0)
    return { what: 'journal', isWell: true, says: `${count(length, 'write')} since the last copy, whole`, facts };
  const files = damaged.map(({ file }) => path.basename(file)).join(', ');
  return { what: 'journal', isWell: false, says: `${files} is damaged; the next copy begins it anew`, facts };
}

function ballastFinding(folder: string): Finding {
  const bytes = sizeOf(ballastPath(folder));
  if (bytes === null) return { what: 'ballast', isWell: true, says: 'none is kept now; the running kiosk makes it' };
  const mb = Math.round(bytes / (1024 * 1024));
  return { what: 'ballast', isWell: true, says: `${mb} MB for when the disk is full`, facts: { mb } };
}
