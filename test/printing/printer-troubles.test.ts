/** Each trouble, caused at a printer at the other end of a socket: a look finds it, it stops what must be stopped, and it goes. */
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stops } from '../../clinic/printer-trouble.ts';
import { networkConnection, openingMsMax } from '../../printing/connections/network.ts';
import { printerPollMs } from '../../printing/print-worker.ts';
import { type Printer, type PrinterStatus, type PrinterWaits, printerWaits } from '../../printing/printer.ts';
import type { ExpectedZebra } from '../../printing/zebra-look.ts';
import { zebraPrinter } from '../../printing/zebra-printer.ts';
import { startTicketPrinter, type TicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { labelBytes, quickWaits, soonSilent, ticketPrinterAt, zebraAt } from './bench-of-printers.ts';

const belongsHere = '50J000000001';
/** Until a printer on a busy machine has read what was sent to it. */
const heardMsMax = 20_000;
let zebra: ZebraPrinter;
let tickets: TicketPrinter;
beforeAll(async () => {
  [zebra, tickets] = await Promise.all([
    startZebraPrinter({ thermalTransfer: true, serial: belongsHere, odometer: 7 }),
    startTicketPrinter(),
  ]);
});
beforeEach(() => Promise.all([zebra.renew(), tickets.renew()]));
afterAll(() => Promise.all([zebra.stop(), tickets.stop()]));

const labels = (expected: Partial<ExpectedZebra> = {}, waits = quickWaits): Printer =>
  zebraPrinter({
    name: 'LABELS-1',
    connection: networkConnection({ host: '127.0.0.1', port: zebra.port }),
    dotsPerMm: 8,
    waits,
    ...expected,
  });

/** Waits only as long as it must for a printer that is silent, and for one that speaks as long as it takes. */
async function findsSilence(printerWith: (waits: PrinterWaits) => Printer, mend: () => Promise<void>): Promise<void> {
  const waits = { ...soonSilent };
  await findsAndForgets(printerWith(waits), 'silent', () => {
    waits.answerMsMax = quickWaits.answerMsMax;
    return mend();
  });
}

async function findsAndForgets(printer: Printer, trouble: string, mend: () => Promise<void>): Promise<void> {
  const ill = await printer.status();
  expect(ill.troubles).toEqual([trouble]);
  expect(ill.isReady).toBe(!ill.troubles.some(stops));
  await mend();
  expect(await printer.status()).toMatchObject({ isReady: true, troubles: [] });
}

describe('a label printer', () => {
  test.each([
    ['head-open', { headOpen: true }],
    ['paper-out', { paperOut: true }],
    ['ribbon-out', { ribbonOut: true }],
    ['too-hot', { headHot: true }],
    ['too-hot', { motorHot: true }],
    ['cutter', { cutterFault: true }],
    ['broken', { headElementBad: true }],
    ['paused', { paused: true }],
    ['paper-near-end', { paperNearEnd: true }],
  ] as const)('%s %j', async (trouble, fault) => {
    await zebra.become(fault);
    const mended = Object.fromEntries(Object.keys(fault).map((name) => [name, false]));
    await findsAndForgets(labels(), trouble, () => zebra.become(mended));
  });

  test('a make that is silent in a fault says which when it is asked for its errors', async () => {
    await zebra.silentInFault(true);
    await zebra.become({ paperOut: true });
    await findsAndForgets(labels({}, soonSilent), 'paper-out', () => zebra.become({ paperOut: false }));
  });

  test('several at once are all told', async () => {
    await zebra.become({ headOpen: true, paperOut: true, paperNearEnd: true });
    expect((await labels().status()).troubles).toEqual(['head-open', 'paper-out']);
  });

  test('silence is not ready', async () => {
    await zebra.hear('deaf');
    await findsSilence(
      (waits) => labels({}, waits),
      () => zebra.hear('normal'),
    );
  });

  test('unreachable', async () => {
    await zebra.refuse(true);
    await findsAndForgets(labels(), 'unreachable', () => zebra.refuse(false));
  });

  test('finer print than the labels are drawn for', async () => {
    await zebra.exchange({ serial: belongsHere, dotsPerMm: 12 });
    await findsAndForgets(labels(), 'wrong-dots-per-mm', () => zebra.exchange({ serial: belongsHere, dotsPerMm: 8 }));
  });
});

describe('which printer it is', () => {
  test('another than the settings say is given nothing', async () => {
    await zebra.exchange({ serial: '50J000000002', odometer: 900 });
    await zebra.become({ paperOut: true });
    await findsAndForgets(labels({ serial: belongsHere }), 'wrong-serial', () =>
      zebra.exchange({ serial: belongsHere, odometer: 7 }),
    );
  });

  test('without a serial number in the settings, the first look of this run counts', async () => {
    const printer = labels();
    expect(await printer.status()).toMatchObject({ isReady: true, serial: belongsHere });
    await zebra.exchange({ serial: '50J000000002', odometer: 900 });
    await findsAndForgets(printer, 'wrong-serial', () => zebra.exchange({ serial: belongsHere, odometer: 8 }));
    expect(await labels().status()).toMatchObject({ isReady: true });
  });

  test('exchanged between two looks, without a silence: its count gives it away', async () => {
    const printer = labels();
    await printer.status();
    for (const odometer of [3, 9, 900]) {
      await zebra.exchange({ serial: '50J000000002', odometer });
      expect((await printer.status()).troubles).toEqual(['wrong-serial']);
    }
  });

  test('one that cannot say who it is, where the settings say who it must be', async () => {
    const clone = await startZebraPrinter({ clone: true });
    const printer = zebraPrinter({
      name: 'LABELS-1',
      connection: networkConnection({ host: '127.0.0.1', port: clone.port }),
      dotsPerMm: 8,
      serial: belongsHere,
      waits: quickWaits,
    });
    expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['wrong-serial'] });
    await clone.stop();
  });

  test('our own labels and those of another host are no exchange', async () => {
    const printer = labels();
    let { odometer } = await printer.status();
    for (const paper of ['PH26-00001', 'PH26-00002']) {
      const odometerBefore = typeof odometer === 'number' ? odometer : null;
      const outcome = await printer.print(labelBytes(paper, 'K7'), {
        token: 'K7',
        odometerBefore,
        serial: belongsHere,
      });
      expect(outcome).toEqual({ kind: 'printed' });
      const status = await printer.status();
      expect(status).toMatchObject({ isReady: true, serial: belongsHere });
      odometer = status.odometer;
    }
    for (let count = 3; count <= 5; count += 1) {
      await zebra.foreignLabel('^XA^FO20,20^A0N,30,30^FDOTHER^FS^XZ');
      await zebra.waitForLabel(count);
    }
    expect(await printer.status()).toMatchObject({ isReady: true, odometer: 12 });
  });
});

