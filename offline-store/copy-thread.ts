/** Makes a copy of the ledger in a thread of its own (ledger-copy-worker.ts), which ends with it. */
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { refuse } from '../clinic/result.ts';
import { type CopyEnd, type CopyOrder, copyAndCheck } from './copy-bytes.ts';
import { onDisk } from './durable-file.ts';

/** As much as a clinic writes in a day: copied sooner than a thread begins. */
const copiedHereBytesMax = 512 * 1024;
/** A decade's ledger on a slow disk. */
const copyMsMax = 30 * 60 * 1000;
/** How long it may take to leave its files alone; as a rule what it does with the disk at that moment. */
const leavesFilesMsMax = 3000;

/** How far the thread is, in a number that both threads see. */
export const copyPhases = { waiting: 0, atWork: 1, stopped: 2, ended: 3 } as const;

export interface ThreadOrder extends CopyOrder {
  readonly phase: SharedArrayBuffer;
}

interface CopyUnderWay {
  readonly ended: Promise<CopyEnd>;
  /** When it returns, nothing touches the draft any more. */
  breakOff(): void;
}

/** @param onBytesCopied its file need not be held still any more */
export function startCopy(order: CopyOrder, onBytesCopied: () => void): CopyUnderWay {
  if (order.bytes > copiedHereBytesMax) return copyInThread(order, onBytesCopied);
  const ended = copyAndCheck(order, () => true, onBytesCopied);
  return { ended: Promise.resolve(ended), breakOff: () => undefined };
}

function copyInThread(order: CopyOrder, onBytesCopied: () => void): CopyUnderWay {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const phase = new Int32Array(shared);
  const { promise: ended, resolve } = Promise.withResolvers<CopyEnd>();
  // The bundler names its own copy.
  const workerFile = fileURLToPath(new URL('./ledger-copy-worker.ts', import.meta.url));
  const workerData: ThreadOrder = { ...order, phase: shared };
  const started = onDisk(() => new Worker(workerFile, { workerData, stdout: true, stderr: true }));
  // A system that has no room for another thread.
  if (!started.ok) return { ended: Promise.resolve(refuse('broken-off')), breakOff: () => undefined };
  const thread = started.value;
  thread.stdout.resume();
  thread.stderr.resume();
  const tooLate = setTimeout(breakOff, copyMsMax);
  thread.on('message', (message: 'bytes-copied' | CopyEnd) =>
    message === 'bytes-copied' ? onBytesCopied() : resolve(message),
  );
  // An error ends the thread; its `exit` is what counts.
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    clearTimeout(tooLate);
    resolve(refuse('broken-off'));
  });

  function breakOff(): void {
    const { waiting, atWork, stopped } = copyPhases;
    // It ends by itself: one that is ended in the middle of SQLite's work may take the kiosk with it (Electron 33: one in ten).
    const before = Atomics.compareExchange(phase, 0, waiting, stopped);
    if (before === atWork) {
      Atomics.compareExchange(phase, 0, atWork, stopped);
      // Its check of many pages, which nothing else can stop, ends at the next one that is not there.
      onDisk(() => fs.truncateSync(order.draft));
      Atomics.wait(phase, 0, stopped, leavesFilesMsMax);
    }
    resolve(refuse('broken-off'));
  }

  return { ended, breakOff };
}
