import { describe, expect, test } from 'vitest';
import { labelBytes, zebraAt } from './bench-of-printers.ts';
import { zebraWith } from './until-the-end.ts';

describe('what a look at a label printer finds', () => {
  test('a printer that is well: who it is, its density and how many labels it printed', async () => {
    const zebra = await zebraWith({ odometer: 7, serial: '50J000000001' });
    expect(await zebraAt(zebra.port).status()).toEqual({
      isReady: true,
      troubles: [],
      inside: 'nothing',
      odometer: 7,
      model: 'ZD421-203dpi',
      serial: '50J000000001',
      dotsPerMm: 8,
      labelLengthDots: 200,
    });
  });

  test('another printer that was put in its place is asked who it is, once the first was gone', async () => {
    const zebra = await zebraWith({ dotsPerMm: 8, serial: '50J000000001' });
    const printer = zebraAt(zebra.port);
    await printer.status();
    await zebra.stop();
    expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['unreachable'] });
    await zebraWith({ port: zebra.port, dotsPerMm: 12, serial: '50J000000002' });
    const status = await printer.status();
    expect(status).toMatchObject({
      isReady: false,
      troubles: ['wrong-serial', 'wrong-dots-per-mm'],
      serial: '50J000000002',
    });
  });

  test('labels of another host inside: busy, and not for us', async () => {
    const zebra = await zebraWith({});
    await zebra.become({ paused: true });
    await zebra.foreignLabel('^XA^FO20,20^A0N,30,30^FDOTHER^FS^XZ');
    const status = await zebraAt(zebra.port).status();
    expect(status).toMatchObject({
      isReady: false,
      troubles: ['paused', 'busy-with-another-host'],
      inside: 'something',
    });
  });

  test('a lesser make keeps no count', async () => {
    const zebra = await zebraWith({ clone: true });
    expect(await zebraAt(zebra.port).status()).toMatchObject({ isReady: true, odometer: 'none', dotsPerMm: 8 });
  });

  test('looking is not printing', async () => {
    const zebra = await zebraWith({ odometer: 7 });
    const printer = zebraAt(zebra.port);
    await printer.status();
    await printer.clearPart();
    await printer.status();
    expect(await zebra.state()).toMatchObject({ odometer: 7, labels: 0 });
  });
});

describe('printing one label by hand, without a worker', () => {
  test('it is printed when count and echo say so', async () => {
    const zebra = await zebraWith({ odometer: 7, labelMs: 20 });
    const evidence = { token: 'K7', odometerBefore: 7, serial: null };
    expect(await zebraAt(zebra.port).print(labelBytes('PH26-00001', 'K7'), evidence)).toEqual({ kind: 'printed' });
    expect(await zebra.labels()).toHaveLength(1);
  });

  test('S5: with a wrong idea of the count it is in doubt, whatever the echo says', async () => {
    const zebra = await zebraWith({ odometer: 7 });
    const evidence = { token: 'K7', odometerBefore: 5, serial: null };
    expect(await zebraAt(zebra.port).print(labelBytes('PH26-00001', 'K7'), evidence)).toEqual({ kind: 'in-doubt' });
  });

  test('S5: when we are stopped before the first byte, nothing left us', async () => {
    const zebra = await zebraWith({});
    const evidence = { token: 'K7', odometerBefore: 31084, serial: null };
    const outcome = await zebraAt(zebra.port).print(labelBytes('PH26-00001', 'K7'), evidence, {
      signal: AbortSignal.abort(),
    });
    expect(outcome).toEqual({ kind: 'not-printed', because: 'nothing-left-us' });
  });
});
