import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cupsConnection } from '../../../printing/connections/cups.ts';
import type { QueueWaits } from '../../../printing/connections/print-queue.ts';
import { oneWayPrinter } from '../../../printing/one-way-printer.ts';
import { type CupsServer, startCupsServer } from '../../peers/cups-server-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from '../../peers/zebra-printer-launcher.ts';

const evidence = { token: 'K7', odometerBefore: null, serial: null };
const label = '^XA^CI28^FO20,20^A0N,30,30^FDSøren ÆØÅ^FS^PQ1^XZ';
/** For a test that waits in vain on purpose. */
const inVain: QueueWaits = { leavingMsMax: 50, lookAgainMs: 10 };

let zebra: ZebraPrinter;
let cups: CupsServer;
let queues = 0;
let queue = '';
beforeAll(async () => {
  [zebra, cups] = await Promise.all([startZebraPrinter(), startCupsServer()]);
});
beforeEach(async () => {
  await zebra.renew();
  queues += 1;
  queue = `labels-${queues}`;
  await cups.addQueue({ queue, port: zebra.port });
});
// What is left would be tried again while the next test prints.
afterEach(() => cups.cancelAll());
afterAll(() => Promise.all([zebra.stop(), cups.stop()]));

const printerTo = (name: string, waits?: QueueWaits) =>
  oneWayPrinter({
    name: 'LABELS-1',
    language: 'zpl',
    connection: cupsConnection({ queue: name, server: cups.server }, waits),
  });
const print = (text = label, waits?: QueueWaits) => printerTo(queue, waits).print(Buffer.from(text), evidence);
const nothingLeft = { kind: 'not-printed', because: 'nothing-left-us' };

test('S5: a label comes out once, byte for byte, and is sent, never printed', async () => {
  expect(await print()).toEqual({ kind: 'sent' });
  const { base64 } = await zebra.waitForLabel(1);
  expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(label);
  expect([(await zebra.labels()).length, await cups.jobs(queue)]).toEqual([1, []]);
});

test('a set comes out in its order, one job a label', async () => {
  for (const text of ['1', '2', '3']) expect(await print(label.replace('Søren', text))).toEqual({ kind: 'sent' });
  const out = (await zebra.labels()).map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8'));
  expect(out).toEqual(['1', '2', '3'].map((text) => label.replace('Søren', text)));
});

test('bytes that are no text reach the printer as they are', async () => {
  const bytes = Buffer.concat([
    Buffer.from('^XA^FO1,1^FD'),
    Buffer.from([0x00, 0x1b, 0x80, 0xff]),
    Buffer.from('^FS^XZ'),
  ]);
  expect(await printerTo(queue).print(bytes, evidence)).toEqual({ kind: 'sent' });
  expect((await zebra.waitForLabel(1)).base64).toBe(bytes.toString('base64'));
});

test('S13: the log of the print server says nothing about anybody', async () => {
  await print(label.replace('Søren', 'PIMLICOTT'));
  await zebra.waitForLabel(1);
  const said = (await cups.log()).join('\n');
  expect(said).toContain(queue);
  expect(said).not.toContain('PIMLICOTT');
});

test('a queue need not wait for the printer to close the connection, as many never do', async () => {
  await cups.addQueue({ queue: 'impatient', port: zebra.port, waitsForTheEnd: false });
  expect(await printerTo('impatient').print(Buffer.from(label), evidence)).toEqual({ kind: 'sent' });
  expect(Buffer.from((await zebra.waitForLabel(1)).base64, 'base64').toString('utf8')).toBe(label);
});

test('asking how it is prints nothing', async () => {
  expect(await printerTo(queue).status()).toMatchObject({ isReady: true, troubles: [], odometer: 'none' });
  expect([await cups.jobs(queue), (await zebra.state()).labels]).toEqual([[], 0]);
});

