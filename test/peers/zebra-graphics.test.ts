import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTo } from './shared/host-socket.ts';
import { startZebraPrinter, type ZebraPrinter } from './zebra-printer-launcher.ts';

/** A square of 16 by 16 dots. */
const dots = 'FFFF'.repeat(16);
const square = `~DGR:SQUARE.GRF,32,2,${dots}`;
const recall = '^XA^FO8,8^XGR:SQUARE.GRF,1,1^FS^XZ';
const withoutIt = `^XA^FO8,8^GFA,32,32,2,${dots}^FS^XZ`;

let zebra: ZebraPrinter;
beforeAll(async () => {
  zebra = await startZebraPrinter();
});
beforeEach(() => zebra.renew());
afterAll(() => zebra.stop());

test('a picture that a host stored stands on the labels that recall it, until it is deleted', async () => {
  const host = await connectTo(zebra.port);
  host.send(`${square}${recall}${withoutIt}^XA^IDR:SQUARE.GRF^FS^XZ${recall}`);
  await zebra.waitForLabel(3);
  const [recalled, drawn, deleted] = await Promise.all([1, 2, 3].map((number) => zebra.picture(number)));
  expect(recalled).toEqual(drawn);
  expect(deleted).not.toEqual(drawn);
});

test('what the label was given stays what the host sent; an exclamation mark in a picture is no question', async () => {
  const host = await connectTo(zebra.port);
  host.send(square.replaceAll('FFFF', '!'));
  host.send(recall);
  const { base64 } = await zebra.waitForLabel(1);
  expect(Buffer.from(base64, 'base64').toString()).toBe(recall);
});

test('a stored picture may come in pieces, and a question behind it is answered', async () => {
  const host = await connectTo(zebra.port);
  host.send(square.slice(0, 20));
  expect((await host.ask(`${square.slice(20)}~HI`, '\x03\r\n')).toString()).toContain('ZD421');
  host.send(`${recall}${withoutIt}`);
  await zebra.waitForLabel(2);
  expect(await zebra.picture(1)).toEqual(await zebra.picture(2));
});

test('what is in RAM goes with the power, what is in flash stays', async () => {
  const host = await connectTo(zebra.port);
  await host.ask(`${square}${square.replaceAll('R:', 'E:')}~HI`, '\x03\r\n');
  await zebra.cyclePower('now');
  const again = await connectTo(zebra.port);
  again.send(`${recall}${recall.replaceAll('R:', 'E:')}${withoutIt}`);
  await zebra.waitForLabel(3);
  const [ram, flash, drawn] = await Promise.all([1, 2, 3].map((number) => zebra.picture(number)));
  expect(flash).toEqual(drawn);
  expect(ram).not.toEqual(drawn);
});
