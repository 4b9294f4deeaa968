import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ok } from '../../clinic/result.ts';
import type { Printer } from '../../printing/printer.ts';
import {
  type Bench,
  hasTrouble,
  labelBytes,
  newPaperIds,
  startWorker,
  threePapers,
  ticketBytes,
} from './bench-of-printers.ts';
import type { FileJournal } from './file-journal.ts';
import { newJournal } from './until-the-end.ts';
import type { PrinterAtWay } from './virtual-printers.ts';
import { type Sentence, sentences, type Way, ways } from './ways-to-printers.ts';

describe.each(ways)('$name', (way) => {
  const out = way.isOneWay ? 'sent' : 'printed';
  let at: PrinterAtWay;
  beforeAll(async () => {
    at = await way.start();
  });
  beforeEach(() => at.renew());
  afterAll(() => at.stop());

  /** A sentence that is impossible of this way is no test: the table says why. */
  const says = (sentence: Sentence, check: () => Promise<void>) => {
    if (way.impossible[sentence] === undefined) test(sentence, check);
  };
  const faults = () => {
    if (!at.faults) throw new Error('a way without faults says of which sentences that makes nonsense');
    return at.faults;
  };
  const start = (journal: FileJournal, atProof: () => Promise<void> | void = () => undefined) =>
    started(way, at, journal, atProof);
  const copiesOf = async (paperIds: readonly string[]) => {
    const papers = await at.papers();
    const ownText = async (paper: Uint8Array) => Buffer.from(paper).toString('latin1');
    const texts = await Promise.all(papers.map(way.textOn ?? ownText));
    return paperIds.map((paperId) => texts.filter((text) => text.includes(paperId)).length);
  };

  says('a paper is known to be out, or to be sent, and is there once, byte for byte', async () => {
    const [paper] = threePapers();
    const journal = newJournal();
    journal.add(paper);
    const { sent } = start(journal);
    expect(await journal.ended(paper)).toBe(out);
    expect(asHex(await at.papers())).toEqual(asHex(sent));
  });

  says('papers come out in the order in which they were asked for', async () => {
    const papers = newPaperIds(3);
    const journal = newJournal();
    journal.add(...papers);
    const { sent } = start(journal);
    for (const paper of papers) expect(await journal.ended(paper)).toBe(out);
    expect(journal.outcomes()).toEqual(papers.map((paper) => `${paper} ${out}`));
    expect(asHex(await at.papers())).toEqual(asHex(sent));
  });

  says('a paper for a printer that is not there is not printed, and comes out once when it is back', async () => {
    const [paper] = threePapers();
    const journal = newJournal();
    journal.add(paper);
    let proofs = 0;
    const { reported } = start(journal, async () => {
      proofs += 1;
      if (proofs === 1) await at.goAway();
    });
    expect(await reported(hasTrouble(way.troubleWhenAway))).toMatchObject({ isReady: false });
    await at.comeBack();
    expect(await journal.ended(paper)).toBe(out);
    expect(journal.outcomes()).toEqual([expect.stringContaining(`${paper} not-printed`), `${paper} ${out}`]);
    expect(await copiesOf([paper])).toEqual([1]);
  });

  says('out of paper: staff are told, nothing is sent, and it goes on when there is paper', async () => {
    const [paper] = threePapers();
    await faults().paperOut(true);
    const journal = newJournal();
    journal.add(paper);
    const { reported, sent } = start(journal);
    expect(await reported(hasTrouble('paper-out'))).toMatchObject({ isReady: false });
    expect([sent, journal.outcomes()]).toEqual([[], []]);
    await faults().paperOut(false);
    expect(await journal.ended(paper)).toBe(out);
    expect(await copiesOf([paper])).toEqual([1]);
  });

  says('a connection that breaks off in a paper ends in what is known, and never in a second paper', async () => {
    const journal = newJournal();
    const { worker } = start(journal);
    const { language } = at.printer();
    for (const share of [0, 0.1, 0.5, 0.9, 1]) {
      const [torn = '', whole = ''] = newPaperIds(2);
      const { length } = bytesOf(way, language)(torn, '0000');
      const afterBytes = Math.max(1, Math.floor(share * length));
      await faults().breakOff(afterBytes, torn);
      journal.add(torn, whole);
      worker.wake();
      const known = way.keepsCount ? out : 'uncertain: printer-keeps-no-count';
      expect([await journal.ended(torn), await journal.ended(whole)]).toEqual([known, out]);
      const [tornCopies = 0, wholeCopies] = await copiesOf([torn, whole]);
      expect(wholeCopies).toBe(1);
      if (way.keepsCount) expect(tornCopies).toBe(1);
      else expect(tornCopies).toBeLessThanOrEqual(1);
    }
  });

  says('silence is not ready', async () => {
    const [paper] = threePapers();
    await faults().hear('mute');
    const journal = newJournal();
    journal.add(paper);
    const { reported, sent } = start(journal);
    expect(await reported(hasTrouble('silent'))).toMatchObject({ isReady: false });
    expect(sent).toEqual([]);
    await faults().hear('normal');
    expect(await journal.ended(paper)).toBe(out);
    expect(await copiesOf([paper])).toEqual([1]);
  });

  says('what one conversation left unread does not confuse the next', async () => {
    const [first, second] = threePapers();
    await faults().hear('deaf');
    const journal = newJournal();
    journal.add(first, second);
    const { reportedAfterNow } = start(journal);
    const isReady = reportedAfterNow((report) => report.isReady);
    // Asked several times over, it answers all of it at once when it hears again.
    await reportedAfterNow(hasTrouble('silent'));
    await faults().hear('normal');
    await isReady;
    expect([await journal.ended(first), await journal.ended(second)]).toEqual([out, out]);
    expect(await copiesOf([first, second])).toEqual([1, 1]);
  });

  says('stopping ends at once', async () => {
    const { reported, worker } = start(newJournal());
    await reported((report) => report.isReady);
    await worker.stop();
  });

  says('stopping ends at once in the middle of a paper, which stays in doubt', async () => {
    const [paper] = threePapers();
    const journal = newJournal();
    journal.add(paper);
    const { reported, worker } = start(journal, () => faults().paperOut(true));
    await reported(hasTrouble('paper-out'));
    await worker.stop();
    expect(journal.stateOf(paper)).toBe('sending');
  });
});

