/** What the kiosk does for its store beside its work, and how often. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { refuse } from '../../clinic/result.ts';
import { silentLog } from '../../electron/log.ts';
import { keepStore } from '../../electron/store-keeper.ts';
import type { Store } from '../../offline-store/store.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { manualClock } from './manual-clock.ts';

const minuteMs = 60_000;

function keptStore(keepCopy?: Store['keepCopy']) {
  const store = opened(newFolder());
  const clock = manualClock('2026-11-23T09:00:00.000Z');
  const copies: ReturnType<Store['keepCopy']>[] = [];
  const stop = keepStore({
    ...{ clock, log: silentLog, ballastBytes: 1024, isPatientBusy: () => false },
    store: {
      ...store,
      keepCopy() {
        const kept = (keepCopy ?? store.keepCopy)();
        copies.push(kept);
        return kept;
      },
    },
  });
  onTestFinished(stop);
  return { clock, copies };
}

/** Look by look, as time goes. */
async function passMinutes({ clock }: ReturnType<typeof keptStore>, minutes: number): Promise<void> {
  for (let quarter = 0; quarter < minutes * 4; quarter += 1) {
    clock.pass(minuteMs / 4);
    await nextTurn();
  }
}

test('S3: a ledger that no copy reaches is copied soon after the start, and once, however long the copying takes', async () => {
  const kept = keptStore();
  for (let quarter = 0; quarter < 60 * 4; quarter += 1) kept.clock.pass(minuteMs / 4);
  expect(await Promise.all(kept.copies)).toEqual([{ ok: true, value: 'kept' }]);
  await passMinutes(kept, 60);
  expect(kept.copies).toHaveLength(1);
});

test('a copy for which there is no room is tried again every quarter of an hour, and does not hold up patients in between', async () => {
  const kept = keptStore(async () => refuse('disk-full'));
  await passMinutes(kept, 10);
  expect(kept.copies).toHaveLength(1);
  await passMinutes(kept, 50);
  expect(kept.copies).toHaveLength(4);
});
