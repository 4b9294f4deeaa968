/**
 * A printer: one language spoken over one connection. What it is asked, and what it can know about a paper.
 *
 * Nothing here sends a paper twice or decides to. Who may be asked again is the print worker's matter.
 */
import type { PrinterTrouble } from '../clinic/printer-trouble.ts';
import type { OpenProblem } from './connections/connection.ts';
import type { AttemptEvidence, PrintOutcome } from './print-worker.ts';

/** What one look at a printer found. */
export interface PrinterStatus {
  /** It may be given a paper now. Silence is not ready. */
  readonly isReady: boolean;
  readonly troubles: readonly PrinterTrouble[];
  /** What it has received, from anybody, and not finished. */
  readonly inside: 'nothing' | 'something' | 'part-of-a-label' | 'not-known';
  /** Labels printed over its life; `none`: it keeps no count; `not-known`: it did not say this time. */
  readonly odometer: number | 'none' | 'not-known';
  readonly dotsPerMm?: number;
  readonly model?: string;
  readonly serial?: string;
  /** Of the labels in it, as far as it has measured them. */
  readonly labelLengthDots?: number;
}

/** `in-doubt`: bytes left us, and the printer has not shown what became of them. The next thing is to look, never to send. */
export type PrintAttemptOutcome = PrintOutcome | { readonly kind: 'in-doubt' };

export interface PrintWatch {
  /** Ends a print promptly, in doubt: what had not left us never will. */
  readonly signal?: AbortSignal;
  /** What the printer says while we wait for it. */
  readonly onStatus?: (status: PrinterStatus) => void;
}

export interface Printer {
  readonly name: string;
  readonly language: 'zpl' | 'esc-pos';
  /** Looks; changes nothing, and prints nothing. */
  status(signal?: AbortSignal): Promise<PrinterStatus>;
  /** Sends one paper, once. The evidence must be durable by now, and its token in the bytes. */
  print(bytes: Uint8Array, evidence: AttemptEvidence, watch?: PrintWatch): Promise<PrintAttemptOutcome>;
  /** Ends what was begun and will never be finished, so that the next paper does not run into it. False: it was not told. */
  clearPart(signal?: AbortSignal): Promise<boolean>;
}

/** How long the printer is waited for; a printer is slow, a test is not. */
export interface PrinterWaits {
  readonly writingMsMax: number;
  readonly answerMsMax: number;
  /** How long to listen for the echo of a paper before asking the printer how it is. */
  readonly listeningMs: number;
  /** How long a paper may take, while the printer is well, before it is in doubt. */
  readonly paperMsMax: number;
  /** Between two looks at the count of labels, while the paper moves: half of it is added to the time of each label. */
  readonly movingMs: number;
  /** How long half a label may stand in a printer before nobody is taken to be sending the other half. */
  readonly partMsMax: number;
  /** How long a status byte that nobody asked for may arrive behind an answer. */
  readonly strayMs: number;
}

export const printerWaits: PrinterWaits = {
  writingMsMax: 5_000,
  answerMsMax: 1_000,
  listeningMs: 250,
  paperMsMax: 5_000,
  movingMs: 5,
  partMsMax: 3_000,
  strayMs: 25,
};

/** The status of a printer that no conversation could be opened with. */
export function notOpened(problem: OpenProblem): PrinterStatus {
  // What a queue holds may be ours, and still comes out.
  if (problem === 'held-up') return { ...notReady(openTroubles[problem]), inside: 'something' };
  return notReady(openTroubles[problem]);
}

const openTroubles: Readonly<Record<OpenProblem, PrinterTrouble>> = {
  unreachable: 'unreachable',
  'in-use': 'busy-with-another-host',
  'held-up': 'held-up-in-queue',
  stopped: 'queue-stopped',
};

/** The status of a printer that did not say enough to be trusted with a paper. */
export function notReady(...troubles: readonly PrinterTrouble[]): PrinterStatus {
  return { isReady: false, troubles, inside: 'not-known', odometer: 'not-known' };
}
