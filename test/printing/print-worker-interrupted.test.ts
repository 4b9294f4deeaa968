import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import {
  countPapers,
  type Hooks,
  hasTrouble,
  labelBytes,
  newPaperIds,
  quickWaits,
  soonSilent,
  threePapers,
  zebraAt,
} from './bench-of-printers.ts';
import { FileJournal, newJournalFile } from './file-journal.ts';
import { newJournal, workerAt, zebraWith } from './until-the-end.ts';

let zebra: ZebraPrinter;
beforeAll(async () => {
  zebra = await startZebraPrinter({ labelMs: 2, thermalTransfer: true });
});
afterAll(() => zebra.stop());

const start = (printer: ZebraPrinter, journal: FileJournal, hooks?: Hooks, waits = quickWaits) =>
  workerAt(zebraAt(printer.port, waits), journal, hooks);

describe('S5: an interrupted label comes out once, or a person looks', () => {
  test('cut off after k bytes, for ks from the first byte to the last', async () => {
    const [first] = threePapers();
    const length = labelBytes(first, 'T123456').length;
    const ks = [
      1,
      2,
      3,
      7,
      40,
      80,
      Math.floor(length / 2),
      length - 60,
      length - 12,
      length - 4,
      length - 3,
      length - 1,
    ];
    const papers = newPaperIds(ks.length);
    const journal = newJournal();
    const before = await zebra.labels();
    const { worker } = start(zebra, journal);
    for (const [index, afterBytes] of ks.entries()) {
      await zebra.cutOff({ afterBytes, startingAt: '^XA' });
      journal.add(papers[index] ?? '');
      worker.wake();
      expect([afterBytes, await journal.ended(papers[index] ?? '')]).toEqual([afterBytes, 'printed']);
    }
    expect((await zebra.events()).filter(({ kind }) => kind === 'cut-off')).toHaveLength(ks.length);
    expect(countPapers(await zebra.labels(), papers)).toEqual(papers.map(() => 1));
    expect((await zebra.labels()).length - before.length).toBe(papers.length);
  });

  test('cut off after the last byte: it came out, and is not sent again', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    await zebra.cutOff({ afterBytes: 3, startingAt: '^XZ' });
    start(zebra, journal);
    expect(await journal.ended(first)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} printed`]);
    expect(countPapers(await zebra.labels(), [first])).toEqual([1]);
  });

  test.each([
    ['mute', 'the printer prints it, and nobody hears that it did'],
    ['deaf', 'the bytes arrive when everybody has given them up'],
  ] as const)('%s: %s', async (hearing, _what) => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    const proving = async () => {
      if (journal.outcomes().length === 0) await zebra.hear(hearing);
    };
    const { reported } = start(zebra, journal, { proving }, soonSilent);
    expect(await reported(hasTrouble('silent'))).toMatchObject({ isReady: false });
    expect(journal.stateOf(first)).toBe('sending');
    await zebra.hear('normal');
    expect(await journal.ended(second)).toBe('printed');
    expect(await journal.ended(first)).toBe('printed');
    expect(countPapers(await zebra.labels(), [first, second])).toEqual([1, 1]);
  });

  test('the power goes before it comes out: the printer proves that nothing did, and it goes again', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    await zebra.cyclePower('before-next-label');
    start(zebra, journal);
    expect(await journal.ended(first)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} not-printed: count-did-not-move`, `${first} printed`]);
    expect(countPapers(await zebra.labels(), [first])).toEqual([1]);
  });

  test('the power goes after it came out: the count remembers it, and nothing goes again', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    await zebra.cyclePower('after-next-label');
    start(zebra, journal);
    expect(await journal.ended(first)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} printed`]);
    expect(countPapers(await zebra.labels(), [first])).toEqual([1]);
  });

  test('switched off between the look and the first byte: nothing left us, and it goes when it is back', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    const proving = async () => {
      if (journal.outcomes().length === 0) await zebra.refuse(true);
    };
    const { reported } = start(zebra, journal, { proving });
    await reported(hasTrouble('unreachable'));
    await zebra.refuse(false);
    expect(await journal.ended(first)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} not-printed: nothing-left-us`, `${first} printed`]);
  });

  test.each([
    ['paper ends', { paperOut: true }, { paperOut: false }, 'paper-out'],
    ['head is opened', { headOpen: true }, { headOpen: false }, 'head-open'],
    ['printer is paused', { paused: true }, { paused: false }, 'paused'],
  ] as const)(
    'the %s before it moves: it waits inside, nobody is sent to look, and it comes out once',
    async (_, fault, mended, trouble) => {
      const [first, second] = threePapers();
      const journal = newJournal();
      journal.add(first, second);
      const proving = async () => {
        if (journal.outcomes().length === 0) await zebra.become(fault);
      };
      const { reported } = start(zebra, journal, { proving });
      expect(await reported(hasTrouble(trouble))).toEqual({ name: 'LABELS-1', isReady: false, troubles: [trouble] });
      expect([journal.stateOf(first), journal.stateOf(second)]).toEqual(['sending', 'waiting']);
      await zebra.become(mended);
      expect(await journal.ended(second)).toBe('printed');
      expect(countPapers(await zebra.labels(), [first, second])).toEqual([1, 1]);
    },
  );

  test('the head is opened while it moves: the printer makes it again by itself, we do not', async () => {
    const [first] = threePapers();
    const zebra = await zebraWith({ labelMs: 20 });
    const journal = newJournal();
    journal.add(first);
    await zebra.becomeInNextMotion({ headOpen: true });
    const { reported } = start(zebra, journal);
    await zebra.waitFor('spoiled');
    await reported(hasTrouble('head-open'));
    await zebra.become({ headOpen: false });
    expect(await journal.ended(first)).toBe('printed');
    expect(countPapers(await zebra.labels(), [first])).toEqual([1]);
  });

  test("another host's label comes out in between: the count cannot say whose it was, a person looks", async () => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    const proving = async () => {
      if (journal.outcomes().length > 0) return;
      await zebra.foreignLabel('^XA^FO20,20^A0N,30,30^FDOTHER^FS^XZ');
    };
    start(zebra, journal, { proving });
    expect(await journal.ended(first)).toBe('uncertain: another-host-printed');
    expect(await journal.ended(second)).toBe('printed');
    expect(countPapers(await zebra.labels(), [first, second])).toEqual([1, 1]);
  });

  test('another printer stands there afterwards, with another count: a person looks', async () => {
    const [first] = threePapers();
    const [zebra, other] = await Promise.all([zebraWith({ odometer: 500 }), zebraWith({ odometer: 3 })]);
    const path = newJournalFile();
    const journal = new FileJournal(path);
    journal.add(first);
    const { reported, worker } = start(zebra, journal, { proving: () => zebra.hear('mute') }, soonSilent);
    await reported(hasTrouble('silent'));
    await worker.stop();
    const after = new FileJournal(path);
    start(other, after);
    expect(await after.ended(first)).toBe('uncertain: printer-was-exchanged');
    expect(await other.labels()).toEqual([]);
  });
});

