import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, pause } from '../../../printing/connections/connection.ts';
import { networkConnection } from '../../../printing/connections/network.ts';
import { bytes, farTooLongMs, never, shortMs, word } from './words.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(welcome: (socket: Socket) => void = () => undefined) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    welcome(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return { port: address.port, server };
}

async function sessionWith(welcome: (socket: Socket) => void, signal?: AbortSignal) {
  const { port } = await listen(welcome);
  const opened = await networkConnection({ host: '127.0.0.1', port }).open(signal);
  if (!opened.ok) throw new Error('the printer is there');
  return opened.value;
}

describe('reaching it', () => {
  test('where nobody listens, not one byte has left us', async () => {
    const { port, server } = await listen();
    server.close();
    expect(await networkConnection({ host: '127.0.0.1', port }).open()).toEqual({ ok: false, problem: 'unreachable' });
  });

  test('a name that no network knows is unreachable', async () => {
    const opened = await networkConnection({ host: 'no-such-printer.invalid', port: 9100 }).open();
    expect(opened).toEqual({ ok: false, problem: 'unreachable' });
  });

  test('when we were stopped before, nothing is opened', async () => {
    let connections = 0;
    const { port } = await listen(() => {
      connections += 1;
    });
    const opened = await networkConnection({ host: '127.0.0.1', port }).open(AbortSignal.abort());
    expect([opened, connections]).toEqual([{ ok: false, problem: 'unreachable' }, 0]);
  });
});

describe('asking', () => {
  test('an answer that comes in pieces is read when it is whole, and what is around it stays', async () => {
    const session = await sessionWith((socket) => {
      socket.once('data', () => {
        socket.write('xxAN');
        socket.once('data', () => socket.write('SWERyy'));
      });
    });
    expect(await ask(session, bytes('?'), word('xx'), farTooLongMs)).toEqual({ ok: true, value: 'xx' });
    expect(await ask(session, bytes('?'), word('ANSWER'), farTooLongMs)).toEqual({ ok: true, value: 'ANSWER' });
    expect(await session.readUntil(word('yy'), farTooLongMs)).toEqual({ ok: true, value: 'yy' });
    await session.close();
  });

  test('no answer in time is silence, and the session may still be asked', async () => {
    const session = await sessionWith((socket) => {
      socket.on('data', (heard) => heard.includes('!') && socket.write('here'));
    });
    expect(await ask(session, bytes('?'), word('here'), shortMs)).toEqual({ ok: false, problem: 'silent' });
    expect(await ask(session, bytes('!'), word('here'), farTooLongMs)).toEqual({ ok: true, value: 'here' });
    await session.close();
  });

  test('a printer that goes away ends every wait at once', async () => {
    const session = await sessionWith((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const waits = [session.readUntil(never, farTooLongMs), pause(session, farTooLongMs)];
    session.write(bytes('?'), farTooLongMs);
    expect(await Promise.all(waits)).toEqual(Array(2).fill({ ok: false, problem: 'broke-off' }));
    expect(await session.write(bytes('?'), farTooLongMs)).toEqual({ ok: false, problem: 'broke-off' });
    expect(await session.readUntil(never, farTooLongMs)).toEqual({ ok: false, problem: 'broke-off' });
    await session.close();
  });

  test('an answer that came just before the orderly end is still read', async () => {
    const session = await sessionWith((socket) => socket.once('data', () => socket.end('last words')));
    expect(await ask(session, bytes('?'), word('last words'), farTooLongMs)).toEqual({ ok: true, value: 'last words' });
    expect(await session.readUntil(never, farTooLongMs)).toEqual({ ok: false, problem: 'broke-off' });
  });

  test('a printer that never takes what is sent breaks the write off, and does not hold us', async () => {
    const session = await sessionWith((socket) => socket.pause());
    const tooMuch = Buffer.alloc(64 * 1024 * 1024);
    expect(await session.write(tooMuch, shortMs)).toEqual({ ok: false, problem: 'broke-off' });
    session.abandon();
  });
});

describe('ending', () => {
  test('being stopped in the middle of an orderly end leaves no connection behind: what comes later is refused', async () => {
    const stopping = new AbortController();
    const refused = Promise.withResolvers<void>();
    const session = await sessionWith((socket) => {
      socket.allowHalfOpen = true;
      socket.once('end', () => {
        const more = setInterval(() => socket.write('more'), 10);
        socket.once('close', () => clearInterval(more));
      });
      socket.once('error', () => refused.resolve());
    }, stopping.signal);
    const ending = session.close();
    stopping.abort();
    await ending;
    await refused.promise;
  });

  test('being stopped ends what is waited for', async () => {
    const stopping = new AbortController();
    const session = await sessionWith(() => undefined, stopping.signal);
    const waiting = session.readUntil(never, farTooLongMs);
    stopping.abort();
    expect(await waiting).toEqual({ ok: false, problem: 'broke-off' });
  });

  test('an orderly end delivers everything that was written', async () => {
    const { promise: all, resolve } = Promise.withResolvers<number>();
    const session = await sessionWith((socket) => {
      let count = 0;
      socket.on('data', (heard) => {
        count += heard.length;
      });
      socket.on('end', () => resolve(count));
    });
    const length = 4 * 1024 * 1024;
    expect(await session.write(Buffer.alloc(length), farTooLongMs)).toMatchObject({ ok: true });
    await session.close();
    expect(await all).toBe(length);
  });

  test('S5: what was given up is not delivered later, when the printer listens again', async () => {
    const { promise: ended, resolve } = Promise.withResolvers<number>();
    let peer: Socket | undefined;
    let heardBytes = 0;
    const session = await sessionWith((socket) => {
      socket.pause();
      peer = socket;
      socket.on('data', (heard) => {
        heardBytes += heard.length;
      });
      socket.on('close', () => resolve(heardBytes));
      socket.pause();
    });
    // More than the printer's system holds, less than ours does: the rest waits in our system.
    const length = 1024 * 1024;
    expect(await session.write(Buffer.alloc(length), farTooLongMs)).toMatchObject({ ok: true });
    session.abandon();
    peer?.resume();
    expect(await ended).toBeLessThan(length);
  });

  test('closing a printer that does not hear does not wait for it', async () => {
    const session = await sessionWith((socket) => socket.pause());
    await session.write(bytes('?'), farTooLongMs);
    expect(await session.close()).toEqual({ ok: true, value: undefined });
    expect(await session.close()).toEqual({ ok: true, value: undefined });
  });
});