describe('which labels are in it', () => {
  test.each([19, 51])('labels of %d mm where 25 mm belong', async (heightMm) => {
    await zebra.load({ heightMm });
    await findsAndForgets(labels({ labelHeightMm: 25 }), 'wrong-label-length', () => zebra.load({ heightMm: 25 }));
  });

  test('their length is told, and stops nothing where the settings say that it is not looked at', async () => {
    await zebra.load({ heightMm: 51 });
    expect(await labels().status()).toMatchObject({ isReady: true, troubles: [], labelLengthDots: 408 });
  });

  test('a printer that never measured any is not kept from its first label', async () => {
    await zebra.load({ heightMm: 153 });
    expect(await labels({ labelHeightMm: 25 }).status()).toMatchObject({ isReady: true });
    await zebra.load({ heightMm: 51 });
    await zebra.become({ needsCalibration: true });
    expect(await labels({ labelHeightMm: 25 }).status()).toMatchObject({ isReady: true });
  });
});

describe('what another host left in it', () => {
  const odd = (status: PrinterStatus) => ({ inside: status.inside, troubles: status.troubles });

  test('half a label may still be arriving; when nothing comes, somebody must end it, and we do not', async () => {
    const printer = labels({}, { ...quickWaits, partMsMax: 0 });
    const patient = labels();
    const host = connect({ port: zebra.port, host: '127.0.0.1' });
    host.write('^XA^FO20,20^FDHALF');
    await zebra.waitFor('connected');
    await expect.poll(async () => (await zebra.state()).partialFormat, { timeout: heardMsMax }).toBe(true);
    expect(odd(await patient.status())).toEqual({ inside: 'part-of-a-label', troubles: ['busy-with-another-host'] });
    expect(odd(await printer.status())).toEqual({ inside: 'part-of-a-label', troubles: ['part-of-another-label'] });
    host.destroy();
    expect(odd(await printer.status())).toEqual({ inside: 'part-of-a-label', troubles: ['part-of-another-label'] });
    expect(await zebra.state()).toMatchObject({ partialFormat: true });
    await zebra.cyclePower('now');
    expect(await printer.status()).toMatchObject({ isReady: true, troubles: [] });
  });

  test('a host that sends slowly is waited for', async () => {
    const printer = labels();
    const host = connect({ port: zebra.port, host: '127.0.0.1' });
    host.write('^XA^FO20,20^A0N,30,30^FDSLOW');
    await expect.poll(async () => (await zebra.state()).partialFormat, { timeout: heardMsMax }).toBe(true);
    expect(odd(await printer.status()).troubles).toEqual(['busy-with-another-host']);
    host.end('^FS^XZ');
    await zebra.waitForLabel(1);
    expect(await printer.status()).toMatchObject({ isReady: true, troubles: [] });
  });
});

