import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrinterConnection } from '../../printing/connections/connection.ts';
import { networkConnection } from '../../printing/connections/network.ts';
import { zplQuestions } from '../../printing/languages/zpl-status.ts';
import { zebraPrinter } from '../../printing/zebra-printer.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { quickWaits, threePapers, zebraAt } from './bench-of-printers.ts';
import { newJournal, workerAt, zebraWith } from './until-the-end.ts';

let zebra: ZebraPrinter;
beforeAll(async () => {
  zebra = await startZebraPrinter({ odometer: 7 });
});
afterAll(() => zebra.stop());

/** A wire on which the question for the count of labels is lost so many times. */
function losing(times: number): PrinterConnection {
  const connection = networkConnection({ host: '127.0.0.1', port: zebra.port });
  let left = times;
  return {
    ...connection,
    async open(signal) {
      const opened = await connection.open(signal);
      if (!opened.ok) return opened;
      const session = opened.value;
      let isLost = false;
      const write: typeof session.write = (bytes, timeoutMs) => {
        isLost = Buffer.from(bytes).equals(zplQuestions.odometer) && left > 0;
        if (isLost) left -= 1;
        return session.write(isLost ? new Uint8Array() : bytes, timeoutMs);
      };
      return {
        ok: true,
        value: {
          write,
          // What was never asked need not be waited for.
          readUntil: (reader, timeoutMs) => session.readUntil(reader, isLost ? 0 : timeoutMs),
          close: () => session.close(),
          abandon: () => session.abandon(),
        },
      };
    },
  };
}

const printerLosing = (times: number) =>
  zebraPrinter({
    name: 'LABELS-1',
    connection: losing(times),
    dotsPerMm: 8,
    waits: quickWaits,
  });

describe('S5: a label is not sent to a printer whose count might have been known', () => {
  test('one that was too slow to tell its count is silent, and ready when it tells it', async () => {
    const printer = printerLosing(1);
    expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['silent'] });
    expect(await printer.status()).toMatchObject({ isReady: true, odometer: 7 });
  });

  test('one that never answers for its count is of a make that does not know the question', async () => {
    const printer = printerLosing(100);
    const looks = [await printer.status(), await printer.status(), await printer.status()];
    expect(looks.map(({ isReady }) => isReady)).toEqual([false, false, true]);
  });
});

test.each([31084, 31085])(
  'S5: exchanged between two looks at a label that it held, for one with the count %i: a person looks',
  async (odometer) => {
    const peer = await zebraWith({ odometer: 31084, serial: '50J000000001' });
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    const { reported } = workerAt(zebraAt(peer.port), journal, { proving: () => peer.become({ paused: true }) });
    await reported(({ troubles }) => troubles.some((trouble) => trouble === 'paused'));
    await peer.exchange({ serial: '50J000000002', odometer });
    expect(await journal.ended(first)).toBe('uncertain: printer-was-exchanged');
  },
);
