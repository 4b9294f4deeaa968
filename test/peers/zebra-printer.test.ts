import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { connectTo } from './shared/host-socket.ts';
import { startZebraPrinter, type ZebraOptions, type ZebraPrinter } from './zebra-printer-launcher.ts';

const label = (text: string, extra = '') => `^XA^CI28^FO20,20^A0N,30,30^FD${text}^FS${extra}^XZ`;
const echoing = (token: string) => `^FN1^FD${token}^FS^FH_^HV1,12,OK[,]_0D_0A,L^FS`;
const odometer = '! U1 getvar "odometer.total_label_count"\r\n';
const endOfStatus = '0000,0\x03\r\n';
const text = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');

/** One printer for all tests, renewed for each; those that need another make start their own. */
let zebra: ZebraPrinter;
const others: ZebraPrinter[] = [];
async function zebraWith(options: ZebraOptions): Promise<ZebraPrinter> {
  const other = await startZebraPrinter(options);
  others.push(other);
  return other;
}
beforeAll(async () => {
  zebra = await startZebraPrinter({ odometer: 7 });
});
beforeEach(() => zebra.renew());
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.stop()));
});
afterAll(() => zebra.stop());

test('a label comes out with its exact bytes, moves the odometer by one, and echoes its token', async () => {
  const host = await connectTo(zebra.port);
  const zpl = label('Søren ÆØÅ', echoing('K7'));
  expect((await host.ask(zpl, '\r\n')).toString('latin1')).toBe('OK[K7]\r\n');
  const printed = await zebra.waitForLabel(1);
  expect(printed).toEqual({
    number: 1,
    odometer: 8,
    origin: 'host',
    copy: 1,
    base64: Buffer.from(zpl).toString('base64'),
  });
  expect((await host.ask(odometer, '"8"')).toString()).toBe('"8"');
});

test('a format that draws nothing sets the printer up and moves no paper', async () => {
  const host = await connectTo(zebra.port);
  host.send(`^XA^JZY^XZ${label('A')}`);
  await zebra.waitForLabel(1);
  expect(await zebra.state()).toMatchObject({ odometer: 8, labels: 1 });
});

test('^PQ3 is three labels of one format, counted one by one', async () => {
  const host = await connectTo(zebra.port);
  host.send(label('A', '^PQ3'));
  await zebra.waitForLabel(3);
  expect((await zebra.labels()).map(({ copy, odometer }) => [copy, odometer])).toEqual([
    [1, 8],
    [2, 9],
    [3, 10],
  ]);
});

test('without paper labels wait in the buffer, in order, and come out when there is paper again', async () => {
  await zebra.become({ paperOut: true });
  const [one, other] = await Promise.all([connectTo(zebra.port), connectTo(zebra.port)]);
  await one.ask(`${label('first')}~HS`, ',001,0,0,0,000');
  const status = await other.ask(`${label('second')}~HS`, endOfStatus);
  expect(status.toString('latin1')).toContain('\x02030,1,0,0200,002,0,0,0,');
  await zebra.become({ paperOut: false });
  await zebra.waitForLabel(2);
  expect((await zebra.labels()).map(({ base64 }) => text(base64))).toEqual([label('first'), label('second')]);
});

test('labels of two hosts that send bit by bit come out whole, in the order in which they were whole', async () => {
  const [one, other] = await Promise.all([connectTo(zebra.port), connectTo(zebra.port)]);
  await one.ask(`~HI${label('slow').slice(0, 30)}`, '\x03\r\n');
  await other.ask(`${label('quick')}~HS`, endOfStatus);
  one.send(label('slow').slice(30));
  await zebra.waitForLabel(2);
  expect((await zebra.labels()).map(({ base64 }) => text(base64))).toEqual([label('quick'), label('slow')]);
});

test('a silent printer does not answer ~HS in a fault, and still tells its odometer', async () => {
  const zebra = await zebraWith({ silentInFault: true, odometer: 7 });
  await zebra.become({ headOpen: true });
  const host = await connectTo(zebra.port);
  expect((await host.ask(`~HS${odometer}`, '"7"')).toString('latin1')).toBe('"7"');
});

