/**
 * A kiosk whose power can go at any step: a print worker on a journal, and the journal's file is all that is left of it.
 * It dies in this process (nothing more is written or sent), or as a process of its own that is killed without warning.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ok } from '../../../clinic/result.ts';
import type { Printer } from '../../../printing/printer.ts';
import { type Bench, startWorker } from '../bench-of-printers.ts';
import { FileJournal, newJournalFile } from '../file-journal.ts';
import { type Language, paperBytes } from './fault-papers.ts';
import { printerOf } from './fault-printers.ts';

/** The steps of one paper at which a kiosk can die by its own hand. */
export const deathSteps = ['before-evidence', 'evidence-kept', 'before-settling', 'settled'] as const;
export type DeathStep = (typeof deathSteps)[number];

interface KioskOptions {
  readonly language: Language;
  readonly port: number;
}

const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/peers', import.meta.url));

export class FaultKiosk {
  private readonly options: KioskOptions;
  private readonly path = newJournalFile();
  private beforeFirstByte: () => Promise<void> = async () => undefined;
  private looksBegun = 0;
  private wellAtLook = 0;
  private readonly waitingForLook = new Set<() => void>();
  journal = new FileJournal(this.path);
  bench: Bench;

  constructor(options: KioskOptions) {
    this.options = options;
    this.bench = this.begin();
  }

  print(paperId: string): void {
    this.journal.add(paperId);
    this.bench.worker.wake();
  }

  /** In this life, or in the next. */
  async ended(paperId: string): Promise<string> {
    return this.journal.ended(paperId);
  }

  /** Once, when the evidence of the next paper is kept and not one byte of it has left us; resolves when it was done. */
  atFirstByte(work: () => Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.beforeFirstByte = async () => {
      this.beforeFirstByte = async () => undefined;
      await work();
      resolve();
    };
    return promise;
  }

  /** When the kiosk knows that the printer is not ready: now, or the next time. */
  async notReady(): Promise<unknown> {
    const last = this.bench.reports.at(-1);
    return last?.isReady === false ? last : this.bench.reportedAfterNow(({ isReady }) => !isReady);
  }

  /** When a look that begins from now on finds the printer well: nothing of what happened to it is left. */
  async wellAgain(): Promise<void> {
    const wanted = this.looksBegun + 1;
    while (this.wellAtLook < wanted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waitingForLook.add(resolve);
      await promise;
      this.waitingForLook.delete(resolve);
    }
  }

  /** From here on nothing more is written or sent. */
  private die(): void {
    this.journal.isDead = true;
    void this.bench.worker.stop();
  }

  /** Resolves when it is dead. */
  dieAt(step: DeathStep, paperId: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    dieAt(this.journal, step, paperId, () => {
      this.die();
      resolve();
    });
    return promise;
  }

  async dieAndRestart(): Promise<void> {
    await this.dieQuietly();
    this.restart();
  }

  /** Hands its journal to a process that is killed at the step, or by the caller, and goes on from what that one left. */
  async printInAProcess(paperId: string, step: DeathStep | 'never', kill?: () => Promise<unknown>): Promise<void> {
    this.journal.add(paperId);
    await this.dieQuietly();
    const child = this.startProcess(step, paperId);
    const gone = once(child, 'exit');
    if (kill) {
      await Promise.race([kill(), gone]);
      child.kill('SIGKILL');
    }
    await gone;
    this.restart();
  }

  async close(): Promise<void> {
    await this.dieQuietly();
    this.journal.close();
  }

  private async dieQuietly(): Promise<void> {
    this.die();
    await this.bench.worker.stop();
  }

  private restart(): void {
    this.journal.close();
    this.journal = new FileJournal(this.path);
    this.beforeFirstByte = async () => undefined;
    this.bench = this.begin();
  }

  private startProcess(step: string, paperId: string): ChildProcess {
    const script = fileURLToPath(new URL('./fault-process.ts', import.meta.url));
    const { language, port } = this.options;
    return spawn(process.execPath, [script, language, this.path, String(port), step, paperId], {
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  private begin(): Bench {
    const { language, port } = this.options;
    // A new printer for each life: what the last one knew is gone.
    return startWorker(this.watched(printerOf[language](port)), this.journal, { compose: composeFor(language) });
  }

  private watched(printer: Printer): Printer {
    return {
      ...printer,
      status: async (signal) => {
        this.looksBegun += 1;
        const look = this.looksBegun;
        const status = await printer.status(signal);
        if (status.isReady) this.wellAtLook = look;
        for (const wake of [...this.waitingForLook]) wake();
        return status;
      },
      print: async (bytes, evidence, watch) => {
        await this.beforeFirstByte();
        return printer.print(bytes, evidence, watch);
      },
    };
  }
}

export function composeFor(language: Language) {
  return ({ paperId }: { readonly paperId: string }, { token }: { readonly token: string }) =>
    ok({ bytes: paperBytes[language](paperId, token), expectedBarcode: null, expectedTexts: [] });
}

export function dieAt(journal: FileJournal, step: DeathStep, paperId: string, die: () => void): void {
  const kind = step === 'before-evidence' || step === 'evidence-kept' ? 'started' : 'settled';
  const isStep: FileJournal['onLine'] = (line) => {
    if (line.kind === kind && line.job.paperId === paperId) die();
  };
  if (step === 'before-evidence' || step === 'before-settling') journal.onLine = isStep;
  else journal.afterLine = isStep;
}
