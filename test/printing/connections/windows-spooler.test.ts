import { expect, test } from 'vitest';
import {
  type SpoolerDoor,
  type SpoolerLook,
  type SpoolerPrinter,
  windowsSpoolerConnection,
} from '../../../printing/connections/windows-spooler.ts';
import { oneWayPrinter } from '../../../printing/one-way-printer.ts';
import { printerWaits } from '../../../printing/printer.ts';

const evidence = { token: 'K7', odometerBefore: null, serial: null };
const label = Buffer.from('^XA^FO1,1^FDPIMLICOTT^FS^XZ');
const sentBytes = `~JX\r\n${label}`;
const well: SpoolerLook = { jobs: 0, status: 0, attributes: 0 };
const wholeDocument = ['open', 'document', 'page', 'write', 'end of page', 'end of document', 'close'];
const look = ['open', 'look', 'close'];

/** A spooler that writes down what is asked of it, and does everything but what a test takes over. */
function spooler(takenOver: Partial<SpoolerPrinter> = {}) {
  const calls: string[] = [];
  const written: Buffer[] = [];
  const names: string[] = [];
  const all: SpoolerPrinter = {
    startDocument: async (...said) => names.push(...said) > 0,
    startPage: async () => true,
    write: async (bytes) => written.push(Buffer.from(bytes)) && bytes.length,
    endPage: async () => true,
    endDocument: async () => true,
    abort: async () => true,
    look: async () => well,
    close: async () => true,
    ...takenOver,
  };
  const noted = <Args extends readonly unknown[], Value>(call: string, work: (...args: Args) => Value) => {
    return (...args: Args) => {
      calls.push(call);
      return work(...args);
    };
  };
  const door: SpoolerDoor = async () => {
    calls.push('open');
    return {
      startDocument: noted('document', all.startDocument),
      startPage: noted('page', all.startPage),
      write: noted('write', all.write),
      endPage: noted('end of page', all.endPage),
      endDocument: noted('end of document', all.endDocument),
      abort: noted('abort', all.abort),
      look: noted('look', all.look),
      close: noted('close', all.close),
    };
  };
  return { door, calls, names, written: () => Buffer.concat(written).toString() };
}

const printerAt = (door: SpoolerDoor, writingMsMax = printerWaits.writingMsMax) =>
  oneWayPrinter({
    name: 'LABELS-1',
    language: 'zpl',
    connection: windowsSpoolerConnection({ queue: 'Labels' }, door, { leavingMsMax: 50, lookAgainMs: 1 }),
    waits: { ...printerWaits, writingMsMax },
  });
const print = (door: SpoolerDoor) => printerAt(door).print(label, evidence);

test('a label is one raw document, begun, ended and closed in order, and is sent, never printed', async () => {
  const { door, calls, written } = spooler();
  expect(await print(door)).toEqual({ kind: 'sent' });
  expect(calls).toEqual([...look, ...wholeDocument, ...look]);
  expect(written()).toBe(sentBytes);
});

test('S13: the name of the document says nothing about anybody', async () => {
  const { door, names } = spooler();
  await print(door);
  expect(names).toEqual(['Phlebotomy kiosk', 'RAW']);
});

test('what the spooler does not take at once is handed over again from where it stopped', async () => {
  const written: string[] = [];
  const write = async (bytes: Uint8Array) =>
    written.push(Buffer.from(bytes.subarray(0, 10)).toString()) && Math.min(10, bytes.length);
  const { door } = spooler({ write });
  expect(await print(door)).toEqual({ kind: 'sent' });
  expect(written.join('')).toBe(sentBytes);
});

test.each([
  ['document', { startDocument: async () => false }, ['document', 'close']],
  ['page', { startPage: async () => false }, ['document', 'page', 'abort', 'close']],
  ['write', { write: async () => 0 }, ['document', 'page', 'write', 'abort', 'close']],
  ['end of page', { endPage: async () => false }, ['document', 'page', 'write', 'end of page', 'abort', 'close']],
] as const)(
  'S5: when the call %s fails, half a document is thrown away, and the label is in doubt',
  async (_call, takenOver, expected) => {
    const { door, calls } = spooler(takenOver);
    expect(await print(door)).toEqual({ kind: 'in-doubt' });
    expect(calls).toEqual([...look, 'open', ...expected]);
  },
);

test('S5: a document whose end fails may have been printed: it is in doubt, and closed', async () => {
  const { door, calls } = spooler({ endDocument: async () => false });
  expect(await print(door)).toEqual({ kind: 'in-doubt' });
  expect(calls).toEqual([...look, ...wholeDocument]);
});

test('a spooler that holds a call ends the wait, and what comes of it later is thrown away', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: closed, resolve: sayClosed } = Promise.withResolvers<void>();
  const { door, calls } = spooler({
    startPage: () => released.then(() => true),
    close: async () => {
      if (calls.includes('page')) sayClosed();
      return true;
    },
  });
  const printer = printerAt(door, 10);
  expect(await printer.print(label, evidence)).toEqual({ kind: 'in-doubt' });
  // Nothing more is asked of it meanwhile: each question would be held as well.
  expect(await printer.status()).toMatchObject({ isReady: false, troubles: ['unreachable'] });
  release();
  await closed;
  expect(calls).toEqual([...look, 'open', 'document', 'page', 'abort', 'close']);
});

test('S5: a label that stays in the queue is in doubt, and no second one is put behind it', async () => {
  let jobs = 0;
  const { door, calls } = spooler({
    endDocument: async () => {
      jobs += 1;
      return true;
    },
    look: async () => ({ ...well, jobs }),
  });
  expect(await print(door)).toEqual({ kind: 'in-doubt' });
  expect(await printerAt(door).status()).toMatchObject({ troubles: ['held-up-in-queue'], inside: 'something' });
  expect(await print(door)).toEqual({ kind: 'not-printed', because: 'nothing-left-us' });
  expect(calls.filter((call) => call === 'document')).toHaveLength(1);
});

test.each([
  ['paused', { status: 0x1 }, 'queue-stopped'],
  ['in error', { status: 0x2 }, 'queue-stopped'],
  ['offline', { status: 0x80 }, 'unreachable'],
  ['set to work offline, its printer being off', { attributes: 0x400 }, 'unreachable'],
  ['held up', { jobs: 2 }, 'held-up-in-queue'],
])('a queue that is %s is given nothing', async (_how, found, trouble) => {
  const { door, calls } = spooler({ look: async () => ({ ...well, ...found }) });
  expect(await printerAt(door).status()).toMatchObject({ isReady: false, troubles: [trouble] });
  expect(await print(door)).toEqual({ kind: 'not-printed', because: 'nothing-left-us' });
  expect(calls).toEqual([...look, ...look]);
});

test('a queue that only prints, saves power or lacks toner is well', async () => {
  const { door } = spooler({ look: async () => ({ ...well, status: 0x400 | 0x100_0000 | 0x2_0000 }) });
  expect(await printerAt(door).status()).toMatchObject({ isReady: true });
});

test('a queue that nobody has is unreachable, and nothing has left us', async () => {
  expect(await print(async () => null)).toEqual({ kind: 'not-printed', because: 'nothing-left-us' });
});

test('a spooler that does not say how the queue is gets nothing', async () => {
  const { door, calls } = spooler({ look: async () => null });
  expect(await printerAt(door).status()).toMatchObject({ isReady: false, troubles: ['unreachable'] });
  expect(calls).toEqual(look);
});
