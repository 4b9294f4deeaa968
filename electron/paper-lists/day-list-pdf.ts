/** Lists as a PDF, drawn in a worker of its own (day-list-pdf-worker.ts) that ends with it. */
import { type Result, refuse } from '../../clinic/result.ts';
import { answerOfWorker } from '../worker-answer.ts';
import { beside } from '../worker-beside.ts';
import type { DayListPage } from './day-list-paper.ts';
import type { NotSentPage } from './not-sent-paper.ts';

interface DayListOrder extends DayListPage {
  /** Who opens it must know this; null: everybody can. */
  readonly passphrase: string | null;
}

/** A list of thousands on a slow computer takes some seconds. */
const drawingMsMax = 60_000;

type Drawn = Promise<Result<Uint8Array, 'not-drawn'>>;

/** What the worker is asked for: one of the two lists. */
export type ListOrder = DayListOrder | NotSentPage;

export const dayListPdf = (order: DayListOrder): Drawn => draw(order);
export const notSentPdf = (page: NotSentPage): Drawn => draw(page);

async function draw(order: ListOrder): Drawn {
  // The bundler names its own copy.
  const start = beside<ListOrder, Uint8Array>(new URL('./day-list-pdf-worker.ts', import.meta.url), 'lists on paper');
  const pdf = await answerOfWorker(start, order, drawingMsMax);
  return pdf.ok ? pdf : refuse('not-drawn');
}
