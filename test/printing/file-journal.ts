/**
 * A print journal on a real file, for tests: one line for each thing that happened, on disk before the call returns.
 * A second journal on the same file is what a restarted kiosk finds.
 */
import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptEvidence, JobInDoubt, PrintJob, PrintJournal, PrintOutcome } from '../../printing/print-worker.ts';

type Line = Readonly<
  | { kind: 'added'; job: PrintJob }
  | { kind: 'voided'; job: PrintJob }
  | { kind: 'started'; job: PrintJob; evidence: AttemptEvidence }
  | { kind: 'settled'; job: PrintJob; outcome: PrintOutcome }
>;

export function newJournalFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'journal-')), 'journal.jsonl');
}

export class FileJournal implements PrintJournal {
  private readonly file: number;
  private readonly lines: Line[] = [];
  /** By paper, in the order in which they were added. */
  private readonly papers = new Map<string, { readonly job: PrintJob; last: Line }>();
  private readonly waiting = new Set<() => void>();
  /** Told before and after each line is on disk; a test kills the worker there. */
  onLine: (line: Line) => void = () => undefined;
  afterLine: (line: Line) => void = () => undefined;
  /** As if the process were gone: nothing more is written. */
  isDead = false;

  constructor(path: string) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    for (const line of text.split('\n').filter(Boolean)) this.keep(JSON.parse(line));
    this.file = openSync(path, 'a');
  }

  add(...paperIds: readonly string[]): void {
    for (const paperId of paperIds) this.write({ kind: 'added', job: { paperId, kind: 'specimen-label' } });
  }

  /** As staff do who need it no more. */
  void(paperId: string): void {
    this.write({ kind: 'voided', job: { paperId, kind: 'specimen-label' } });
  }

  nextJob(): PrintJob | null {
    for (const [paperId, { job }] of this.papers) if (this.stateOf(paperId) === 'waiting') return job;
    return null;
  }

  jobAhead(): PrintJob | null {
    return this.nextJob();
  }

  inDoubt(): readonly JobInDoubt[] {
    return [...this.papers.values()].flatMap(({ job, last }) =>
      last.kind === 'started' ? [{ job, evidence: last.evidence }] : [],
    );
  }

  started(job: PrintJob, evidence: AttemptEvidence): boolean {
    if (this.stateOf(job.paperId) !== 'waiting') return false;
    this.write({ kind: 'started', job, evidence });
    return !this.isDead;
  }

  settled(job: PrintJob, outcome: PrintOutcome): void {
    const state = this.stateOf(job.paperId);
    if (state !== 'sending' && !(state === 'waiting' && outcome.kind === 'refused')) return;
    this.write({ kind: 'settled', job, outcome });
  }

  /** `waiting`, `sending`, `voided`, or the outcome that ended it. */
  stateOf(paperId: string): 'waiting' | 'sending' | 'voided' | PrintOutcome {
    const last = this.papers.get(paperId)?.last;
    if (last?.kind === 'voided') return 'voided';
    if (last?.kind === 'started') return 'sending';
    return last?.kind === 'settled' && last.outcome.kind !== 'not-printed' ? last.outcome : 'waiting';
  }

  outcomes(): readonly string[] {
    return this.lines.flatMap((line) =>
      line.kind === 'settled' ? [`${line.job.paperId} ${inWords(line.outcome)}`] : [],
    );
  }

  /** When the paper has ended; with what. */
  async ended(paperId: string): Promise<string> {
    for (;;) {
      const state = this.stateOf(paperId);
      if (typeof state === 'object') return inWords(state);
      await this.nextLine();
    }
  }

  async nextLine(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.add(resolve);
    await promise;
    this.waiting.delete(resolve);
  }

  close(): void {
    this.isDead = true;
    closeSync(this.file);
  }

  private keep(line: Line): void {
    this.lines.push(line);
    const { job } = line;
    this.papers.set(job.paperId, { job: this.papers.get(job.paperId)?.job ?? job, last: line });
  }

  private write(line: Line): void {
    if (this.isDead) return;
    this.onLine(line);
    if (this.isDead) return;
    writeSync(this.file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.file);
    this.keep(line);
    this.afterLine(line);
    for (const wake of [...this.waiting]) wake();
  }
}

function inWords(outcome: PrintOutcome): string {
  return 'because' in outcome ? `${outcome.kind}: ${outcome.because}` : outcome.kind;
}
