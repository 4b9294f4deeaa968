import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../clinic/result.ts';
import { networkConnection } from '../../printing/connections/network.ts';
import { createLabelProof, type LabelProof } from '../../printing/label-proof.ts';
import { endOfUnaskedLabel } from '../../printing/languages/esc-pos-label.ts';
import { oneWayPrinter } from '../../printing/one-way-printer.ts';
import { startTicketPrinter, type TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { type Hooks, hasTrouble, newPaperIds, quickWaits, threePapers } from './bench-of-printers.ts';
import type { FileJournal } from './file-journal.ts';
import { media8 } from './labels-for-tests.ts';
import { countLabels, numbersRead, rasterPaper, rasterPrinterAt, stock } from './raster-labels.ts';
import { newJournal, workerAt } from './until-the-end.ts';

let peer: TicketPrinter;
let proof: LabelProof;
beforeAll(async () => {
  proof = createLabelProof();
  peer = await startTicketPrinter({ ticketMs: 2, ...stock });
});
beforeEach(() => peer.renew());
afterAll(async () => {
  await Promise.all([peer.stop(), proof.close()]);
});

const start = (journal: FileJournal, hooks?: Hooks, printer = rasterPrinterAt(peer.port)) =>
  workerAt(printer, journal, { compose: ({ paperId }, { token }) => ok(rasterPaper(paperId, token)), ...hooks });
const uncertain = 'uncertain: printer-keeps-no-count';

/** Where the connection breaks off: in each command, in the head of each picture, among the dots, in the token. */
const length = rasterPaper('PH26-00000', 'AAAA').bytes.length;
const bandBytes = 8 + 4_000;
const head = 9;
/** From here on it is known how high the picture is: what is missing of it is fed out. */
const heightKnown = head + 7;
const places = [1, 2, 4, 6, 8, head, head + 1, head + 3, head + 4, head + 5, head + 6, head + 7, head + 8].concat(
  [head + 60, head + bandBytes - 1, head + bandBytes, head + bandBytes + 6, length - 19, length - 12, length - 11],
  [length - 8, length - 4, length - 1, length],
);

async function cleanPictureOf(paperId: string): Promise<Buffer> {
  const { bytes } = rasterPaper(paperId, 'AAAA');
  const picture = await proof.picture(bytes, media8, 'esc-pos');
  if (!picture.ok) throw new Error(picture.problem);
  return Buffer.from(picture.value);
}

test('S5, S6: a set is proved and comes out once each, in order, and each label reads as its specimen', async () => {
  const papers = threePapers();
  const journal = newJournal();
  journal.add(...papers);
  const unproved: string[] = [];
  start(journal, {
    proving: async ({ bytes, ...expected }) => {
      const proved = await proof.prove(bytes, { ...media8, ...expected });
      if (!proved.ok) unproved.push(proved.problem);
    },
  });
  await journal.ended(papers[2]);
  expect(unproved).toEqual([]);
  expect(journal.outcomes()).toEqual(papers.map((paper) => `${paper} printed`));
  expect(await numbersRead(peer)).toEqual(papers.map((paper) => [paper]));
});

test('a label that fails its proof never leaves us', async () => {
  const [first, second] = threePapers();
  const journal = newJournal();
  journal.add(first, second);
  start(journal, { fails: ({ expectedBarcode }) => expectedBarcode === first });
  expect([await journal.ended(first), await journal.ended(second)]).toEqual(['refused: proof-failed', 'printed']);
  expect(await numbersRead(peer)).toEqual([[second]]);
});

test('the paper ends in a label: when there is more it goes on in the middle of the picture, so a person looks at that one', async () => {
  const papers = threePapers();
  const journal = newJournal();
  journal.add(papers[0]);
  const { reported, worker } = start(journal);
  await journal.ended(papers[0]);
  await peer.becomeInNextMotion({ paperOut: true });
  journal.add(papers[1], papers[2]);
  worker.wake();
  expect(await reported(hasTrouble('paper-out'))).toMatchObject({ isReady: false });
  await peer.become({ paperOut: false });
  await journal.ended(papers[2]);
  expect(journal.outcomes()).toEqual([
    `${papers[0]} printed`,
    `${papers[1]} uncertain: printer-stopped-in-it`,
    `${papers[2]} printed`,
  ]);
  expect(await numbersRead(peer)).toEqual(papers.map((paper) => [paper]));
});

describe('S5: a label that was interrupted is looked for by a person, and never sent again by itself', () => {
  test('broken off after k bytes: the next label comes out whole, on a label of its own', async () => {
    const journal = newJournal();
    const { worker } = start(journal);
    for (const afterBytes of places) {
      const [torn = '', whole = ''] = newPaperIds(2);
      await peer.renew();
      await peer.cutOff({ afterBytes, startingAt: '\x1b@' });
      journal.add(torn, whole);
      worker.wake();
      const ended = [await journal.ended(torn), await journal.ended(whole)];
      expect([afterBytes, ...ended]).toEqual([afterBytes, uncertain, 'printed']);
      const read = await numbersRead(peer);
      expect([afterBytes, read.at(-1)]).toEqual([afterBytes, [whole]]);
      expect([afterBytes, read.flat().filter((number) => number === torn).length <= 1]).toEqual([afterBytes, true]);
      // A label under the head that is not blank would have been printed over.
      expect(await peer.picture(read.length)).toEqual(await cleanPictureOf(whole));
    }
  });

  test.each([
    ['power-before', () => peer.cyclePower('before-next-ticket')],
    ['power-after', () => peer.cyclePower('after-next-ticket')],
  ] as const)('%s: nobody can say whether it came out, so a person looks', async (_, fault) => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    await fault();
    start(journal);
    expect([await journal.ended(first), await journal.ended(second)]).toEqual([uncertain, 'printed']);
    const [firstCopies, secondCopies] = await countLabels(peer, [first, second]);
    expect(firstCopies).toBeLessThanOrEqual(1);
    expect(secondCopies).toBe(1);
  });
});

