/** A plain host on a socket, for the tests of the virtual printers: it sends, and waits for what it expects. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

interface HostSocket {
  send(bytes: Uint8Array | string): void;
  /** Waits until what came since the last question holds `end`; answers with all of it. */
  until(end: string | Buffer): Promise<Buffer>;
  /** Whatever comes next, as soon as anything has. */
  next(): Promise<Buffer>;
  ask(question: Uint8Array | string, end: string | Buffer): Promise<Buffer>;
  /** Everything that came and was not yet asked for. */
  unread(): Buffer;
  /** How the connection ended: `reset`, or `closed`. */
  ended(): Promise<'reset' | 'closed'>;
  close(): void;
}

export async function connectTo(port: number): Promise<HostSocket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let unread: Buffer = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  socket.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes]);
    wake();
  });
  const ended = endOf(socket);
  const answered = async (isAnswer: () => boolean, what: string | Buffer) => {
    while (!isAnswer()) {
      const more = new Promise<'more'>((resolve) => {
        wake = () => resolve('more');
      });
      const news = await Promise.race([more, ended]);
      if (news !== 'more') throw new Error(`${news} before ${what}; unread: ${unread.toString('latin1')}`);
    }
    const answer = unread;
    unread = Buffer.alloc(0);
    return answer;
  };
  const until = (end: string | Buffer) => answered(() => unread.includes(end), end);
  const send = (bytes: Uint8Array | string) => void socket.write(bytes);
  return {
    send,
    until,
    next: () => answered(() => unread.length > 0, 'anything'),
    ask: (question, end) => {
      send(question);
      return until(end);
    },
    unread: () => unread,
    ended: () => ended,
    close: () => void socket.end(),
  };
}

function endOf(socket: Socket): Promise<'reset' | 'closed'> {
  return new Promise((resolve) => {
    socket.on('error', () => resolve('reset'));
    socket.on('close', () => resolve('closed'));
  });
}
