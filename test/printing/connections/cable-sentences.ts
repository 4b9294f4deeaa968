/**
 * The sentences of a connection over a cable: the contract of a session, with a printer that says what the test lets it
 * say at the other end. A pseudo-terminal stands for the port or the device, so two things cannot be seen here: what a
 * real port still holds when it is flushed, and what the kernel's USB driver throws away when it is closed.
 */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ask,
  type PrinterConnection,
  pause,
  type Reader,
  type Session,
} from '../../../printing/connections/connection.ts';
import { PrinterCable } from '../../peers/shared/printer-cable.ts';
import { bytes, farTooLongMs, never, shortMs, word } from './words.ts';

const tooMuchBytes = 256 * 1024;
const unreachable = { ok: false, problem: 'unreachable' };
const brokeOff = { ok: false, problem: 'broke-off' };

interface CabledPrinter {
  readonly cable: PrinterCable;
  readonly connection: PrinterConnection;
  readonly socket: Socket;
  open(signal?: AbortSignal): Promise<Session>;
  /** When the printer has heard this, from the first byte on. */
  heard(text: string): Promise<void>;
  heardBytes(): number;
}

async function cabledPrinter(connectionAt: (path: string) => PrinterConnection): Promise<CabledPrinter> {
  const server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const cable = new PrinterCable(address.port);
  const connected = once(server, 'connection');
  await cable.plugIn();
  const [socket]: Socket[] = await connected;
  if (!socket) throw new Error('a connection has a socket');
  socket.on('error', () => undefined);
  let all = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  socket.on('data', (more: Buffer) => {
    all = Buffer.concat([all, more]);
    wake();
  });
  onTestFinished(async () => {
    await cable.unplug();
    socket.destroy();
    server.close();
  });
  const connection = connectionAt(cable.path);
  return {
    cable,
    connection,
    socket,
    async open(signal) {
      const opened = await connection.open(signal);
      if (!opened.ok) throw new Error(`the printer is ${opened.problem}`);
      onTestFinished(() => opened.value.abandon());
      return opened.value;
    },
    async heard(text) {
      while (!all.includes(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    heardBytes: () => all.length,
  };
}

export function sentencesOverACable(connectionAt: (path: string) => PrinterConnection): void {
  const printerThere = () => cabledPrinter(connectionAt);

  describe('reaching it', () => {
    test('a port that is not there is unreachable', async () => {
      expect(await connectionAt('/dev/no-such-printer').open()).toEqual(unreachable);
    });

    test('when we were stopped before, nothing is opened', async () => {
      const { connection } = await printerThere();
      expect(await connection.open(AbortSignal.abort())).toEqual(unreachable);
    });

    test('pulled out, it is unreachable; put back, it is there', async () => {
      const { cable, connection } = await printerThere();
      await cable.unplug();
      expect(await connection.open()).toEqual(unreachable);
      await cable.plugIn();
      const opened = await connection.open();
      expect(opened.ok && (await opened.value.close())).toEqual({ ok: true, value: undefined });
    });
  });

  describe('asking', () => {
    test('bytes go through as they are, both ways, every one of them', async () => {
      const { open, socket } = await printerThere();
      const every = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
      // Of a printer's answers none has the two bytes that hold up a serial line.
      const answer = every.filter((value) => value !== 0x11 && value !== 0x13);
      const received: Buffer[] = [];
      socket.on('data', (more: Buffer) => {
        received.push(more);
        if (Buffer.concat(received).length === every.length) socket.write(answer);
      });
      const session = await open();
      const whole: Reader<Buffer> = (all) =>
        all.length < answer.length ? null : { value: Buffer.from(all), start: 0, end: all.length };
      expect(await ask(session, every, whole, farTooLongMs)).toEqual({ ok: true, value: Buffer.from(answer) });
      expect(Buffer.concat(received)).toEqual(every);
    });

    test('an answer that comes in pieces is read when it is whole, and what is around it stays', async () => {
      const { open, socket } = await printerThere();
      socket.once('data', () => {
        socket.write('xxAN');
        socket.once('data', () => socket.write('SWERyy'));
      });
      const session = await open();
      expect(await ask(session, bytes('?'), word('xx'), farTooLongMs)).toEqual({ ok: true, value: 'xx' });
      expect(await ask(session, bytes('?'), word('ANSWER'), farTooLongMs)).toEqual({ ok: true, value: 'ANSWER' });
      expect(await session.readUntil(word('yy'), farTooLongMs)).toEqual({ ok: true, value: 'yy' });
    });

    test('no answer in time is silence, and the session may still be asked', async () => {
      const { open, socket } = await printerThere();
      socket.on('data', (heard: Buffer) => heard.includes('!') && socket.write('here'));
      const session = await open();
      expect(await ask(session, bytes('?'), word('here'), shortMs)).toEqual({ ok: false, problem: 'silent' });
      expect(await ask(session, bytes('!'), word('here'), farTooLongMs)).toEqual({ ok: true, value: 'here' });
    });

    test('a cable that is pulled out ends every wait at once', async () => {
      const { cable, open } = await printerThere();
      const session = await open();
      const waits = [session.readUntil(never, farTooLongMs), pause(session, farTooLongMs)];
      await cable.unplug();
      expect(await Promise.all(waits)).toEqual([brokeOff, brokeOff]);
      expect(await session.write(bytes('?'), farTooLongMs)).toEqual(brokeOff);
      expect(await session.readUntil(never, farTooLongMs)).toEqual(brokeOff);
      expect(await session.close()).toEqual({ ok: true, value: undefined });
    });

    test('a printer that never takes what is sent breaks the write off, and does not hold us', async () => {
      const { cable, open } = await printerThere();
      const session = await open();
      cable.block(true);
      expect(await session.write(Buffer.alloc(tooMuchBytes), shortMs)).toEqual(brokeOff);
      session.abandon();
    });
  });

  describe('the next conversation', () => {
    test('does not hear what was said before it', async () => {
      const { open, socket } = await printerThere();
      const first = await open();
      // In one go, so that all of it is there when its beginning is read.
      socket.once('data', () => socket.write('first old'));
      expect(await ask(first, bytes('first'), word('first'), farTooLongMs)).toEqual({ ok: true, value: 'first' });
      await first.close();
      socket.once('data', () => socket.write('new'));
      const second = await open();
      const either: Reader<string> = (all) => word('old')(all) ?? word('new')(all);
      expect(await ask(second, bytes('second'), either, farTooLongMs)).toEqual({ ok: true, value: 'new' });
    });

    test('waits until an answer that is still owed has come, and takes it for none of its own', async () => {
      const { heard, open, socket } = await printerThere();
      const first = await open();
      expect(await ask(first, bytes('first'), word('old'), shortMs)).toMatchObject({ ok: false });
      await heard('first');
      first.abandon();
      // As soon as the port is open again, not before.
      const opening = open();
      socket.write('old');
      const second = await opening;
      socket.once('data', () => socket.write('new'));
      const either: Reader<string> = (all) => word('old')(all) ?? word('new')(all);
      expect(await ask(second, bytes('second'), either, farTooLongMs)).toEqual({ ok: true, value: 'new' });
    });

    test('can begin at once after one was broken off', async () => {
      const { open, socket } = await printerThere();
      for (let count = 0; count < 5; count += 1) (await open()).abandon();
      socket.on('data', () => socket.write('here'));
      expect(await ask(await open(), bytes('?'), word('here'), farTooLongMs)).toEqual({ ok: true, value: 'here' });
    });
  });

  describe('ending', () => {
    test('being stopped ends what is waited for', async () => {
      const { open } = await printerThere();
      const stopping = new AbortController();
      const session = await open(stopping.signal);
      const waiting = session.readUntil(never, farTooLongMs);
      stopping.abort();
      expect(await waiting).toEqual(brokeOff);
    });

    test('an orderly end delivers everything that was written', async () => {
      const { heard, open } = await printerThere();
      const session = await open();
      const paper = bytes(`${'x'.repeat(20_000)}END`);
      expect(await session.write(paper, farTooLongMs)).toEqual({ ok: true, value: undefined });
      await session.close();
      await heard('END');
    });

    test('S5: a paper that was given up goes no further', async () => {
      const { cable, heard, heardBytes, open } = await printerThere();
      const session = await open();
      cable.block(true);
      expect(await session.write(Buffer.alloc(tooMuchBytes), shortMs)).toEqual(brokeOff);
      session.abandon();
      cable.block(false);
      const next = await open();
      await next.write(bytes('END'), farTooLongMs);
      await heard('END');
      expect(heardBytes()).toBeLessThan(tooMuchBytes);
    });
  });
}
