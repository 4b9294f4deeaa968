/** Reads a list from a file in a thread of its own (list-file-worker.ts), which ends with it. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Booking } from '../../clinic/booking.ts';
import type { ImportRefusal } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FoundList } from './found-list.ts';
import { type ListOrder, readList } from './read-list.ts';

/** A small clinic's day: read sooner than a thread begins. */
const readHereBytesMax = 128 * 1024;
/** Ten times what the longest list takes. */
const readingMsMax = 120_000;
/** What was found, and how many bookings. */
export type ListHead = Result<Omit<FoundList, 'bookings'> & { readonly bookings: number }, ImportRefusal>;

type Found = Promise<Result<FoundList, ImportRefusal>>;

/** @param order whose content is given away: it may not be read afterwards */
export function foundIn(order: ListOrder): Found {
  return order.content.length <= readHereBytesMax ? readList(order) : readInThread(order);
}

async function readInThread(order: ListOrder): Found {
  const thread = startThread(order);
  // It answers first with the one and then with the others.
  const head = (await thread.ask()) as ListHead | null;
  const bookings: Booking[] = [];
  while (head?.ok === true && bookings.length < head.value.bookings) {
    const some = (await thread.ask()) as readonly Booking[] | null;
    if (some === null) break;
    bookings.push(...some);
  }
  thread.end();
  if (head?.ok === false) return head;
  // A file that needs more time than any list is none.
  const isWhole = head !== null && bookings.length === head.value.bookings;
  return isWhole ? ok({ ...head.value, bookings }) : refuse({ kind: 'not-understood' });
}

/** `ask` answers null when the thread has come to its end. */
function startThread(workerData: ListOrder): { ask(): Promise<unknown>; end(): void } {
  // The bundler names its own copy.
  const workerFile = fileURLToPath(new URL('./list-file-worker.ts', import.meta.url));
  const { content } = workerData;
  const isWhole = content.buffer instanceof ArrayBuffer && content.buffer.byteLength === content.length;
  const transferList = isWhole ? [content.buffer] : [];
  const thread = new Worker(workerFile, { workerData, transferList, stdout: true, stderr: true });
  thread.stdout.resume();
  thread.stderr.resume();
  let answer: (message: unknown) => void = () => undefined;
  let isOver = false;
  const tooLate = setTimeout(() => void thread.terminate(), readingMsMax);
  thread.on('message', (message: unknown) => answer(message));
  // An error ends the thread; its `exit` is what counts. What it says may quote a name.
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    clearTimeout(tooLate);
    isOver = true;
    answer(null);
  });
  return {
    ask: () =>
      new Promise((resolve) => {
        answer = resolve;
        if (isOver) resolve(null);
        else thread.postMessage('go on');
      }),
    end: () => void thread.terminate(),
  };
}
