/** What the kiosk does for its store beside its work, and how often. */
import { expect, onTestFinished, test } from 'vitest';
import { refuse } from '../../clinic/result.ts';
import { silentLog } from '../../electron/log.ts';
import { keepStore } from '../../electron/store-keeper.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { manualClock } from './manual-clock.ts';

const minuteMs = 60_000;

function keptStore(keepCopy?: () => ReturnType<typeof refuse<'disk-full'>>) {
  const store = opened(newFolder());
  const clock = manualClock('2026-11-23T09:00:00.000Z');
  const copies: string[] = [];
  const stop = keepStore({
    ...{ clock, log: silentLog, ballastBytes: 1024, isPatientBusy: () => false },
    store: {
      ...store,
      keepCopy() {
        const kept = keepCopy?.() ?? store.keepCopy();
        copies.push(kept.ok ? kept.value : kept.problem);
        return kept;
      },
    },
  });
  onTestFinished(stop);
  return { clock, copies };
}

/** Look by look, as time goes. */
function passMinutes({ clock }: ReturnType<typeof keptStore>, minutes: number): void {
  for (let quarter = 0; quarter < minutes * 4; quarter += 1) clock.pass(minuteMs / 4);
}

test('S3: a ledger that no copy reaches is copied soon after the start, and once', () => {
  const kept = keptStore();
  passMinutes(kept, 60);
  expect(kept.copies).toEqual(['kept']);
});

test('a copy for which there is no room is tried again every quarter of an hour, and does not hold up patients in between', () => {
  const kept = keptStore(() => refuse('disk-full'));
  passMinutes(kept, 10);
  expect(kept.copies).toHaveLength(1);
  passMinutes(kept, 50);
  expect(kept.copies).toHaveLength(4);
});
