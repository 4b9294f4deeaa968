import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { connectTo } from './shared/host-socket.ts';
import { startTicketPrinter, type TicketOptions, type TicketPrinter } from './ticket-printer-launcher.ts';

/** One printer for all tests, renewed for each; those that need another make start their own. */
let printer: TicketPrinter;
const others: TicketPrinter[] = [];
async function printerWith(options: TicketOptions): Promise<TicketPrinter> {
  const other = await startTicketPrinter(options);
  others.push(other);
  return other;
}
beforeAll(async () => {
  printer = await startTicketPrinter();
});
beforeEach(() => printer.renew());
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.stop()));
});
afterAll(() => printer.stop());

const start = '\x1b@';
const cut = '\x1dV\x42\x00';
const ticket = (line: string) => `${start}${line}\n${cut}`;
const tellWhenDone = (id: string) => Buffer.from(`\x1d(H\x06\x00\x30\x30${id}`, 'latin1');
const done = (id: string) => Buffer.from(`\x37\x22${id}\x00`, 'latin1');
const statusQuestion = (n: number) => Buffer.from([0x10, 0x04, n]);

test('a ticket is told as done, by its own four characters, after it is cut', async () => {
  const host = await connectTo(printer.port);
  const answer = await host.ask(Buffer.concat([Buffer.from(ticket('Ticket 7')), tellWhenDone('A 1~')]), done('A 1~'));
  expect(answer).toEqual(done('A 1~'));
  expect(await printer.waitForTicket(1)).toMatchObject({ lines: ['Ticket 7'], unknown: [] });
});

test('a lesser make prints, and never says that it is done', async () => {
  const printer = await printerWith({ clone: true });
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([Buffer.from(ticket('Ticket 7')), tellWhenDone('0001'), Buffer.from('\x1dr\x01', 'latin1')]));
  expect(await host.until('\x00')).toEqual(Buffer.from([0]));
});

test.each([
  ['well', {}, ['12', '12', '12', '12']],
  ['paper near its end', { paperNearEnd: true }, ['12', '12', '12', '1e']],
  ['no paper', { paperOut: true }, ['1a', '32', '12', '72']],
  ['cover open', { coverOpen: true }, ['1a', '16', '12', '12']],
  ['cutter error', { cutterError: true }, ['1a', '52', '1a', '12']],
  ['paper stuck', { jammed: true }, ['1a', '52', '16', '12']],
  ['broken', { broken: true }, ['1a', '52', '32', '12']],
  ['head too hot', { headHot: true }, ['1a', '52', '52', '12']],
  ['feed button pressed', { feedButton: true }, ['5a', '1a', '12', '12']],
  ['waiting for its button', { waitsForButton: true }, ['3a', '12', '12', '12']],
])('DLE EOT 1 to 4, %s', async (_, condition, bytes) => {
  await printer.become(condition);
  const host = await connectTo(printer.port);
  const answers: string[] = [];
  for (const n of [1, 2, 3, 4]) {
    host.send(statusQuestion(n));
    answers.push((await host.next()).toString('hex'));
  }
  expect(answers).toEqual(bytes);
});

test('without paper nothing is told as done, status is answered all the same, and paper mends it', async () => {
  await printer.become({ paperOut: true });
  const host = await connectTo(printer.port);
  host.send(Buffer.concat([Buffer.from(ticket('waits')), tellWhenDone('0002'), statusQuestion(4)]));
  expect((await host.next()).toString('hex')).toBe('72');
  expect(await printer.tickets()).toEqual([]);
  await printer.become({ paperOut: false });
  expect(await host.until(done('0002'))).toEqual(done('0002'));
});

test('a status question in the bits of a picture is answered, as a real printer would', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.from([0x1d, 0x76, 0x30, 0, 4, 0, 1, 0, 0xff, 0x10, 0x04, 0x01]));
  expect((await host.next()).toString('hex')).toBe('12');
  host.send(ticket('after it'));
  expect(await printer.waitForTicket(1)).toMatchObject({ lines: ['after it'], unknown: [] });
});

test('whoever asked to be told of changes is told', async () => {
  const host = await connectTo(printer.port);
  host.send(Buffer.from([0x1d, 0x61, 0xff]));
  expect((await host.next()).toString('hex')).toBe('10000000');
  await printer.become({ coverOpen: true });
  expect((await host.next()).toString('hex')).toBe('38000000');
  await printer.become({ coverOpen: false, paperNearEnd: true });
  expect((await host.next()).toString('hex')).toBe('10000300');
  await printer.become({ paperNearEnd: false, headHot: true, feedButton: true });
  expect((await host.next()).toString('hex')).toBe('58400000');
});

