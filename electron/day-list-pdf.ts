/** Lists as a PDF, drawn in a thread of its own (day-list-pdf-worker.ts) that ends with it. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { DayListPage } from './day-list-paper.ts';
import type { NotSentPage } from './not-sent-paper.ts';

interface DayListOrder extends DayListPage {
  /** Who opens it must know this; null: everybody can. */
  readonly passphrase: string | null;
}

/** A list of thousands on a slow computer takes some seconds. */
const drawingMsMax = 60_000;

type Drawn = Promise<Result<Uint8Array, 'not-drawn'>>;

/** What the thread is given: one of the two lists. */
export type ListOrder = DayListOrder | NotSentPage;

export const dayListPdf = (order: DayListOrder): Drawn => draw(order);
export const notSentPdf = (page: NotSentPage): Drawn => draw(page);

function draw(order: ListOrder): Drawn {
  const { promise, resolve } = Promise.withResolvers<Result<Uint8Array, 'not-drawn'>>();
  // The bundler names its own copy.
  const workerFile = fileURLToPath(new URL('./day-list-pdf-worker.ts', import.meta.url));
  const thread = new Worker(workerFile, { workerData: order, stdout: true, stderr: true });
  thread.stdout.resume();
  thread.stderr.resume();
  const tooLate = setTimeout(() => void thread.terminate(), drawingMsMax);
  thread.once('message', (pdf: Uint8Array) => resolve(ok(pdf)));
  // An error ends the thread; its `exit` is what counts.
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    clearTimeout(tooLate);
    resolve(refuse('not-drawn'));
  });
  return promise;
}
