/**
 * What the tests of the print worker share: a worker on a journal, a printer peer at the other end of a socket, and
 * papers that say which they are.
 */
import { randomInt } from 'node:crypto';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { networkConnection } from '../../printing/connections/network.ts';
import { escPosPrinter } from '../../printing/esc-pos-printer.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import {
  type AttemptEvidence,
  type ComposedPaper,
  type PrintJob,
  type PrintWorker,
  startPrintWorker,
} from '../../printing/print-worker.ts';
import { type Printer, type PrinterWaits, printerWaits } from '../../printing/printer.ts';
import type { PrinterReport } from '../../printing/printer-reports.ts';
import { zebraPrinter } from '../../printing/zebra-printer.ts';
import type { FileJournal } from './file-journal.ts';

export const pollMs = 2;
/** A peer on the same machine answers in well under this, however busy it is. */
export const quickWaits: PrinterWaits = { ...printerWaits, answerMsMax: 5_000, listeningMs: 25, movingMs: 1 };
/** For printers that a test makes silent, and that show by their count what became of a label: a slow answer costs a look. */
export const soonSilent: PrinterWaits = { ...quickWaits, answerMsMax: 300 };

export const zebraAt = (port: number, waits = quickWaits): Printer =>
  zebraPrinter({ name: 'LABELS-1', connection: networkConnection({ host: '127.0.0.1', port }), dotsPerMm: 8, waits });

export const ticketPrinterAt = (port: number, confirmsEach = true, waits = quickWaits): Printer =>
  escPosPrinter({
    name: 'TICKETS-1',
    connection: networkConnection({ host: '127.0.0.1', port }),
    confirmsEach,
    waits,
  });

/** A label that says only which paper it is. */
export function labelBytes(paperId: string, echoToken: string): Uint8Array {
  const size = { widthMm: 50, heightMm: 25 };
  const text = { kind: 'text', xMm: 2, yMm: 2, heightMm: 3, widthScale: 1, text: paperId } as const;
  const bars = { kind: 'code-128', xMm: 3, yMm: 8, heightMm: 10, data: paperId } as const;
  return encodeZpl({ size, elements: [text, bars] }, { dotsPerMm: 8, echoToken });
}

export function ticketBytes(paperId: string, token: string): Uint8Array {
  return Buffer.from(`${paperId}\n\x1dVB\0\x1d(H\x06\x00\x30\x30${token}`, 'latin1');
}

export interface Hooks {
  /** Awaited where the proof is: between the look at the printer and the first byte. */
  readonly proving?: (composed: ComposedPaper) => Promise<void> | void;
  readonly compose?: (
    job: PrintJob,
    evidence: Pick<AttemptEvidence, 'token'>,
  ) => Result<ComposedPaper, 'no-longer-known'>;
  readonly fails?: (composed: ComposedPaper) => boolean;
  readonly pollMs?: number;
  readonly insideMsMax?: number;
}

export interface Bench {
  readonly worker: PrintWorker;
  readonly reports: readonly PrinterReport[];
  /** The next report, or one that came already, that says so. */
  reported(isIt: (report: PrinterReport) => boolean): Promise<PrinterReport>;
  /** The next report from now on that says so. */
  reportedAfterNow(isIt: (report: PrinterReport) => boolean): Promise<PrinterReport>;
}

export function startWorker(printer: Printer, journal: FileJournal, hooks: Hooks = {}): Bench {
  const reports: PrinterReport[] = [];
  const waiting = new Set<() => void>();
  const bytesOf = printer.language === 'zpl' ? labelBytes : ticketBytes;
  const worker = startPrintWorker({
    printer,
    journal,
    compose: (job, evidence) =>
      hooks.compose?.(job, evidence) ??
      ok({ bytes: bytesOf(job.paperId, evidence.token), expectedBarcode: job.paperId, expectedTexts: [] }),
    proof: async (composed) => {
      await hooks.proving?.(composed);
      return hooks.fails?.(composed) ? refuse('proof-failed') : ok(undefined);
    },
    newToken: () => String(randomInt(10_000)).padStart(4, '0'),
    onStatus: (report) => {
      reports.push(report);
      for (const wake of [...waiting]) wake();
      waiting.clear();
    },
    pollMs: hooks.pollMs ?? pollMs,
    ...(hooks.insideMsMax === undefined ? {} : { insideMsMax: hooks.insideMsMax }),
  });
  const reportedFrom = async (start: number, isIt: (report: PrinterReport) => boolean) => {
    for (let index = start; ; index += 1) {
      const report = reports[index];
      if (report && isIt(report)) return report;
      if (report) continue;
      index -= 1;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
    }
  };
  return {
    worker,
    reports,
    reported: (isIt) => reportedFrom(0, isIt),
    reportedAfterNow: (isIt) => reportedFrom(reports.length, isIt),
  };
}

let papers = 0;
/** Papers that no other test of this file prints. */
export function newPaperIds(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    papers += 1;
    return `PH26-${String(papers).padStart(5, '0')}`;
  });
}

export function threePapers(): readonly [string, string, string] {
  const [first = '', second = '', third = ''] = newPaperIds(3);
  return [first, second, third];
}

export const hasTrouble =
  (trouble: string) =>
  (report: PrinterReport): boolean =>
    report.troubles.some((one) => one === trouble);

/** Only the papers that are asked for; each as often as it came out. */
export function countPapers(prints: readonly { readonly base64: string }[], paperIds: readonly string[]): number[] {
  const texts = prints.map(({ base64 }) => Buffer.from(base64, 'base64').toString('latin1'));
  return paperIds.map((paperId) => texts.filter((text) => text.includes(paperId)).length);
}