test('cut off in the middle of a line: the next ticket comes out with the torn line on top', async () => {
  await printer.cutOff({ afterBytes: 6, startingAt: start });
  const host = await connectTo(printer.port);
  host.send(ticket('Ticket 7'));
  expect(await host.ended()).toBe('reset');
  const again = await connectTo(printer.port);
  again.send(`\n${ticket('Ticket 8')}`);
  expect(await printer.waitForTicket(1)).toMatchObject({ lines: ['Tick', 'Ticket 8'] });
});

test('a power cut before the ticket loses it; one after it loses only the answer', async () => {
  const job = (line: string) => Buffer.concat([Buffer.from(ticket(line)), tellWhenDone('0003')]);
  await printer.cyclePower('before-next-ticket');
  const before = await connectTo(printer.port);
  before.send(job('lost'));
  expect(await before.ended()).toBe('reset');
  await printer.cyclePower('after-next-ticket');
  const after = await connectTo(printer.port);
  after.send(job('out'));
  expect(await after.ended()).toBe('reset');
  expect(after.unread()).toHaveLength(0);
  expect(await printer.waitForTicket(1)).toMatchObject({ lines: ['out'] });
  expect(await printer.tickets()).toHaveLength(1);
});

test('refused, deaf and mute', async () => {
  await printer.refuse(true);
  await expect(connectTo(printer.port)).rejects.toThrow('ECONNREFUSED');
  await printer.refuse(false);
  await printer.hear('deaf');
  const host = await connectTo(printer.port);
  host.send(ticket('late'));
  await printer.waitFor('connected');
  expect(await printer.tickets()).toEqual([]);
  await printer.hear('mute');
  await printer.waitForTicket(1);
  host.send(statusQuestion(1));
  await printer.waitFor('status-asked');
  await printer.hear('normal');
  host.send(statusQuestion(4));
  expect((await host.next()).toString('hex')).toBe('12');
});

test('a barcode wider than the paper is left out in silence', async () => {
  const host = await connectTo(printer.port);
  const barcode = (text: string) => `\x1dk\x49${String.fromCharCode(text.length + 2)}{B${text}`;
  host.send(`${start}${barcode('V1-7K')}${barcode('A-MUCH-TOO-LONG-IDENTIFIER')}${cut}`);
  expect(await printer.waitForTicket(1)).toMatchObject({
    barcodes: ['V1-7K'],
    barcodesLeftOut: ['A-MUCH-TOO-LONG-IDENTIFIER'],
  });
});

test('a ticket sent as one picture is seen in its picture, where it was put', async () => {
  const host = await connectTo(printer.port);
  const square = Buffer.concat([Buffer.from([0x1d, 0x76, 0x30, 0, 2, 0, 16, 0]), Buffer.alloc(32, 0xff)]);
  host.send(Buffer.concat([Buffer.from(`${start}\x1ba\x01`), square, Buffer.from(cut)]));
  await printer.waitForTicket(1);
  const { width, data, channels } = decode((await printer.picture(1)) ?? Buffer.alloc(0));
  const dark = [...data].flatMap((value, index) => (index % channels === 0 && value < 128 ? [index / channels] : []));
  expect(dark).toHaveLength(16 * 16);
  expect((dark[0] ?? 0) % width).toBe(width / 2 - 8);
});

test('it reads all that node-thermal-printer writes: accents, sizes, a barcode, a QR code, a cut', async () => {
  const output = mkdtempSync(join(tmpdir(), 'ticket-'));
  onTestFinished(() => rmSync(output, { recursive: true }));
  const printer = await printerWith({ output });
  const builder = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1:1',
    characterSet: CharacterSet.PC858_EURO,
  });
  builder.alignCenter();
  builder.setTextSize(3, 3);
  builder.println('7');
  builder.setTextNormal();
  builder.bold(true);
  builder.println('Sit by Bay Ö, café side');
  builder.bold(false);
  builder.leftRight('Visit', '7K');
  builder.drawLine();
  builder.code128('V7K');
  builder.printQR('V7K');
  builder.cut();
  const bytes = builder.getBuffer();
  if (!bytes) throw new Error('the builder gives its bytes');
  const host = await connectTo(printer.port);
  host.send(bytes);
  const printed = await printer.waitForTicket(1);
  expect(printed).toMatchObject({ unknown: [], barcodes: ['V7K', 'V7K'] });
  expect(printed.lines.slice(0, 2)).toEqual(['7', 'Sit by Bay Ö, café side']);
  expect(readFileSync(join(output, '001.png')).subarray(1, 4).toString()).toBe('PNG');
  // The builder sets the printer back after the cut: those two bytes begin the next ticket.
  expect(readFileSync(join(output, '001.bin'))).toEqual(bytes.subarray(0, -2));
});
