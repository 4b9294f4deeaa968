import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTicketPrinter, type TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import {
  countPapers,
  type Hooks,
  hasTrouble,
  newPaperIds,
  quickWaits,
  soonSilent,
  threePapers,
  ticketBytes,
  ticketPrinterAt,
} from './bench-of-printers.ts';
import { FileJournal, newJournalFile } from './file-journal.ts';
import { newJournal, workerAt } from './until-the-end.ts';

let peer: TicketPrinter;
beforeAll(async () => {
  peer = await startTicketPrinter({ ticketMs: 2 });
});
afterAll(() => peer.stop());

const start = (journal: FileJournal, hooks?: Hooks, printer = ticketPrinterAt(peer.port)) =>
  workerAt(printer, journal, hooks);
const interrupted = 'uncertain: printer-keeps-no-count';

test('tickets come out in order, each confirmed by its own four characters', async () => {
  const papers = threePapers();
  const journal = newJournal();
  journal.add(...papers);
  start(journal);
  await journal.ended(papers[2]);
  expect(journal.outcomes()).toEqual(papers.map((paper) => `${paper} printed`));
  expect(countPapers(await peer.tickets(), papers)).toEqual([1, 1, 1]);
});

describe('a printer that is not ready holds its tickets, says why, and goes on by itself', () => {
  test.each([
    ['paper-out', { paperOut: true }, { paperOut: false }],
    ['cover-open', { coverOpen: true }, { coverOpen: false }],
    ['cutter', { cutterError: true }, { cutterError: false }],
  ] as const)('%s', async (trouble, fault, mended) => {
    const [first, second] = threePapers();
    await peer.become(fault);
    const journal = newJournal();
    journal.add(first, second);
    const { reported } = start(journal);
    expect(await reported(hasTrouble(trouble))).toEqual({ name: 'TICKETS-1', isReady: false, troubles: [trouble] });
    await peer.become(mended);
    expect(await journal.ended(second)).toBe('printed');
    expect(countPapers(await peer.tickets(), [first, second])).toEqual([1, 1]);
  });

  test('paper near its end is told, and stops nothing', async () => {
    const [first] = threePapers();
    await peer.become({ paperNearEnd: true });
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(journal);
    expect(await reported(hasTrouble('paper-near-end'))).toMatchObject({ isReady: true });
    expect(await journal.ended(first)).toBe('printed');
    await peer.become({ paperNearEnd: false });
  });

  test('switched off, and on again', async () => {
    const [first] = threePapers();
    await peer.refuse(true);
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(journal);
    expect(await reported(hasTrouble('unreachable'))).toMatchObject({ isReady: false });
    await peer.refuse(false);
    expect(await journal.ended(first)).toBe('printed');
  });
});

