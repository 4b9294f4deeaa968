/**
 * A conversation over a line: what was heard and not yet read, who waits for what, and for how long. The connections that
 * carry answers share it; each brings its own line.
 *
 * Every wait settles by itself, whatever the line does: a line that was pulled out may never say so. It is late only when
 * what came in time has been read: this computer may have been busy, and the printer not.
 */
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Reader, Session, SessionProblem } from './connection.ts';

/** What carries the bytes. It tells the conversation what it hears, and when it is gone. */
export interface Line {
  /** Handed over at a time. Each stretch has the time limit of a write: a slow line is not a broken one. */
  readonly stretchBytesMax: number;
  /** May never be done: then the time limit ends the wait. */
  send(bytes: Uint8Array, done: (isSent: boolean) => void): void;
  /** Ends in order, and settles promptly whatever the printer does. */
  end(): Promise<void>;
  /** Ends at once, and throws away what has not left us. */
  cut(): void;
}

/** A printer's answers are a few hundred bytes; of one that talks without end, only the latest is kept. */
const unreadBytesMax = 64 * 1024;

const anything: Reader<true> = (received) =>
  received.length > 0 ? { value: true, start: 0, end: received.length } : null;

export class Conversation implements Session {
  private readonly line: Line;
  private unread: Buffer = Buffer.alloc(0);
  /** Called when there is something new: bytes, or the end. */
  private readonly news = new Set<() => void>();
  private readonly life = new AbortController();
  private readonly giveUp = () => this.abandon();
  isOpen = true;
  /** The last thing waited for did not come; it still may, and would then be taken for an answer to something else. */
  isOwedAnAnswer = false;

  constructor(line: Line) {
    this.line = line;
  }

  heard(bytes: Uint8Array): void {
    this.unread = Buffer.concat([this.unread, bytes]).subarray(-unreadBytesMax);
    this.tell();
  }

  ended(): void {
    this.isOpen = false;
    this.life.abort();
    this.tell();
  }

  /** From now on it is abandoned when the signal aborts. */
  obey(signal: AbortSignal | undefined): void {
    if (signal?.aborted) this.abandon();
    else signal?.addEventListener('abort', this.giveUp, { once: true, signal: this.life.signal });
  }

  /** Forgets what was heard. */
  forget(): void {
    this.unread = Buffer.alloc(0);
  }

  /** Forgets what is still heard of earlier conversations, until the line is quiet. */
  async hearOut(quietMs: number, timeoutMs: number): Promise<void> {
    const endMs = performance.now() + timeoutMs;
    while (performance.now() < endMs) {
      const heard = await this.readUntil(anything, quietMs);
      if (!heard.ok) break;
    }
    this.isOwedAnAnswer = false;
  }

  async write(bytes: Uint8Array, timeoutMs: number): Promise<Result<void, 'broke-off'>> {
    for (let start = 0; start < bytes.length; start += this.line.stretchBytesMax) {
      const stretch = bytes.subarray(start, start + this.line.stretchBytesMax);
      const sent = await this.send(stretch, timeoutMs);
      if (!sent.ok) return sent;
    }
    return ok(undefined);
  }

  async readUntil<Value>(reader: Reader<Value>, timeoutMs: number): Promise<Result<Value, SessionProblem>> {
    const read = await this.wait<Value, SessionProblem>(timeoutMs, 'silent', () => {
      const found = reader(this.unread);
      if (!found) return null;
      assert(found.start <= found.end && found.end <= this.unread.length, 'what was found stands in what was received');
      this.unread = Buffer.concat([this.unread.subarray(0, found.start), this.unread.subarray(found.end)]);
      return ok(found.value);
    });
    this.isOwedAnAnswer = !read.ok;
    return read;
  }

  async close(): Promise<Result<void, 'broke-off'>> {
    if (this.isOpen) await this.line.end();
    this.ended();
    return ok(undefined);
  }

  abandon(): void {
    if (!this.isOpen) return;
    this.line.cut();
    this.ended();
  }

  /** After the time limit part of it may have left: the wait was for room in our own system's buffer. */
  private send(bytes: Uint8Array, timeoutMs: number): Promise<Result<void, 'broke-off'>> {
    return this.wait<void, 'broke-off'>(
      timeoutMs,
      'broke-off',
      () => null,
      (settle) => this.line.send(bytes, (isSent) => settle(isSent ? ok(undefined) : refuse('broke-off'))),
    );
  }

  /** Settles once: by `look` (asked now and at each news), by what `begin` hears, by the end, or by the time. */
  private wait<Value, Problem>(
    timeoutMs: number,
    late: Problem,
    look: () => Result<Value, Problem> | null,
    begin?: (settle: (result: Result<Value, Problem | 'broke-off'>) => void) => void,
  ): Promise<Result<Value, Problem | 'broke-off'>> {
    const { promise, resolve } = Promise.withResolvers<Result<Value, Problem | 'broke-off'>>();
    let isLast: NodeJS.Immediate | undefined;
    const settle = (result: Result<Value, Problem | 'broke-off'>) => {
      clearTimeout(timer);
      clearImmediate(isLast);
      this.news.delete(hear);
      resolve(result);
    };
    const hear = () => {
      const found = look();
      if (found) settle(found);
      else if (!this.isOpen) settle(refuse('broke-off'));
    };
    // Node calls timers that are due first, then hears what lies there, then calls this.
    const timer = setTimeout(() => {
      isLast = setImmediate(() => settle(refuse(late)));
    }, timeoutMs);
    this.news.add(hear);
    if (this.isOpen) begin?.(settle);
    hear();
    return promise;
  }

  private tell(): void {
    for (const hear of [...this.news]) hear();
  }
}

/** Settles with the work, or when the time is over; the work goes on. */
export async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([work, late]);
  clearTimeout(timer);
}
