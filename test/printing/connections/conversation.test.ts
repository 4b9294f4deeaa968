import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ask } from '../../../printing/connections/connection.ts';
import { Conversation, type Line } from '../../../printing/connections/conversation.ts';
import { bytes, farTooLongMs, never, shortMs, word } from './words.ts';

/** A line in our hands: each stretch waits until the test says that it went out, or that it could not. */
class LineInHand implements Line {
  readonly stretchBytesMax = 4;
  readonly sent: string[] = [];
  wasCut = false;
  private done: ((isSent: boolean) => void) | null = null;
  private wake: () => void = () => undefined;

  send(stretch: Uint8Array, done: (isSent: boolean) => void): void {
    this.sent.push(Buffer.from(stretch).toString());
    this.done = done;
    this.wake();
  }

  /** Lets the next stretch go, as soon as there is one. */
  async letGo(isSent = true): Promise<void> {
    while (!this.done) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const { done } = this;
    this.done = null;
    done(isSent);
  }

  async end(): Promise<void> {}

  cut(): void {
    this.wasCut = true;
  }
}

test('a paper goes out in stretches, one after another, and is written when the last is out', async () => {
  const line = new LineInHand();
  const written = new Conversation(line).write(bytes('a whole paper'), farTooLongMs);
  for (let count = 0; count < 4; count += 1) await line.letGo();
  expect(await written).toEqual({ ok: true, value: undefined });
  expect(line.sent).toEqual(['a wh', 'ole ', 'pape', 'r']);
});

test('S5: after a stretch that did not go out, none of the rest does', async () => {
  const failed = new LineInHand();
  const written = new Conversation(failed).write(bytes('a whole paper'), farTooLongMs);
  await failed.letGo();
  await failed.letGo(false);
  expect(await written).toEqual({ ok: false, problem: 'broke-off' });
  expect(failed.sent).toEqual(['a wh', 'ole ']);

  const late = new LineInHand();
  const conversation = new Conversation(late);
  expect(await conversation.write(bytes('a whole paper'), shortMs)).toEqual({ ok: false, problem: 'broke-off' });
  conversation.abandon();
  await late.letGo();
  expect([late.sent, late.wasCut]).toEqual([['a wh'], true]);
});

test('of a printer that talks without end, the latest is kept', async () => {
  const conversation = new Conversation(new LineInHand());
  conversation.heard(bytes('first'));
  conversation.heard(Buffer.alloc(64 * 1024, 'x'));
  conversation.heard(bytes('last'));
  expect(await conversation.readUntil(word('first'), 0)).toEqual({ ok: false, problem: 'silent' });
  expect(await conversation.readUntil(word('last'), 0)).toEqual({ ok: true, value: 'last' });
});

test('an answer that came while this computer was busy with something else is an answer, and not silence', async () => {
  const server = createServer((socket) => socket.write('here')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const socket = connect(address.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  // Both ends are here: from now on it lies in our system, and nobody has read it.
  await Promise.all([once(server, 'connection'), once(socket, 'connect')]);
  const conversation = new Conversation(new LineInHand());
  socket.on('data', (heard) => conversation.heard(heard));
  const read = conversation.readUntil(word('here'), shortMs);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * shortMs);
  expect(await read).toEqual({ ok: true, value: 'here' });
});

test('it owes an answer from a question in vain until the next that is answered', async () => {
  const line = new LineInHand();
  const conversation = new Conversation(line);
  const inVain = ask(conversation, bytes('?'), never, shortMs);
  await line.letGo();
  expect([await inVain, conversation.isOwedAnAnswer]).toEqual([{ ok: false, problem: 'silent' }, true]);
  const answered = ask(conversation, bytes('!'), word('here'), farTooLongMs);
  await line.letGo();
  conversation.heard(bytes('here'));
  expect([await answered, conversation.isOwedAnAnswer]).toEqual([{ ok: true, value: 'here' }, false]);
});