describe('S5: an interrupted ticket is never sent again by itself', () => {
  test('the paper ends in the middle: the printer goes on when there is paper, and confirms it', async () => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    const proving = async () => {
      if (journal.outcomes().length === 0) await peer.become({ paperOut: true });
    };
    const { reported } = start(journal, { proving });
    expect(await reported(hasTrouble('paper-out'))).toMatchObject({ isReady: false });
    expect(journal.stateOf(first)).toBe('sending');
    await peer.become({ paperOut: false });
    expect([await journal.ended(first), await journal.ended(second)]).toEqual(['printed', 'printed']);
    expect(countPapers(await peer.tickets(), [first, second])).toEqual([1, 1]);
  });

  test('cut off after k bytes: a person looks, and no torn line comes out on the next ticket', async () => {
    const journal = newJournal();
    const { worker } = start(journal);
    const length = ticketBytes('PH26-00000', 'A2 ~').length;
    for (const afterBytes of [1, 5, 10, 11, 12, 13, 14, 17, 20, length - 1, length]) {
      const [torn = '', whole = ''] = newPaperIds(2);
      await peer.cutOff({ afterBytes, startingAt: torn });
      journal.add(torn, whole);
      worker.wake();
      const ended = [await journal.ended(torn), await journal.ended(whole)];
      expect([afterBytes, ...ended]).toEqual([afterBytes, interrupted, 'printed']);
      const ticket = (await peer.tickets()).find(({ lines }) => lines.some((line) => line.includes(whole)));
      expect(ticket).toMatchObject({ lines: [whole], unknown: [] });
      const [copies] = countPapers(await peer.tickets(), [torn]);
      expect(copies).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    ['power-before', () => peer.cyclePower('before-next-ticket'), 0],
    ['power-after', () => peer.cyclePower('after-next-ticket'), 1],
  ] as const)('%s: nobody can say whether it came out, so a person looks', async (_, fault, copies) => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    await fault();
    start(journal);
    expect([await journal.ended(first), await journal.ended(second)]).toEqual([interrupted, 'printed']);
    expect(countPapers(await peer.tickets(), [first, second])).toEqual([copies, 1]);
  });

  test.each(['mute', 'deaf'] as const)('%s in the middle: a person looks when it answers again', async (hearing) => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    const waits = { ...quickWaits };
    const proving = async () => {
      if (journal.outcomes().length > 0) return;
      await peer.hear(hearing);
      waits.answerMsMax = soonSilent.answerMsMax;
    };
    const { reported } = start(journal, { proving }, ticketPrinterAt(peer.port, true, waits));
    await reported(hasTrouble('silent'));
    expect(journal.stateOf(first)).toBe('sending');
    waits.answerMsMax = quickWaits.answerMsMax;
    await peer.hear('normal');
    expect([await journal.ended(first), await journal.ended(second)]).toEqual([interrupted, 'printed']);
    const [copies] = countPapers(await peer.tickets(), [first]);
    expect(copies).toBeLessThanOrEqual(1);
  });

  test('switched off between the look and the first byte: nothing left us, and it goes when it is back', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    const proving = async () => {
      if (journal.outcomes().length === 0) await peer.refuse(true);
    };
    const { reported } = start(journal, { proving });
    await reported(hasTrouble('unreachable'));
    await peer.refuse(false);
    expect(await journal.ended(first)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} not-printed: nothing-left-us`, `${first} printed`]);
    expect(countPapers(await peer.tickets(), [first])).toEqual([1]);
  });

  test('the kiosk is killed with the ticket on its way: the next start asks a person, and goes on', async () => {
    const [first, second] = threePapers();
    const path = newJournalFile();
    const before = new FileJournal(path);
    before.add(first, second);
    before.onLine = ({ kind }) => {
      if (kind === 'settled') before.isDead = true;
    };
    const bench = start(before);
    await peer.waitFor('printed', ({ ticket }) => ticket.lines.includes(first));
    before.isDead = true;
    await bench.worker.stop();

    const after = new FileJournal(path);
    start(after);
    expect([await after.ended(first), await after.ended(second)]).toEqual([interrupted, 'printed']);
    expect(countPapers(await peer.tickets(), [first, second])).toEqual([1, 1]);
  });
});

describe('a lesser make that does not say when a ticket is done', () => {
  let clone: TicketPrinter;
  beforeAll(async () => {
    clone = await startTicketPrinter({ clone: true });
  });
  afterAll(() => clone.stop());

  test('is asked how it is afterwards, and its tickets are sent, never called printed', async () => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    start(journal, {}, ticketPrinterAt(clone.port, false));
    expect([await journal.ended(first), await journal.ended(second)]).toEqual(['sent', 'sent']);
    await clone.waitForTicket(2);
    expect(countPapers(await clone.tickets(), [first, second])).toEqual([1, 1]);
  });

  test('S5: where the settings say that it confirms, a ticket without confirmation is one that a person looks for', async () => {
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    start(journal, {}, ticketPrinterAt(clone.port, true, { ...quickWaits, paperMsMax: 100 }));
    expect(await journal.ended(first)).toBe(interrupted);
    expect(countPapers(await clone.tickets(), [first])).toEqual([1]);
  });
});