describe('a ticket printer', () => {
  test.each([
    ['paper-out', { paperOut: true }],
    ['cover-open', { coverOpen: true }],
    ['cutter', { cutterError: true }],
    ['jammed', { jammed: true }],
    ['broken', { broken: true }],
    ['too-hot', { headHot: true }],
    ['fed-by-hand', { feedButton: true }],
    ['waits-for-its-button', { waitsForButton: true }],
    ['paper-near-end', { paperNearEnd: true }],
  ] as const)('%s', async (trouble, fault) => {
    await tickets.become(fault);
    const mended = Object.fromEntries(Object.keys(fault).map((name) => [name, false]));
    await findsAndForgets(ticketPrinterAt(tickets.port), trouble, () => tickets.become(mended));
  });

  test('silence is not ready', async () => {
    await tickets.hear('mute');
    await findsSilence(
      (waits) => ticketPrinterAt(tickets.port, true, waits),
      () => tickets.hear('normal'),
    );
  });

  test('unreachable', async () => {
    await tickets.refuse(true);
    await findsAndForgets(ticketPrinterAt(tickets.port), 'unreachable', () => tickets.refuse(false));
  });

  test('a picture that holds what looks like questions does not mix up the answers behind it', async () => {
    await tickets.become({ paperNearEnd: true });
    const questions = [0x10, 0x04, 4, 0x10, 0x04, 4, 0x10, 0x04, 4];
    const picture = [0x1d, 0x76, 0x30, 0, questions.length, 0, 1, 0, ...questions];
    const seen: PrinterStatus[] = [];
    const outcome = await ticketPrinterAt(tickets.port, false).print(
      Uint8Array.from([...picture, 0x1d, 0x56, 66, 0]),
      { token: 'AAAA', odometerBefore: null, serial: null },
      { onStatus: (status) => seen.push(status) },
    );
    expect(outcome).toEqual({ kind: 'sent' });
    expect(seen.map(({ troubles }) => troubles)).toEqual([['paper-near-end']]);
  });
});

test('staff are told within five seconds: the next look, at the worst opened late and answered by nobody', () => {
  const { answerMsMax } = printerWaits;
  const silenceMsMax = answerMsMax + answerMsMax / 2;
  expect(printerPollMs + openingMsMax + silenceMsMax).toBeLessThan(5_000);
});

test('a printer that is well costs one look: who it is and what it printed are asked in the same session', async () => {
  await zebraAt(zebra.port).status();
  const connections = (await zebra.events()).filter(({ kind }) => kind === 'connected');
  expect(connections).toHaveLength(1);
});