test('cut off after k bytes: the printer keeps a partial format, says so, and ~JX clears it', async () => {
  await zebra.cutOff({ afterBytes: 40, startingAt: '^XA' });
  const host = await connectTo(zebra.port);
  await host.ask('~HS', endOfStatus);
  host.send(label('never whole'));
  expect(await host.ended()).toBe('reset');
  await zebra.waitFor('disconnected');
  const again = await connectTo(zebra.port);
  expect((await again.ask('~HS', endOfStatus)).toString('latin1')).toContain(',000,0,0,1,000,');
  expect((await again.ask('~JX~HS', endOfStatus)).toString('latin1')).toContain(',000,0,0,0,000,');
  expect(await zebra.state()).toMatchObject({ labels: 0, partialFormat: false });
});

test('the next label runs into a partial format that nobody cleared: two patients on one label', async () => {
  const first = await connectTo(zebra.port);
  first.send('^XA^FO20,20^FDSMITH');
  first.close();
  await zebra.waitFor('disconnected');
  const second = await connectTo(zebra.port);
  second.send(label('JONES'));
  expect(text((await zebra.waitForLabel(1)).base64)).toBe(`^XA^FO20,20^FDSMITH${label('JONES')}`);
});

test('a power cut before the label loses it; one after the label loses only the answer', async () => {
  await zebra.cyclePower('before-next-label');
  const before = await connectTo(zebra.port);
  before.send(label('lost', echoing('L')));
  expect(await before.ended()).toBe('reset');
  expect(await zebra.state()).toMatchObject({ odometer: 7, labels: 0, formatsWaiting: 0 });

  await zebra.cyclePower('after-next-label');
  const after = await connectTo(zebra.port);
  after.send(label('out', echoing('O')));
  expect(await after.ended()).toBe('reset');
  expect(after.unread().toString()).toBe('');
  await zebra.waitForLabel(1);
  expect(await zebra.state()).toMatchObject({ odometer: 8, labels: 1 });
});

test('a power cut forgets what waits in the buffer and a pause, and not the odometer', async () => {
  await zebra.become({ paused: true });
  const host = await connectTo(zebra.port);
  await host.ask(`${label('A')}${label('B')}~HS`, ',002,');
  await zebra.cyclePower('now');
  expect(await host.ended()).toBe('reset');
  expect(await zebra.state()).toMatchObject({ odometer: 7, formatsWaiting: 0, paused: false });
});

test('a fault in the middle of a label: it comes out once, afterwards, by the printer itself', async () => {
  const zebra = await zebraWith({ labelMs: 60, odometer: 7 });
  const host = await connectTo(zebra.port);
  await host.ask(label('A', echoing('T')), 'OK[T]\r\n');
  await zebra.become({ headOpen: true });
  expect(await zebra.waitFor('spoiled')).toMatchObject({ labelWillReprint: true });
  expect((await host.ask('~HS', endOfStatus)).toString('latin1')).toContain(',00000001,1,000');
  await zebra.become({ headOpen: false });
  await zebra.waitForLabel(1);
  expect(await zebra.state()).toMatchObject({ odometer: 8, labels: 1, labelsRemaining: 0 });
});

test('~JA forgets what waits; ~PP pauses and ~PS goes on', async () => {
  const host = await connectTo(zebra.port);
  await host.ask(`~PP${label('forgotten')}~HS`, ',001,');
  await host.ask('~JA~HS', ',000,0,0,0,000');
  host.send(`${label('kept')}~PS`);
  expect(text((await zebra.waitForLabel(1)).base64)).toBe(label('kept'));
});

