/**
 * A printer on the network: raw bytes over TCP, port 9100 as a rule, 9300 where the printer keeps other hosts out.
 *
 * A write that succeeded says only that our own system took the bytes: whether anything was printed is asked of the
 * printer. A peer that vanished without a word is noticed by the limits of each wait.
 */
import { connect, type Socket } from 'node:net';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { OpenProblem, PrinterConnection } from './connection.ts';
import { Conversation, type Line, within } from './conversation.ts';
import { holdBetweenSessions } from './held-conversation.ts';

interface NetworkAddress {
  readonly host: string;
  readonly port: number;
  /** The port takes one host at a time; without a word, what a printer's port 9300 does. */
  readonly singleConnection?: boolean | undefined;
}

/** Zebra's `ip.port_single_conn`. */
const singleConnectionPort = 9300;
export const openingMsMax = 2_000;
const closingMsMax = 250;
const keepAliveAfterMs = 5_000;
/** By its system, or by the printer as soon as its system had let us in. */
const refusals: readonly unknown[] = ['ECONNREFUSED', 'ECONNRESET'];
/** Some printers let a second host in and show it out at once. */
const turnedAwayMsMax = 15;

export function networkConnection(address: NetworkAddress): PrinterConnection {
  const { port, singleConnection = port === singleConnectionPort } = address;
  if (singleConnection) return holdBetweenSessions((signal) => openAlone(address, signal));
  return { isOneWay: false, open: (signal) => openConversation(address, 'unreachable', signal) };
}

/** Where one host at a time is let in, a printer that turns us away has another host in. */
async function openAlone(
  address: NetworkAddress,
  signal: AbortSignal | undefined,
): Promise<Result<Conversation, OpenProblem>> {
  const opened = await openConversation(address, 'in-use', signal);
  if (!opened.ok) return opened;
  await opened.value.hearOut(turnedAwayMsMax, turnedAwayMsMax);
  if (opened.value.isOpen) return opened;
  return refuse(signal?.aborted ? 'unreachable' : 'in-use');
}

function openConversation(
  { host, port }: NetworkAddress,
  whenRefused: OpenProblem,
  signal: AbortSignal | undefined,
): Promise<Result<Conversation, OpenProblem>> {
  if (signal?.aborted) return Promise.resolve(refuse('unreachable'));
  const { promise, resolve } = Promise.withResolvers<Result<Conversation, OpenProblem>>();
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs });
  const conversation = new Conversation(new NetworkLine(socket));
  const tooLate = setTimeout(() => socket.destroy(), openingMsMax);
  const stop = () => socket.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  // Every error is followed by `close`, which settles whatever waits.
  let isRefused = false;
  socket.on('error', (error) => {
    isRefused = 'code' in error && refusals.includes(error.code);
  });
  socket.on('data', (bytes: Buffer) => conversation.heard(bytes));
  socket.once('connect', () => {
    clearTimeout(tooLate);
    signal?.removeEventListener('abort', stop);
    conversation.obey(signal);
    resolve(ok(conversation));
  });
  socket.once('close', () => {
    clearTimeout(tooLate);
    signal?.removeEventListener('abort', stop);
    conversation.ended();
    resolve(refuse(isRefused ? whenRefused : 'unreachable'));
  });
  return promise;
}

class NetworkLine implements Line {
  readonly stretchBytesMax = Number.POSITIVE_INFINITY;
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  send(bytes: Uint8Array, done: (isSent: boolean) => void): void {
    this.socket.write(bytes, (error) => done(!error));
  }

  async end(): Promise<void> {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    this.socket.once('close', () => resolve());
    this.socket.end();
    await within(closingMsMax, closed);
    this.socket.destroy();
  }

  /**
   * A reset, not an orderly end: after an orderly end the system goes on delivering what it still holds, for minutes
   * when the network was away, and a label would come out long after everybody had given it up.
   */
  cut(): void {
    // One that is ending in order cannot be reset: it would stay open (libuv: EINVAL while it is shut down).
    if (this.socket.writableEnded) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }
}
