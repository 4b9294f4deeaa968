/**
 * A printer on the network: raw bytes over TCP, port 9100 as a rule, 9300 where the printer keeps other hosts out.
 *
 * A write that succeeded says only that our own system took the bytes: whether anything was printed is asked of the
 * printer. A peer that vanished without a word is noticed by the limits of each wait.
 */
import { connect, type Socket } from 'node:net';
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { PrinterConnection, Reader, Session, SessionProblem } from './connection.ts';

interface NetworkAddress {
  readonly host: string;
  readonly port: number;
}

const openingMsMax = 2_000;
const closingMsMax = 250;
const keepAliveAfterMs = 5_000;
/** A printer's answers are a few hundred bytes; of one that talks without end, only the latest is kept. */
const unreadBytesMax = 64 * 1024;

export function networkConnection(address: NetworkAddress): PrinterConnection {
  return { isOneWay: false, open: (signal) => openSession(address, signal) };
}

function openSession({ host, port }: NetworkAddress, signal?: AbortSignal): Promise<Result<Session, 'unreachable'>> {
  if (signal?.aborted) return Promise.resolve(refuse('unreachable'));
  const { promise, resolve } = Promise.withResolvers<Result<Session, 'unreachable'>>();
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs });
  const tooLate = setTimeout(() => socket.destroy(), openingMsMax);
  const abandon = () => void (socket.connecting ? socket.destroy() : socket.resetAndDestroy());
  signal?.addEventListener('abort', abandon, { once: true });
  // Every error is followed by `close`, which settles whatever waits.
  socket.on('error', () => undefined);
  socket.once('connect', () => {
    clearTimeout(tooLate);
    resolve(ok(new NetworkSession(socket)));
  });
  socket.once('close', () => {
    clearTimeout(tooLate);
    signal?.removeEventListener('abort', abandon);
    resolve(refuse('unreachable'));
  });
  return promise;
}

class NetworkSession implements Session {
  private readonly socket: Socket;
  private unread: Buffer = Buffer.alloc(0);
  private isOpen = true;
  /** Called when there is something new: bytes, or the end. */
  private readonly news = new Set<() => void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.unread = Buffer.concat([this.unread, bytes]).subarray(-unreadBytesMax);
      this.tell();
    });
    socket.once('close', () => {
      this.isOpen = false;
      this.tell();
    });
  }

  write(bytes: Uint8Array, timeoutMs: number): Promise<Result<void, 'broke-off'>> {
    return this.wait<void, 'broke-off'>(
      timeoutMs,
      // Part of it may have left: the wait was for room in our own system's buffer.
      'broke-off',
      () => null,
      (settle) => this.socket.write(bytes, (error) => settle(error ? refuse('broke-off') : ok(undefined))),
    );
  }

  readUntil<Value>(reader: Reader<Value>, timeoutMs: number): Promise<Result<Value, SessionProblem>> {
    return this.wait<Value, SessionProblem>(timeoutMs, 'silent', () => {
      const found = reader(this.unread);
      if (!found) return null;
      assert(found.start <= found.end && found.end <= this.unread.length, 'what was found stands in what was received');
      this.unread = Buffer.concat([this.unread.subarray(0, found.start), this.unread.subarray(found.end)]);
      return ok(found.value);
    });
  }

  async close(): Promise<Result<void, 'broke-off'>> {
    if (!this.isOpen) return ok(undefined);
    const ended = this.wait<void, never>(closingMsMax, null, () => null);
    this.socket.end();
    await ended;
    this.socket.destroy();
    return ok(undefined);
  }

  /**
   * A reset, not an orderly end: after an orderly end the system goes on delivering what it still holds, for minutes
   * when the network was away, and a label would come out long after everybody had given it up.
   */
  abandon(): void {
    this.socket.resetAndDestroy();
  }

  /** Settles once: by `look` (asked now and at each news), by what `begin` hears, by the end, or by the time. */
  private wait<Value, Problem>(
    timeoutMs: number,
    late: Problem | null,
    look: () => Result<Value, Problem> | null,
    begin?: (settle: (result: Result<Value, Problem | 'broke-off'>) => void) => void,
  ): Promise<Result<Value, Problem | 'broke-off'>> {
    const { promise, resolve } = Promise.withResolvers<Result<Value, Problem | 'broke-off'>>();
    const settle = (result: Result<Value, Problem | 'broke-off'>) => {
      clearTimeout(timer);
      this.news.delete(hear);
      resolve(result);
    };
    const hear = () => {
      const found = look();
      if (found) settle(found);
      else if (!this.isOpen) settle(refuse('broke-off'));
    };
    const timer = setTimeout(() => settle(refuse(late ?? 'broke-off')), timeoutMs);
    this.news.add(hear);
    if (this.isOpen) begin?.(settle);
    hear();
    return promise;
  }

  private tell(): void {
    for (const hear of [...this.news]) hear();
  }
}
