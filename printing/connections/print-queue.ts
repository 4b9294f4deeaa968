/**
 * A printer behind a queue of the computer or of a print server. Whole papers are handed to the queue, one paper a job;
 * when and whether they go on to the printer is the queue's affair, so that a paper is `sent`, never `printed`.
 *
 * A queue whose printer is away keeps what it was given, and lets all of it out at once when the printer is back: labels
 * of patients who have left by then. So nothing is given to a queue that still holds something.
 */
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { rest } from '../rest.ts';
import type { OpenProblem, PrinterConnection, Session } from './connection.ts';

/** `held-up`: there is at least one job in it, of anybody's. `stopped`: it takes no jobs, or hands none on. */
export type QueueState = 'empty' | Exclude<OpenProblem, 'in-use'>;

/** Neither call fails: what went wrong is part of the answer. */
export interface PrintQueue {
  look(signal?: AbortSignal): Promise<QueueState>;
  /** One job, of these very bytes. False: nobody knows how much of it was taken. */
  submit(bytes: Uint8Array, timeoutMs: number): Promise<boolean>;
}

export interface QueueWaits {
  /** How long a paper may stand in the queue before it is in doubt; an idle printer takes it in well under a second. */
  readonly leavingMsMax: number;
  readonly lookAgainMs: number;
}

const queueWaits: QueueWaits = { leavingMsMax: 10_000, lookAgainMs: 100 };

export function queueConnection(queue: PrintQueue, waits: QueueWaits = queueWaits): PrinterConnection {
  return {
    isOneWay: true,
    // CUPS calls a job completed whose printer broke off the connection in the middle.
    mayTearUnheard: true,
    async open(signal): Promise<Result<Session, OpenProblem>> {
      if (signal?.aborted) return refuse('unreachable');
      const state = await queue.look(signal);
      return state === 'empty' ? ok(new QueueSession(queue, waits, signal)) : refuse(state);
    },
  };
}

class QueueSession implements Session {
  private readonly queue: PrintQueue;
  private readonly waits: QueueWaits;
  private readonly giveUp = new AbortController();
  private readonly signal: AbortSignal;
  private isSubmitted = false;

  constructor(queue: PrintQueue, waits: QueueWaits, signal: AbortSignal | undefined) {
    this.queue = queue;
    this.waits = waits;
    this.signal = signal ? AbortSignal.any([signal, this.giveUp.signal]) : this.giveUp.signal;
  }

  async write(bytes: Uint8Array, timeoutMs: number): Promise<Result<void, 'broke-off'>> {
    assert(!this.isSubmitted, 'one paper is one job');
    this.isSubmitted = true;
    return (await this.queue.submit(bytes, timeoutMs)) ? ok(undefined) : refuse('broke-off');
  }

  async readUntil(): Promise<Result<never, 'silent'>> {
    return refuse('silent');
  }

  /** Waits until the paper has left the queue. */
  async close(): Promise<Result<void, 'broke-off'>> {
    if (!this.isSubmitted) return ok(undefined);
    const lateAtMs = performance.now() + this.waits.leavingMsMax;
    while (!this.signal.aborted) {
      if ((await this.queue.look(this.signal)) === 'empty') return ok(undefined);
      if (performance.now() >= lateAtMs) break;
      await rest(this.waits.lookAgainMs, this.signal);
    }
    return refuse('broke-off');
  }

  /**
   * What the queue took stays there: to take it back may stop it in the middle of its bytes, and the next patient's label
   * would run into half a label.
   */
  abandon(): void {
    this.giveUp.abort();
  }
}