test('every sentence is said of every way, or the way says why it cannot be', () => {
  for (const { name, impossible } of ways) {
    for (const [sentence, because] of Object.entries(impossible)) {
      expect([name, sentences.some((known) => known === sentence), because.length > 0]).toEqual([name, true, true]);
    }
  }
});

type StartedWorker = Bench & {
  /** The papers as they were proved, and as they should stand at the printer. */
  readonly sent: readonly Uint8Array[];
};

/** What a paper is for this test: it says which it is. */
function bytesOf(way: Way, language: Printer['language']): (paperId: string, token: string) => Uint8Array {
  return way.bytesOf ?? (language === 'zpl' ? labelBytes : ticketBytes);
}

function started(way: Way, at: PrinterAtWay, journal: FileJournal, atProof: () => Promise<void> | void): StartedWorker {
  const sent: Uint8Array[] = [];
  const printer = at.printer();
  const bench = startWorker(printer, journal, {
    compose: ({ paperId }, { token }) =>
      ok({ bytes: bytesOf(way, printer.language)(paperId, token), expectedBarcode: paperId, expectedTexts: [] }),
    proving: async ({ bytes }) => {
      sent.push(way.asItStands(bytes));
      await atProof();
    },
  });
  onTestFinished(() => bench.worker.stop());
  return { ...bench, sent };
}

const asHex = (papers: readonly Uint8Array[]) => papers.map((paper) => Buffer.from(paper).toString('hex'));