test('a queue that is not there is unreachable, and nothing has left us', async () => {
  const printer = printerTo('nobody');
  expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['unreachable'] });
  expect(await printer.print(Buffer.from(label), evidence)).toEqual(nothingLeft);
});

test.each(['disable', 'reject'] as const)('a queue that somebody told to %s is not given a label', async (act) => {
  await cups.change({ queue, act });
  expect(await printerTo(queue).status()).toMatchObject({ isReady: false, troubles: ['queue-stopped'] });
  expect(await print()).toEqual(nothingLeft);
  expect(await cups.jobs(queue)).toEqual([]);
  await cups.change({ queue, act: act === 'disable' ? 'enable' : 'accept' });
  expect(await print()).toEqual({ kind: 'sent' });
});

test('S5: a label that stays in the queue is in doubt, and no second one is put behind it', async () => {
  await zebra.hear('deaf');
  expect(await print('^XA^FO1,1^FDfirst^FS^XZ', inVain)).toEqual({ kind: 'in-doubt' });
  expect(await printerTo(queue).status()).toMatchObject({
    isReady: false,
    troubles: ['held-up-in-queue'],
    inside: 'something',
  });
  expect(await print('^XA^FO1,1^FDsecond^FS^XZ')).toEqual(nothingLeft);
  expect(await cups.jobs(queue)).toHaveLength(1);
  await zebra.hear('normal');
  await zebra.waitForLabel(1);
  await cups.waitFor('said', ({ line }) => line.includes('Job completed.'), { after: await sinceQueue() });
  expect(await printerTo(queue).status()).toMatchObject({ isReady: true, troubles: [] });
  expect(await zebra.labels()).toHaveLength(1);
});

test('a printer that is switched off holds its label up, and staff are told', async () => {
  await zebra.refuse(true);
  expect(await print(label, inVain)).toEqual({ kind: 'in-doubt' });
  expect(await printerTo(queue).status()).toMatchObject({ isReady: false, troubles: ['held-up-in-queue'] });
});

test('S5: CUPS calls a label completed whose printer broke off the connection: it is sent, and not sent again', async () => {
  await zebra.cutOff({ afterBytes: 20 });
  expect(await print()).toEqual({ kind: 'sent' });
  expect([await cups.jobs(queue), (await zebra.state()).labels]).toEqual([[], 0]);
});

test('half a label that CUPS left in the printer does not run into the next one', async () => {
  await zebra.cutOff({ afterBytes: 10, startingAt: '^XA' });
  await print('^XA^FO1,1^FDPIMLICOTT^FS^XZ');
  expect((await zebra.state()).partialFormat).toBe(true);
  expect(await print()).toEqual({ kind: 'sent' });
  const { base64 } = await zebra.waitForLabel(1);
  expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(label);
});

test('being stopped ends the wait for the queue', async () => {
  await zebra.hear('deaf');
  const stopping = new AbortController();
  const printed = printerTo(queue).print(Buffer.from(label), evidence, { signal: stopping.signal });
  await zebra.waitFor('connected', undefined, { after: 0 });
  stopping.abort();
  expect(await printed).toEqual({ kind: 'in-doubt' });
});

test('when we were stopped before, no job is made', async () => {
  const printed = printerTo(queue).print(Buffer.from(label), evidence, { signal: AbortSignal.abort() });
  expect([await printed, await cups.jobs(queue)]).toEqual([nothingLeft, []]);
});

test('a print server that is gone is unreachable', async () => {
  const gone = await startCupsServer();
  await gone.addQueue({ queue, port: zebra.port });
  await gone.end();
  const connection = cupsConnection({ queue, server: gone.server });
  expect(await connection.open()).toEqual({ ok: false, problem: 'unreachable' });
  await gone.stop();
});

/** The events before this queue was made are of no interest. */
async function sinceQueue(): Promise<number> {
  const made = (await cups.events()).find(({ line }) => line.includes(`New printer "${queue}"`));
  return made?.sequence ?? 0;
}
