import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo } from './shared/host-socket.ts';
import { startZebraPrinter, type ZebraPrinter } from './zebra-printer-launcher.ts';

const odometer = '! U1 getvar "odometer.total_label_count"\r\n';
const endOfStatus = '0000,0\x03\r\n';

let zebra: ZebraPrinter;
beforeAll(async () => {
  zebra = await startZebraPrinter({ odometer: 31084 });
});
afterAll(() => zebra.stop());

test('a ready printer answers ~HS in three frames of 12, 11 and 2 fields', async () => {
  const host = await connectTo(zebra.port);
  expect((await host.ask('~HS', endOfStatus)).toString('latin1')).toBe(
    '\x02030,0,0,0200,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,6,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n',
  );
});

test('an open head is the third field of the second frame, as a real printer was heard to say it', async () => {
  await zebra.become({ headOpen: true });
  const host = await connectTo(zebra.port);
  const status = (await host.ask('~HS', endOfStatus)).toString('latin1');
  expect(status.split('\r\n')[1]).toBe('\x02000,0,1,0,0,2,6,0,00000000,1,000\x03');
  await zebra.become({ headOpen: false });
});

test('without paper and paused, ~HS begins as a real printer was heard to begin', async () => {
  await zebra.become({ paperOut: true, paused: true });
  const host = await connectTo(zebra.port);
  expect((await host.ask('~HS', endOfStatus)).toString('latin1')).toContain('\x02030,1,1,0200,');
  await zebra.become({ paperOut: false, paused: false });
});

test('~HQES shows a pause and an open head as the bits 00010004', async () => {
  await zebra.become({ headOpen: true, paused: true });
  const host = await connectTo(zebra.port);
  expect((await host.ask('~HQES', '\x03\r\n')).toString('latin1')).toBe(
    '\x02\r\n  PRINTER STATUS\r\n  ERRORS:         1 00000000 00010004\r\n' +
      '  WARNINGS:       0 00000000 00000000\r\n\x03\r\n',
  );
  await zebra.become({ headOpen: false, paused: false });
});

test('~HI names the model, the firmware, the dots and the memory', async () => {
  const host = await connectTo(zebra.port);
  expect((await host.ask('~HI', '\x03\r\n')).toString('latin1')).toBe('\x02ZD421-203dpi,V93.21.26Z,8,8192KB,X\x03\r\n');
});

test.each([
  ['odometer.total_label_count', '"31084"'],
  ['device.unique_id', '"50J221500001"'],
  ['appl.name', '"V93.21.26Z"'],
  ['zpl.system_status', '"0,0,00000000,00000000,0,00000000,00000000"'],
  ['no.such.variable', '"?"'],
])('getvar %s answers %s, in quotes and without a line end', async (variable, answer) => {
  const host = await connectTo(zebra.port);
  expect((await host.ask(`! U1 getvar "${variable}"\r\n`, answer)).toString('latin1')).toBe(answer);
});

test('questions that arrive one byte at a time are answered all the same', async () => {
  const host = await connectTo(zebra.port);
  for (const byte of odometer) host.send(byte);
  expect((await host.until('"31084"')).toString('latin1')).toBe('"31084"');
});

const page = async (): Promise<string> => {
  const host = await connectTo(zebra.port);
  return (await host.ask('~HQES', '\x03\r\n')).toString('latin1');
};

test.each([
  ['cutterFault', 'ERRORS:         1 00000000 00000008'],
  ['headHot', 'ERRORS:         1 00000000 00000010'],
  ['motorHot', 'ERRORS:         1 00000000 00000020'],
  ['headElementBad', 'ERRORS:         1 00000000 00000040'],
  ['needsCalibration', 'WARNINGS:       1 00000000 00000001'],
  ['paperNearEnd', 'WARNINGS:       1 00000000 00000008'],
] as const)('~HQES tells %s, and it goes when that is mended', async (condition, line) => {
  await zebra.become({ [condition]: true });
  expect(await page()).toContain(line);
  await zebra.become({ [condition]: false });
  expect(await page()).toContain('ERRORS:         0 00000000 00000000\r\n  WARNINGS:       0 00000000 00000000');
});

test('other labels that are put in are measured', async () => {
  await zebra.load({ heightMm: 51 });
  const host = await connectTo(zebra.port);
  expect((await host.ask('~HS', endOfStatus)).toString('latin1')).toContain('\x02030,0,0,0408,');
  await zebra.load({ heightMm: 25 });
});

test('another printer at the same port has its own serial number, density and count, and who was connected is not', async () => {
  const before = await connectTo(zebra.port);
  await before.ask('~HI', '\x03\r\n');
  await zebra.exchange({ serial: '50J221500002', dotsPerMm: 12, odometer: 3 });
  expect(await before.ended()).toBe('reset');
  const host = await connectTo(zebra.port);
  expect((await host.ask('~HI', '\x03\r\n')).toString('latin1')).toContain('ZD421-300dpi');
  expect((await host.ask('! U1 getvar "device.unique_id"\r\n', '"50J221500002"')).toString('latin1')).toContain('02');
  expect((await host.ask(odometer, '"3"')).toString('latin1')).toBe('"3"');
  await zebra.renew();
  const again = await connectTo(zebra.port);
  expect((await again.ask('! U1 getvar "device.unique_id"\r\n', '"50J221500001"')).toString('latin1')).toContain('01');
});

test('a roll ends after so many labels, or in the middle of the next', async () => {
  await zebra.renew();
  const host = await connectTo(zebra.port);
  await zebra.endRoll({ afterLabels: 2, inMotion: false });
  const label = '^XA^FO10,10^A0N,30^FDA^FS^XZ';
  host.send(label.repeat(3));
  await zebra.waitForLabel(2);
  expect(await zebra.state()).toMatchObject({ paperOut: true, labels: 2 });
  await zebra.endRoll({ afterLabels: 0, inMotion: true });
  await zebra.become({ paperOut: false });
  expect(await zebra.waitFor('spoiled')).toMatchObject({ labelWillReprint: true });
  expect(await zebra.state()).toMatchObject({ paperOut: true, labels: 2 });
  await zebra.become({ paperOut: false });
  await zebra.waitForLabel(3);
});
