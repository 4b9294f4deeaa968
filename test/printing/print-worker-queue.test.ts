import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { cupsConnection } from '../../printing/connections/cups.ts';
import { oneWayPrinter } from '../../printing/one-way-printer.ts';
import { type CupsServer, startCupsServer } from '../peers/cups-server-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { hasTrouble, quickWaits, startWorker, threePapers } from './bench-of-printers.ts';
import type { FileJournal } from './file-journal.ts';
import { newJournal } from './until-the-end.ts';

const queue = 'LABELS-1';
let zebra: ZebraPrinter;
let cups: CupsServer;
beforeAll(async () => {
  [zebra, cups] = await Promise.all([startZebraPrinter(), startCupsServer()]);
  await cups.addQueue({ queue, port: zebra.port });
});
beforeEach(async () => {
  await cups.cancelAll();
  await zebra.renew();
});
afterAll(() => Promise.all([zebra.stop(), cups.stop()]));

function start(journal: FileJournal) {
  const connection = cupsConnection({ queue, server: cups.server }, { leavingMsMax: 50, lookAgainMs: 10 });
  const bench = startWorker(oneWayPrinter({ name: queue, language: 'zpl', connection, waits: quickWaits }), journal);
  onTestFinished(() => bench.worker.stop());
  return bench;
}

test('S5: while a label is held up in a queue nobody is asked to look for it, and no other follows it there', async () => {
  const [first, second] = threePapers();
  await zebra.hear('deaf');
  const journal = newJournal();
  journal.add(first, second);
  const { reported } = start(journal);
  expect(await reported(hasTrouble('held-up-in-queue'))).toMatchObject({ isReady: false });
  expect([journal.stateOf(first), journal.outcomes()]).toEqual(['sending', []]);
  expect(await cups.jobs(queue)).toHaveLength(1);
  await zebra.hear('normal');
  // It is out by now, if it ever comes: a person looks.
  expect(await journal.ended(first)).toBe('uncertain: printer-keeps-no-count');
  expect(await journal.ended(second)).toBe('sent');
  expect(await zebra.labels()).toHaveLength(2);
});

test('S5: a kiosk that starts again while its label is held up in a queue does not send it again', async () => {
  const [paper] = threePapers();
  await zebra.hear('deaf');
  const journal = newJournal();
  journal.add(paper);
  const before = start(journal);
  await before.reported(hasTrouble('held-up-in-queue'));
  await before.worker.stop();
  const after = start(journal);
  await after.reported(hasTrouble('held-up-in-queue'));
  await zebra.hear('normal');
  expect(await journal.ended(paper)).toBe('uncertain: printer-keeps-no-count');
  expect(await zebra.labels()).toHaveLength(1);
});
