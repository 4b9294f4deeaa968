/** What a print worker keeps its distance from: its own entries, a journal that fails in the middle, the end of the kiosk. */
import { expect, test } from 'vitest';
import { refuse } from '../../clinic/result.ts';
import { networkConnection } from '../../printing/connections/network.ts';
import type { Printer } from '../../printing/printer.ts';
import { zebraPrinter } from '../../printing/zebra-printer.ts';
import { countPapers, quickWaits, threePapers, zebraAt } from './bench-of-printers.ts';
import { FileJournal, newJournalFile } from './file-journal.ts';
import { newJournal, workerAt, zebraWith } from './until-the-end.ts';

/** It can be looked at, and lets nobody in who has a label. */
function lookedAtOnly(port: number): Printer {
  const network = networkConnection({ host: '127.0.0.1', port });
  let opens = 0;
  const open: typeof network.open = async (signal) => {
    opens += 1;
    return opens % 2 === 0 ? refuse('unreachable') : network.open(signal);
  };
  return zebraPrinter({ name: 'LABELS-1', connection: { ...network, open }, dotsPerMm: 8, waits: quickWaits });
}

test('a printer that lets no label in is tried again after a while, although each try is written down and wakes it', async () => {
  const [paper] = threePapers();
  const zebra = await zebraWith({});
  const journal = newJournal();
  journal.add(paper);
  const { worker } = workerAt(lookedAtOnly(zebra.port), journal, { pollMs: 60_000 });
  journal.afterLine = () => setImmediate(() => worker.wake());
  while (journal.outcomes().length === 0) await journal.nextLine();
  for (let looks = 0; looks < 20; looks += 1) await zebraAt(zebra.port).status();
  expect(journal.outcomes()).toEqual([`${paper} not-printed: nothing-left-us`]);
});

class FailingAhead extends FileJournal {
  override jobAhead(): never {
    throw new Error('disk I/O error');
  }
}

test('S5: a journal that cannot be read while a label is on its way: the worker ends when the label is out, not before', async () => {
  const [paper] = threePapers();
  const zebra = await zebraWith({ labelMs: 300 });
  const journal = new FailingAhead(newJournalFile());
  journal.add(paper);
  const { worker } = workerAt(zebraAt(zebra.port), journal);
  await expect(worker.ended).rejects.toThrow('disk I/O error');
  expect(countPapers(await zebra.labels(), [paper])).toEqual([1]);
  expect(journal.stateOf(paper)).toBe('sending');
});

test('S5: the kiosk is closed while a label is being proved: it is not refused, and waits for the next start', async () => {
  const [paper] = threePapers();
  const zebra = await zebraWith({});
  const journal = newJournal();
  journal.add(paper);
  const { promise: proving, resolve } = Promise.withResolvers<void>();
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  const { worker } = workerAt(zebraAt(zebra.port), journal, {
    proving: () => {
      resolve();
      return closed;
    },
    fails: () => true,
  });
  await proving;
  const stopped = worker.stop();
  close();
  await stopped;
  expect(journal.stateOf(paper)).toBe('waiting');
});