test('a deaf printer prints late, when it hears again; a mute one prints and never says so', async () => {
  await zebra.hear('deaf');
  const host = await connectTo(zebra.port);
  host.send(label('late'));
  await zebra.waitFor('connected');
  expect(await zebra.labels()).toEqual([]);
  await zebra.hear('mute');
  host.send(`${label('unsaid', echoing('U'))}~HS`);
  await zebra.waitForLabel(2);
  await zebra.hear('normal');
  expect((await host.ask('~HI', '\x03\r\n')).toString('latin1')).toContain('ZD421-203dpi');
});

test('a fault, or the end of the power, can be appointed for the middle of the next label', async () => {
  const host = await connectTo(zebra.port);
  await zebra.becomeInNextMotion({ paperOut: true });
  host.send(label('A'));
  expect(await zebra.waitFor('spoiled')).toMatchObject({ labelWillReprint: true });
  await zebra.cyclePower('in-next-label');
  await zebra.become({ paperOut: false });
  expect(await host.ended()).toBe('reset');
  expect(await zebra.state()).toMatchObject({ odometer: 7, labels: 0, formatsWaiting: 0 });
});

test('another printer in its place has another number and another count, and the tray stays as it is', async () => {
  const host = await connectTo(zebra.port);
  host.send(label('A'));
  await zebra.waitForLabel(1);
  await zebra.exchange({ serial: '50J229900009', odometer: 8 });
  expect(await host.ended()).toBe('reset');
  const other = await connectTo(zebra.port);
  expect((await other.ask('! U1 getvar "device.unique_id"\r\n', '9"')).toString()).toBe('"50J229900009"');
  expect((await other.ask(odometer, '"8"')).toString()).toBe('"8"');
  expect(await zebra.state()).toMatchObject({ labels: 1 });
});

test('refused connections, and the same port again afterwards', async () => {
  await zebra.refuse(true);
  await expect(connectTo(zebra.port)).rejects.toThrow('ECONNREFUSED');
  await zebra.refuse(false);
  const host = await connectTo(zebra.port);
  host.send(label('A'));
  await zebra.waitForLabel(1);
});

test("somebody else's label moves the same odometer", async () => {
  await zebra.foreignLabel(label('not ours'));
  expect(await zebra.waitForLabel(1)).toMatchObject({ odometer: 8, origin: 'foreign' });
});

test('a lesser make prints, and answers "?" instead of an odometer, and echoes nothing', async () => {
  const zebra = await zebraWith({ clone: true });
  const host = await connectTo(zebra.port);
  host.send(label('A', echoing('T')));
  await zebra.waitForLabel(1);
  expect((await host.ask(odometer, '"')).toString()).toBe('"?"');
});

test('with a folder, the picture and the bytes of a label are on disk when it is told that it printed', async () => {
  const output = mkdtempSync(join(tmpdir(), 'zebra-'));
  onTestFinished(() => rmSync(output, { recursive: true }));
  const zebra = await zebraWith({ output, dotsPerMm: 12 });
  const host = await connectTo(zebra.port);
  host.send(label('A'));
  await zebra.waitForLabel(1);
  expect(readFileSync(join(output, '001.zpl'), 'utf8')).toBe(label('A'));
  const png = readFileSync(join(output, '001.png'));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 300]);
  expect(await zebra.picture(1)).toEqual(png);
});

test('a renewed printer has printed nothing and seen nothing, and knows no half of an earlier label', async () => {
  const host = await connectTo(zebra.port);
  host.send(`${label('earlier')}^XA^FO20,20^FDhalf`);
  await zebra.waitForLabel(1);
  await zebra.renew();
  expect(await host.ended()).toBe('reset');
  expect(await zebra.state()).toMatchObject({ odometer: 7, labels: 0, partialFormat: false, connections: 0 });
  expect(await zebra.events()).toEqual([]);
  const again = await connectTo(zebra.port);
  again.send(label('new'));
  expect(text((await zebra.waitForLabel(1)).base64)).toBe(label('new'));
});

test('stopping it leaves no process behind', async () => {
  const other = await startZebraPrinter();
  await other.stop();
  expect(() => process.kill(other.pid, 0)).toThrow('ESRCH');
});
