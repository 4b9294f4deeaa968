/** What is left in a printer of a paper that broke off in the middle: ended before the next one comes, which would run into it. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Printer } from '../../printing/printer.ts';
import { startTicketPrinter, type TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { hasTrouble, quickWaits, threePapers, ticketPrinterAt } from './bench-of-printers.ts';
import { newJournal, workerAt } from './until-the-end.ts';

let peer: TicketPrinter;
beforeEach(async () => {
  peer = await startTicketPrinter({ ticketMs: 2 });
  onTestFinished(() => peer.stop());
});

/** Whether the printer was told each time that the torn paper is at its end. */
function watched(beforeClearing: (times: number) => Promise<void> = async () => undefined) {
  const told: boolean[] = [];
  const inner = ticketPrinterAt(peer.port);
  const printer: Printer = {
    ...inner,
    async clearPart(signal) {
      await beforeClearing(told.length);
      const isTold = await inner.clearPart(signal);
      told.push(isTold);
      await peer.refuse(false);
      return isTold;
    },
  };
  return { printer, told };
}

test('the printer goes away just then: it is told again', async () => {
  const [torn] = threePapers();
  const journal = newJournal();
  journal.add(torn);
  const { printer, told } = watched((times) => (times === 0 ? peer.refuse(true) : Promise.resolve()));
  await peer.cutOff({ afterBytes: 8, startingAt: 'PH26' });
  workerAt(printer, journal);
  expect(await journal.ended(torn)).toBe('uncertain: printer-keeps-no-count');
  expect(told).toEqual([false, true]);
});

test('S5: a person no longer waits for the torn paper: its end is told all the same, before the next one', async () => {
  const [torn, next] = threePapers();
  const journal = newJournal();
  journal.add(torn, next);
  const { printer, told } = watched();
  await peer.cutOff({ afterBytes: 8, startingAt: 'PH26' });
  const { reported } = workerAt(printer, journal, {
    proving: async () => {
      if (journal.outcomes().length === 0 && journal.stateOf(torn) === 'waiting')
        await peer.become({ coverOpen: true });
    },
  });
  await reported(hasTrouble('cover-open'));
  journal.void(torn);
  const before = told.length;
  await peer.become({ coverOpen: false });
  expect(await journal.ended(next)).toBe('printed');
  expect([before, told]).toEqual([0, [true]]);
});

test('one that hears nothing is let go at once: what it was asked need not go out before its port can be closed', async () => {
  const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const cutOff = once(server, 'connection').then(([socket]) => once(socket, 'error'));
  const status = await ticketPrinterAt(address.port, true, { ...quickWaits, answerMsMax: 50 }).status();
  expect(status).toMatchObject({ isReady: false, troubles: ['silent'] });
  expect(await cutOff).toMatchObject([{ code: 'ECONNRESET' }]);
});