describe('a lesser make that keeps no count and echoes nothing', () => {
  test('is given labels one by one, and they are sent, never called printed', async () => {
    const [first, second] = threePapers();
    const zebra = await zebraWith({ clone: true });
    const journal = newJournal();
    journal.add(first, second);
    start(zebra, journal);
    expect([await journal.ended(first), await journal.ended(second)]).toEqual(['sent', 'sent']);
    expect(countPapers(await zebra.labels(), [first, second])).toEqual([1, 1]);
  });

  test('S5: an interrupted label is looked for by a person, when nothing is inside any more, and never sent again', async () => {
    const [first, second, third] = threePapers();
    const zebra = await zebraWith({ clone: true });
    const journal = newJournal();
    journal.add(first, second, third);
    await zebra.cutOff({ afterBytes: 40, startingAt: '^XA' });
    start(zebra, journal);
    expect(await journal.ended(first)).toBe('uncertain: printer-keeps-no-count');
    await journal.ended(third);
    expect(countPapers(await zebra.labels(), [first, second, third])).toEqual([0, 1, 1]);
    expect(await zebra.labels()).toHaveLength(2);
  });

  test('S5: while a label is held up inside, nobody is sent to look', async () => {
    const [first] = threePapers();
    const zebra = await zebraWith({ clone: true });
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(zebra, journal, { proving: () => zebra.become({ paperOut: true }) });
    await reported(hasTrouble('paper-out'));
    expect(journal.stateOf(first)).toBe('sending');
    await zebra.become({ paperOut: false });
    expect(await journal.ended(first)).toBe('uncertain: printer-keeps-no-count');
    expect(countPapers(await zebra.labels(), [first])).toEqual([1]);
  });
});
