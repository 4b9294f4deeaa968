/**
 * The print worker of one printer: stop and wait, one paper in flight, evidence durable before the first byte.
 *
 * It never decides to print anything twice: what may have printed becomes `uncertain` and waits for a person (S5).
 */
import type { Clock } from '../clinic/clock.ts';
import { type Result, refuse } from '../clinic/result.ts';
import type { PaperRefusal } from '../clinic/staff-task.ts';
import type { PaperKind } from '../clinic/visit.ts';
import type { Bitmap } from './labels/bitmap.ts';
import type { DrawnLabel } from './labels/label.ts';
import { preparedPapers } from './prepared-papers.ts';
import type { Printer, PrinterStatus } from './printer.ts';
import { changedReports, type PrinterReport } from './printer-reports.ts';
import { isReadyAfter, judge, mayHoldPart, noLooks } from './reconcile.ts';
import { rest } from './rest.ts';
import { watchInside, whileOursIsInside } from './while-ours-is-inside.ts';

/** The bytes of one paper for one printer, with what its barcode must say (null: no barcode). */
export interface ComposedPaper {
  readonly bytes: Uint8Array;
  readonly expectedBarcode: string | null;
  /** What must stand on it in words, for its proof. */
  readonly expectedTexts: readonly string[];
  /** What the bytes must show, when the whole label is sent as a picture. */
  readonly drawn?: DrawnLabel | null;
  /** Names that are drawn; none unless it is said. */
  readonly expectedPictures?: readonly Bitmap[];
}

export interface PrintJob {
  readonly paperId: string;
  readonly kind: PaperKind;
}

export interface AttemptEvidence {
  readonly token: string;
  readonly odometerBefore: number | null;
  /** The printer's serial number before; null where it does not say. */
  readonly serial: string | null;
}

export interface JobInDoubt {
  readonly job: PrintJob;
  readonly evidence: AttemptEvidence;
}

/** Where the worker keeps what it knows; the store implements it. Each call is durable when it returns. */
export interface PrintJournal {
  nextJob(): PrintJob | null;
  /** What would be next if it were asked now. Writes nothing. */
  jobAhead(): PrintJob | null;
  inDoubt(): readonly JobInDoubt[];
  /** False, and nothing written, when the paper no longer waits: staff voided it, or another printer has begun it meanwhile. */
  started(job: PrintJob, evidence: AttemptEvidence): boolean;
  /**
   * `not-printed` puts the paper back to waiting; `uncertain` and `refused` open a task for staff. A paper that is no longer this
   * printer's to settle stays as it is.
   */
  settled(job: PrintJob, outcome: PrintOutcome): void;
}

/** Named for what is known (design: printed, sent, not-printed, uncertain); `refused` was never sent. */
export type PrintOutcome = Readonly<
  | { kind: 'printed' }
  | { kind: 'sent' }
  | { kind: 'not-printed'; because: string }
  | { kind: 'uncertain'; because: string }
  | { kind: 'refused'; because: PaperRefusal }
>;

/** Makes the paper's bytes from what is known now; `no-longer-known` when the day list has forgotten the patient. */
type ComposePaper = (job: PrintJob, evidence: Pick<AttemptEvidence, 'token'>) => Result<ComposedPaper, PaperRefusal>;

interface PrintWorkerOptions {
  readonly printer: Printer;
  readonly journal: PrintJournal;
  readonly compose: ComposePaper;
  /** Proves the very bytes that will be sent (S6). */
  readonly proof: (composed: ComposedPaper) => Promise<Result<void, 'proof-failed' | 'not-proved'>>;
  /** Four printable characters for a ticket printer; for labels, letters and digits. Never the same twice in a row. */
  readonly newToken: () => string;
  readonly onStatus: (report: PrinterReport) => void;
  /** Making a paper failed as it never should; the paper is refused. */
  readonly onFault?: (error: unknown) => void;
  /** Between two looks at the printer while it has nothing to do, or cannot. */
  readonly pollMs: number;
  /** How long a paper may stay inside a printer that calls itself well, before staff are told. */
  readonly insideMsMax?: number;
  readonly clock?: Clock;
}

export interface PrintWorker {
  /** There may be a new paper. */
  wake(): void;
  /** Ends promptly; a paper whose bytes are on their way stays in doubt, and the next start looks first. */
  stop(): Promise<void>;
  /** When it has stopped; rejects when it cannot go on, for example because the journal cannot be written. */
  readonly ended: Promise<void>;
}

/** Staff see a fault well within five seconds of it. */
export const printerPollMs = 1_000;

export function startPrintWorker(options: PrintWorkerOptions): PrintWorker {
  const worker = new RunningPrintWorker(options);
  const ended = worker.run();
  return {
    wake: () => worker.wake(),
    stop: () => {
      worker.stop();
      return ended;
    },
    ended,
  };
}

