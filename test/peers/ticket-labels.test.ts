import { decode } from 'fast-png';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTo } from './shared/host-socket.ts';
import { startTicketPrinter, type TicketPrinter } from './ticket-printer-launcher.ts';

let printer: TicketPrinter;
beforeAll(async () => {
  printer = await startTicketPrinter({ stockWidthMm: 4, stockHeightMm: 2, dotsPerMm: 8 });
});
beforeEach(() => printer.renew());
afterAll(() => printer.stop());

/** Rows of 32 black dots. */
const rows = (count: number) =>
  Buffer.concat([Buffer.from([0x1d, 0x76, 0x30, 0, 4, 0, count, 0]), Buffer.alloc(4 * count, 0xff)]);
const feed = (functionNumber: number, mode: number) => Buffer.from([0x1c, 0x28, 0x4c, 2, 0, functionNumber, mode]);
const feedToPeel = feed(65, 48);
const feedToStart = feed(67, 50);
const tellOfChanges = Buffer.from([0x1d, 0x61, 0xff]);

async function blackRowsOf(number: number): Promise<number> {
  await printer.waitForLabel(number);
  const { width, height, data } = decode((await printer.picture(number)) ?? Buffer.alloc(0));
  expect([width, height]).toEqual([32, 16]);
  return data.filter((value) => value === 0).length / width;
}

test('a label comes out when it is fed to where it is torn off, drawn dot by dot', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([feedToStart, rows(3), rows(2), feedToPeel]));
  expect(await blackRowsOf(1)).toBe(5);
  expect(await printer.tickets()).toMatchObject([{ number: 1, lines: [], unknown: [] }]);
});

test('fed again where there is nothing new, nothing moves', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([rows(1), feedToPeel, feedToPeel, feedToStart, rows(2), feedToPeel]));
  expect([await blackRowsOf(1), await blackRowsOf(2)]).toEqual([1, 2]);
  expect(await printer.tickets()).toHaveLength(2);
});

test('a picture that is longer than the label goes on over the next one', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([rows(20), feedToPeel]));
  expect([await blackRowsOf(1), await blackRowsOf(2)]).toEqual([16, 4]);
});

test('what was torn is still under the head: the next label would be printed over it, if nobody fed it out', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([rows(4), feedToStart, rows(2), feedToPeel]));
  expect(await blackRowsOf(1)).toBe(4);
  expect(await printer.tickets()).toHaveLength(1);
});

test('a command to pulse, to recover or to forget is obeyed among the dots of a picture, and is seen to be', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([Buffer.from([0x1d, 0x76, 0x30, 0, 4, 0, 1, 0, 0x10, 0x14, 0x01, 0x00]), feedToPeel]));
  expect(await printer.waitFor('obeyed-at-once')).toMatchObject({ n: 1 });
  await printer.waitForLabel(1);
});

test('paper can be appointed to end in the next picture: when there is more the label goes on in the middle', async () => {
  const host = await connectTo(printer.port);
  host.send(tellOfChanges);
  const well = await host.next();
  await printer.becomeInNextMotion({ paperOut: true });
  host.send(Buffer.concat([feedToStart, rows(3), rows(2), feedToPeel]));
  expect(await host.next()).not.toEqual(well);
  expect(await printer.state()).toMatchObject({ paperOut: true, tickets: 0 });
  await printer.become({ paperOut: false });
  expect(await blackRowsOf(1)).toBe(5);
});
