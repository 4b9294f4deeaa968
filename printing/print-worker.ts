/**
 * The print worker of one printer: stop and wait, one paper in flight, evidence durable before the first byte.
 *
 * It never decides to print anything twice: what may have printed becomes `uncertain` and waits for a person (S5).
 */
import type { Result } from '../clinic/result.ts';
import type { LabelProblem } from './label.ts';

/** The bytes of one paper for one printer, with what its barcode must say (null: no barcode). */
export interface ComposedPaper {
  readonly bytes: Uint8Array;
  readonly expectedBarcode: string | null;
}

export interface PrintJob {
  readonly paperId: string;
  readonly kind: 'header-label' | 'specimen-label' | 'queue-ticket';
}

export interface AttemptEvidence {
  readonly token: string;
  readonly odometerBefore: number | null;
}

export interface JobInDoubt {
  readonly job: PrintJob;
  readonly evidence: AttemptEvidence;
}

/** Where the worker keeps what it knows; the store implements it. Each call is durable when it returns. */
export interface PrintJournal {
  nextJob(): PrintJob | null;
  inDoubt(): readonly JobInDoubt[];
  started(job: PrintJob, evidence: AttemptEvidence): void;
  /** `not-printed` puts the paper back to waiting; `uncertain` and `refused` open a task for staff. */
  settled(job: PrintJob, outcome: PrintOutcome): void;
}

/** Named for what is known (design: printed, sent, not-printed, uncertain); `refused` was never sent. */
export type PrintOutcome = Readonly<
  | { kind: 'printed' }
  | { kind: 'sent' }
  | { kind: 'not-printed'; because: string }
  | { kind: 'uncertain'; because: string }
  | { kind: 'refused'; because: LabelProblem | 'proof-failed' | 'no-longer-known' }
>;

/** Makes the paper's bytes from what is known now; `no-longer-known` when the day list has forgotten the patient. */
export type ComposePaper = (
  job: PrintJob,
  evidence: AttemptEvidence,
) => Result<ComposedPaper, LabelProblem | 'no-longer-known'>;