class RunningPrintWorker {
  private readonly options: PrintWorkerOptions;
  private readonly stopping = new AbortController();
  private readonly signal = this.stopping.signal;
  private readonly papers: ReturnType<typeof preparedPapers>;
  /** The look that saw our last label out, when it found the printer well: as good as another one now. */
  private lastLook: PrinterStatus | null = null;
  private readonly tell: ReturnType<typeof changedReports>;
  private isWoken = false;
  private endNap: () => void = () => undefined;

  constructor(options: PrintWorkerOptions) {
    this.options = options;
    const { proof, newToken, printer, onStatus } = options;
    this.tell = changedReports(printer.name, onStatus);
    this.papers = preparedPapers({ compose: (...paper) => this.compose(...paper), proof, newToken });
  }

  wake(): void {
    this.isWoken = true;
    this.endNap();
  }

  stop(): void {
    this.stopping.abort();
  }

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      const [doubt] = this.options.journal.inDoubt();
      if (doubt) {
        await this.reconcile(doubt);
        continue;
      }
      const mayHaveMore = await this.printNext();
      if (!mayHaveMore) await this.nap();
    }
  }

  /** False when there is nothing to do before the next look, or the next paper. */
  private async printNext(): Promise<boolean> {
    this.isWoken = false;
    const status = this.lastLook ?? (await this.options.printer.status(this.signal));
    this.lastLook = null;
    this.report(status);
    const job = status.isReady && !this.signal.aborted ? this.options.journal.nextJob() : null;
    return job !== null && (await this.print(job, status));
  }

  private async print(job: PrintJob, { odometer, serial }: PrinterStatus): Promise<boolean> {
    const { journal, printer } = this.options;
    const paper = await this.papers.atItsTurn(job);
    // Whoever closes the kiosk closes the proof too: that is no reason to refuse a label.
    if (this.signal.aborted) return false;
    if (!paper.ok) return this.refuse(job, paper.problem);
    const { token, bytes } = paper.value;
    const evidence = { token, odometerBefore: typeof odometer === 'number' ? odometer : null, serial: serial ?? null };
    if (!journal.started(job, evidence)) return true;
    const seen: PrinterStatus[] = [];
    const printing = printer.print(bytes, evidence, {
      signal: this.signal,
      onStatus: (status) => {
        this.report(whileOursIsInside(status));
        seen.splice(0, 1, status);
      },
    });
    try {
      const next = journal.jobAhead();
      if (next !== null) this.papers.prepare(next);
    } finally {
      // Whatever fails meanwhile: nobody else may look at this printer, and judge, before the paper has left us or never will.
      await printing;
    }
    const outcome = await printing;
    if (outcome.kind !== 'in-doubt') journal.settled(job, outcome);
    if (outcome.kind === 'printed') this.lastLook = seen.find((status) => isReadyAfter(evidence, status)) ?? null;
    // Nothing left us a moment after the printer was well: it keeps its distance, although its own entry wakes it.
    if (outcome.kind === 'not-printed') await rest(this.options.pollMs, this.signal, this.options);
    return true;
  }

  /** One paper that cannot be made must not keep all others behind it from being printed. */
  private compose(job: PrintJob, evidence: Pick<AttemptEvidence, 'token'>): ReturnType<ComposePaper> {
    try {
      return this.options.compose(job, evidence);
    } catch (error) {
      this.options.onFault?.(error);
      return refuse('not-composed');
    }
  }

  /** Never sent, and staff are told; the papers behind it need not wait. */
  private refuse(job: PrintJob, because: Extract<PrintOutcome, { kind: 'refused' }>['because']): true {
    this.options.journal.settled(job, { kind: 'refused', because });
    return true;
  }

  /** Looks, until the printer shows what became of the paper. Never sends it. */
  private async reconcile({ job, evidence }: JobInDoubt): Promise<void> {
    let looks = noLooks;
    const { printer, insideMsMax, clock } = this.options;
    const seen = watchInside(insideMsMax, clock?.monotonicMs);
    while (!this.signal.aborted) {
      const status = await printer.status(this.signal);
      // A person may have found out meanwhile.
      const isKnown = !this.options.journal.inDoubt().some((one) => one.job.paperId === job.paperId);
      if (this.signal.aborted || (isKnown && !mayHoldPart(looks, status))) return;
      this.report(seen(status));
      const { verdict, looks: after } = judge(evidence, looks, status);
      looks = after;
      if (verdict.kind !== 'look-again' && verdict.kind !== 'clear-part') {
        this.options.journal.settled(job, verdict);
        return;
      }
      if (verdict.kind === 'clear-part') looks = { ...looks, isPartCleared: await printer.clearPart(this.signal) };
      // New papers do not shorten it: looks for the same paper keep their distance.
      await rest(this.options.pollMs, this.signal, this.options);
    }
  }

  private report(seen: Pick<PrinterReport, 'troubles' | 'isReady'>): void {
    if (!this.signal.aborted) this.tell(seen);
  }

  /** Until the next poll, the next paper, or the end. */
  private async nap(): Promise<void> {
    if (this.isWoken) return;
    const onBegin = (wake: () => void) => {
      this.endNap = wake;
    };
    await rest(this.options.pollMs, this.signal, { ...this.options, onBegin });
  }
}
