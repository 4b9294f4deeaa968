/**
 * The printers of this station: one worker each, fed from the ledger, proving every label before it is sent (S6).
 */
import { randomInt } from 'node:crypto';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { PaperKind } from '../clinic/visit.ts';
import type { Store } from '../offline-store/store.ts';
import type { LabelMedia } from '../printing/label.ts';
import type { LabelProof } from '../printing/label-proof.ts';
import { type ComposedPaper, type PrintWorker, printerPollMs, startPrintWorker } from '../printing/print-worker.ts';
import type { PrinterTrouble } from '../printing/printer.ts';
import { createPrinter, type PrinterSetting } from '../printing/printer-config.ts';
import type { KioskConfig } from './kiosk-config.ts';
import type { Log } from './log.ts';
import { composePaper } from './paper-composer.ts';
import { openPrintJournal } from './print-journal.ts';
import type { PrinterLine } from './staff-api.ts';

/** Papers by the purpose of the printer that prints them. */
const kindsFor: Readonly<Record<PrinterSetting['purpose'], readonly PaperKind[]>> = {
  'specimen-label': ['header-label', 'specimen-label'],
  'queue-ticket': ['queue-ticket'],
};
/** Both languages can echo four of these. */
const tokenCharacters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const tokenLength = 4;

export interface StationPrinters {
  lines(): readonly PrinterLine[];
  printerFor(kind: PaperKind): string;
  /** A PNG of a label as a data URL, from the bytes that would be printed now. */
  picture(paperId: string): Promise<Result<string, 'not-known' | 'not-drawable'>>;
  /** There may be new papers. */
  wake(): void;
  stop(): Promise<void>;
}

export interface StationPrintersOptions {
  readonly settings: KioskConfig;
  readonly store: Store;
  readonly proof: LabelProof;
  readonly now: () => string;
  readonly log: Log;
  readonly onStatus: () => void;
}

export function startStationPrinters(options: StationPrintersOptions): StationPrinters {
  const { settings, store, proof } = options;
  const inUse = firstOfEachPurpose(settings.printers);
  const states = new Map<string, { isReady: boolean; troubles: readonly PrinterTrouble[] }>();
  const workers: PrintWorker[] = inUse.map((setting) =>
    startWorker(setting, options, (report) => {
      states.set(setting.name, report);
      options.onStatus();
    }),
  );
  const printerFor = (kind: PaperKind) => inUse.find((setting) => kindsFor[setting.purpose].includes(kind))?.name ?? '';

  return {
    printerFor,
    lines: () =>
      inUse.map(({ name, purpose }) => ({
        name,
        isReady: states.get(name)?.isReady ?? false,
        troubles: states.get(name)?.troubles ?? [],
        papersWaiting: store.ledger.countWaiting(kindsFor[purpose]),
      })),
    async picture(paperId) {
      const paper = store.ledger.paper(paperId);
      const setting = inUse.find((one) => paper !== null && kindsFor[one.purpose].includes(paper.kind));
      if (paper === null || setting === undefined) return refuse('not-known');
      if (setting.language !== 'zpl') return refuse('not-drawable');
      const media = mediaOf(setting);
      const composed = composePaper(paperId, null, { store, site: settings.site, media });
      if (!composed.ok) return refuse('not-drawable');
      const drawn = await proof.picture(composed.value.bytes, media);
      return drawn.ok
        ? ok(`data:image/png;base64,${Buffer.from(drawn.value).toString('base64')}`)
        : refuse('not-drawable');
    },
    wake() {
      for (const worker of workers) worker.wake();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

function startWorker(
  setting: PrinterSetting,
  { settings, store, proof, now, log }: StationPrintersOptions,
  onReport: (report: { isReady: boolean; troubles: readonly PrinterTrouble[] }) => void,
): PrintWorker {
  const media = mediaOf(setting);
  return startPrintWorker({
    printer: createPrinter(setting),
    journal: openPrintJournal({ store, printer: setting.name, kinds: kindsFor[setting.purpose], now, log }),
    compose: (job, { token }) => composePaper(job.paperId, token, { store, site: settings.site, media }),
    proof: (composed) =>
      setting.language === 'zpl' ? proveLabel(composed, media, proof) : Promise.resolve(ok(undefined)),
    newToken: () =>
      Array.from({ length: tokenLength }, () => tokenCharacters[randomInt(tokenCharacters.length)]).join(''),
    pollMs: printerPollMs,
    onStatus(report) {
      log.event('printer-status', {
        printer: setting.name,
        isReady: report.isReady,
        troubles: report.troubles.join(' '),
      });
      onReport(report);
    },
  });
}

async function proveLabel(
  { bytes, expectedBarcode, expectedTexts }: ComposedPaper,
  media: LabelMedia,
  proof: LabelProof,
): Promise<Result<void, 'proof-failed'>> {
  const proved = await proof.prove(bytes, { ...media, expectedBarcode, expectedTexts });
  return proved.ok ? ok(undefined) : refuse('proof-failed');
}

/** A ticket has no stock of its own; its media is never asked for. */
function mediaOf(setting: PrinterSetting): LabelMedia {
  return setting.language === 'zpl'
    ? { size: setting.label, dotsPerMm: setting.dotsPerMm }
    : { size: { widthMm: 72, heightMm: 120 }, dotsPerMm: 8 };
}

function firstOfEachPurpose(printers: readonly PrinterSetting[]): readonly PrinterSetting[] {
  return printers.filter((one, index) => printers.findIndex((other) => other.purpose === one.purpose) === index);
}
