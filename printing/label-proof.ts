/**
 * The proof of a label before it is sent: its final bytes hold one label and our commands only, are drawn, and the
 * barcode is read back from the dots and compared (S6). A label that fails is not sent.
 *
 * This half asks; label-proof-worker.ts answers, in a thread or a process of its own. A worker that dies is replaced, and asked
 * the question in hand once more; one that dies of it again, or hangs, costs that question, which is refused.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { RasterProblem } from './label-proof-raster.ts';
import type { Bitmap } from './labels/bitmap.ts';
import type { DrawingProblem } from './labels/drawn-label.ts';
import type { DrawnLabel, LabelMedia } from './labels/label.ts';
import type { ZplProblem } from './languages/zpl-lint.ts';
import type { Printer } from './printer.ts';
import { inThread, type RunningWorker, type StartWorker } from './worker.ts';

export type ProofProblem =
  | ZplProblem
  | RasterProblem
  | DrawingProblem
  | 'wrong-size'
  | 'not-drawn'
  | 'barcode-not-read'
  | 'wrong-barcode'
  | 'proof-too-slow'
  | 'proof-stopped';

export interface Proof extends LabelMedia {
  /** Null: the label must not have one. */
  readonly expectedBarcode: string | null;
  /** Each must stand in one of the label's texts, as words of its own. */
  readonly expectedTexts?: readonly string[];
  /** The pictures that the label has, in their order, and no other; none unless it is said. */
  readonly expectedPictures?: readonly Bitmap[];
  /** The label that the bytes must show, and no other; null, or not said: whatever they say in words. */
  readonly drawn?: DrawnLabel | null;
}

export interface LabelProof {
  prove(bytes: Uint8Array, proof: Proof): Promise<Result<{ readonly png: Uint8Array }, ProofProblem>>;
  /** A picture of one label, whatever it says: for people to look at. */
  picture(
    bytes: Uint8Array,
    media: LabelMedia,
    language?: Printer['language'],
  ): Promise<Result<Uint8Array, ProofProblem>>;
  /** What has not been answered is refused. */
  close(): Promise<void>;
}

export interface LabelProofOptions {
  /** A thread of this process, unless it is said. */
  readonly startWorker?: StartProofWorker;
  readonly answerMsMax?: number;
}

/** It answers in the order in which it is asked. */
export type StartProofWorker = StartWorker<ProofQuestion, ProofAnswer>;

export type ProofQuestion = { readonly id: number; readonly bytes: Uint8Array; readonly media: LabelMedia } & Readonly<
  | { kind: 'picture'; language: Printer['language'] }
  | {
      kind: 'proof';
      expectedBarcode: string | null;
      expectedTexts: readonly string[];
      expectedPictures: readonly Bitmap[];
      drawn: DrawnLabel | null;
    }
>;

export interface ProofAnswer {
  readonly id: number;
  readonly result: Result<Uint8Array, ProofProblem>;
}

interface Pending {
  readonly question: ProofQuestion;
  /** The worker that was asked before died. */
  readonly isAskedAgain: boolean;
  readonly settle: (result: Result<Uint8Array, ProofProblem>) => void;
}

/** The bundler points to its own copy beside the bundle. */
export const proofWorkerFile = new URL('./label-proof-worker.ts', import.meta.url);

/** Nobody stands at a printer for longer than this. */
const proofAnswerMsMax = 10_000;
/** A worker that has just begun loads 10 MB before its first answer, while everything else starts too. */
const firstAnswerTimes = 3;
/** A worker may not end when it is told to; whoever closes the kiosk does not wait for it. */
const stoppingMsMax = 2_000;

export function createLabelProof(options: LabelProofOptions = {}): LabelProof {
  const { startWorker = inThread(proofWorkerFile), answerMsMax = proofAnswerMsMax } = options;
  const waiting: Pending[] = [];
  let inHand: { readonly pending: Pending; readonly timer: NodeJS.Timeout } | null = null;
  let hasAnswered = false;
  let worker: RunningWorker<ProofQuestion> | null = start();
  let isClosed = false;
  let questions = 0;

  function start(): RunningWorker<ProofQuestion> {
    hasAnswered = false;
    const started = startWorker({
      onAnswer({ id, result }) {
        hasAnswered = true;
        if (inHand?.pending.question.id === id) settleInHand(result);
      },
      onEnd() {
        if (worker !== started) return;
        worker = null;
        askAgain();
      },
    });
    return started;
  }

  /** The worker may have died of something else than the label. */
  function askAgain(): void {
    if (inHand === null) return;
    const { pending, timer } = inHand;
    if (pending.isAskedAgain) {
      settleInHand(refuse('proof-stopped'));
      return;
    }
    clearTimeout(timer);
    inHand = null;
    waiting.unshift({ ...pending, isAskedAgain: true });
    askNext();
  }

  function settleInHand(result: Result<Uint8Array, ProofProblem>): void {
    if (inHand === null) return;
    const { pending, timer } = inHand;
    clearTimeout(timer);
    inHand = null;
    pending.settle(result);
    askNext();
  }

  /** One at a time, so that a time-out belongs to the label that caused it. */
  function askNext(): void {
    if (inHand !== null || isClosed) return;
    const pending = waiting.shift();
    if (!pending) return;
    worker ??= start();
    inHand = { pending, timer: setTimeout(giveUp, hasAnswered ? answerMsMax : firstAnswerTimes * answerMsMax) };
    // A copy: a view would be sent with all of the memory that it looks into.
    worker.ask({ ...pending.question, bytes: Uint8Array.from(pending.question.bytes) });
  }

  function giveUp(): void {
    void stopWorker();
    settleInHand(refuse('proof-too-slow'));
  }

  async function stopWorker(): Promise<void> {
    const stopped = worker;
    worker = null;
    await Promise.race([stopped?.stop(), delay(stoppingMsMax, undefined, { ref: false })]);
  }

  function ask(question: ProofQuestion): Promise<Result<Uint8Array, ProofProblem>> {
    if (isClosed) return Promise.resolve(refuse('proof-stopped'));
    return new Promise((settle) => {
      waiting.push({ question, settle, isAskedAgain: false });
      askNext();
    });
  }

  return {
    async prove(bytes, { expectedBarcode, expectedTexts = [], expectedPictures = [], drawn = null, ...ofPrinter }) {
      const { size, dotsPerMm, adjustment = {} } = ofPrinter;
      const media = { size, dotsPerMm, adjustment };
      const expected = { expectedBarcode, expectedTexts, expectedPictures, drawn };
      const question = { id: ++questions, kind: 'proof', bytes, media, ...expected } as const;
      const answer = await ask(question);
      return answer.ok ? ok({ png: answer.value }) : answer;
    },
    picture(bytes, { size, dotsPerMm }, language = 'zpl') {
      return ask({ id: ++questions, kind: 'picture', bytes, media: { size, dotsPerMm }, language });
    },
    async close() {
      isClosed = true;
      settleInHand(refuse('proof-stopped'));
      for (const { settle } of waiting.splice(0)) settle(refuse('proof-stopped'));
      await stopWorker();
    },
  };
}
