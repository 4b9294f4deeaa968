/** A restoring that is killed before any of its steps: the kiosk refuses to open and it is run again, or it was over. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copiesIn } from '../../offline-store/copies.ts';
import { journalsIn } from '../../offline-store/ledger/journal.ts';
import { openStore } from '../../offline-store/open-store.ts';
import { restoreLedger } from '../../offline-store/restore.ts';
import { checkIn, newFolder, opened, optionsFor, today, visit } from '../offline-store/store-clinic.ts';
import { testTimeoutMs } from './after-every-cut.ts';

/** What gives files other names, takes them away, or says that they are on the disk: between two of these nothing is decided. */
const decisive = 'rename,unlink,rmdir,fsync';

interface Lost {
  readonly folder: string;
  readonly copy: string;
  /** Who is known after a restoring. */
  readonly known: readonly string[];
}

/** A copy of two days ago, a newer one, and a ledger that is damaged. */
async function lostLedger(isJournalWhole: boolean): Promise<Lost> {
  const folder = newFolder();
  const store = opened(folder);
  for (const ticket of [1, 2, 3]) {
    checkIn(store, visit(`b${ticket}`, ticket));
    if (ticket < 3) await store.keepCopy();
  }
  store.close();
  damage(path.join(folder, 'ledger.db'));
  const [oldest] = copiesIn(folder);
  if (!isJournalWhole) for (const { file } of journalsIn(folder)) damage(file);
  return { folder, copy: oldest?.file ?? '', known: isJournalWhole ? ['b1', 'b2', 'b3'] : ['b1'] };
}

function damage(file: string): void {
  const bytes = fs.readFileSync(file);
  const at = Math.min(1500, bytes.length - 10);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
  fs.writeFileSync(file, bytes);
}

/** @returns whether it was killed, and had not ended before. */
async function killedBefore(step: number, folder: string, copy: string): Promise<boolean> {
  const script = path.join(import.meta.dirname, 'ledger-restored.ts');
  const inject = ['-e', `trace=${decisive}`, '-e', `inject=${decisive}:signal=KILL:when=${step}`];
  const options = ['-f', '-qq', '-o', '/dev/null', ...inject];
  const child = spawn('strace', [...options, process.execPath, script, folder, copy], { stdio: 'inherit' });
  const [code, signal] = await once(child, 'exit');
  expect([0, null, 137]).toContain(code);
  return code !== 0 || signal !== null;
}

test.each([
  ['S3: with a whole journal nobody is missing', true],
  ['S15: without a journal what is missing stays said', false],
])(
  '%s, wherever a restoring was killed',
  async (_, isJournalWhole) => {
    const { folder, copy, known } = await lostLedger(isJournalWhole);
    let step = 1;
    for (let isKilled = true; isKilled; step += 1) {
      const image = newFolder();
      fs.cpSync(folder, image, { recursive: true });
      const copyThere = path.join(image, path.relative(folder, copy));
      isKilled = await killedBefore(step, image, copyThere);
      const first = openStore(optionsFor(image));
      if (!first.ok) {
        expect([step, first.problem]).toEqual([step, 'ledger-damaged']);
        expect([step, restoreLedger(optionsFor(image), copyThere)]).toMatchObject([step, { ok: true }]);
      } else first.value.close();
      const { ledger } = opened(image);
      const visits = ledger.visits(today).map(({ bookingId }) => bookingId);
      expect([step, visits]).toEqual([step, known]);
      expect([step, ledger.auditBreak()]).toEqual([step, null]);
      const because = { kind: 'store-trouble', because: 'restored' };
      if (!isJournalWhole) expect(ledger.openTasks().map(({ matter }) => matter)).toContainEqual(because);
    }
    expect(step).toBeGreaterThan(10);
  },
  testTimeoutMs,
);