test('through a queue, which hears nothing: whatever was torn before, the next label comes out whole, on a label of its own', async () => {
  const connection = {
    ...networkConnection({ host: '127.0.0.1', port: peer.port }),
    isOneWay: true,
    mayTearUnheard: true,
  };
  const printer = oneWayPrinter({
    name: 'LABELS-1',
    language: 'esc-pos',
    connection,
    endOfTornLabel: endOfUnaskedLabel,
  });
  const evidence = { token: 'AAAA', odometerBefore: null, serial: null };
  for (const afterBytes of places) {
    const [torn, whole] = threePapers();
    await peer.renew();
    await peer.cutOff({ afterBytes, startingAt: '\x1b@' });
    await printer.print(rasterPaper(torn, 'AAAA').bytes, evidence);
    await peer.waitFor('cut-off', () => true, { after: 0 });
    await printer.print(rasterPaper(whole, 'AAAA').bytes, evidence);
    const isTornOut = afterBytes >= heightKnown;
    await peer.waitForLabel(isTornOut ? 2 : 1);
    expect([afterBytes, (await numbersRead(peer)).at(-1)]).toEqual([afterBytes, [whole]]);
    expect(await peer.picture(isTornOut ? 2 : 1)).toEqual(await cleanPictureOf(whole));
  }
});

test('no byte of a label was obeyed for itself: only what we asked was answered', async () => {
  const papers = newPaperIds(10);
  const journal = newJournal();
  journal.add(...papers);
  start(journal);
  await journal.ended(papers.at(-1) ?? '');
  const events = await peer.events();
  expect(events.filter(({ kind }) => kind === 'obeyed-at-once')).toEqual([]);
});

describe('a lesser make that does not say when a label is out', () => {
  let clone: TicketPrinter;
  beforeAll(async () => {
    clone = await startTicketPrinter({ clone: true, ...stock });
  });
  afterAll(() => clone.stop());

  test('its labels are sent, never called printed', async () => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    start(journal, {}, rasterPrinterAt(clone.port, false));
    expect([await journal.ended(first), await journal.ended(second)]).toEqual(['sent', 'sent']);
    await clone.waitForLabel(2);
    expect(await countLabels(clone, [first, second])).toEqual([1, 1]);
  });

  test('where the settings say that it confirms, a label without confirmation is one that a person looks for', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    start(journal, {}, rasterPrinterAt(clone.port, true, { ...quickWaits, paperMsMax: 100 }));
    expect(await journal.ended(first)).toBe(uncertain);
    expect(await countLabels(clone, [first])).toEqual([1]);
  });
});
