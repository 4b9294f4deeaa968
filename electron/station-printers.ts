/** The printers of this station: a worker each, what staff see of them, and pictures of labels as they would be printed now. */
import { clinicDayOf } from '../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../clinic/result.ts';
import type { PaperKind } from '../clinic/visit.ts';
import type { Store } from '../offline-store/store.ts';
import type { LabelProof } from '../printing/label-proof.ts';
import type { PrinterWaits } from '../printing/printer.ts';
import type { PrinterSetting } from '../printing/printer-config.ts';
import type { Clock } from './clock.ts';
import type { KioskConfig } from './kiosk-config.ts';
import type { Log } from './log.ts';
import { composePaper } from './paper-composer.ts';
import type { PrinterLine } from './staff-api.ts';
import { keepPrinting, kindsFor, mediaOf, type PrinterReport } from './station-print-worker.ts';

export interface StationPrinters {
  lines(): readonly PrinterLine[];
  printerFor(kind: PaperKind): string;
  /** A PNG of a label as a data URL, from the bytes that would be printed now. */
  picture(paperId: string): Promise<Result<string, 'not-known' | 'not-drawable'>>;
  /** There may be new papers. */
  wake(): void;
  stop(): Promise<void>;
}

/** How often printers are looked at and how long they are waited for; a printer is slow, a test is not. */
export interface PrinterTimes {
  readonly pollMs: number;
  readonly waits: PrinterWaits;
}

export interface StationPrintersOptions {
  readonly settings: KioskConfig;
  readonly store: Store;
  readonly proof: LabelProof;
  readonly clock: Clock;
  readonly now: () => string;
  readonly log: Log;
  readonly onStatus: () => void;
  readonly times?: PrinterTimes | undefined;
}

export function startStationPrinters(options: StationPrintersOptions): StationPrinters {
  const { settings, store, proof } = options;
  const inUse = firstOfEachPurpose(settings.printers);
  const reports = new Map<string, PrinterReport>();
  const workers = inUse.map((setting) =>
    keepPrinting(setting, options, (report) => {
      reports.set(setting.name, report);
      options.onStatus();
    }),
  );
  const settingFor = (kind: PaperKind) => inUse.find((setting) => kindsFor[setting.purpose].includes(kind));

  return {
    printerFor: (kind) => settingFor(kind)?.name ?? '',
    lines: () =>
      inUse.map(({ name, purpose }) => ({
        name,
        isReady: reports.get(name)?.isReady ?? false,
        troubles: reports.get(name)?.troubles ?? [],
        papersWaiting: store.ledger.countWaiting(kindsFor[purpose]),
      })),
    async picture(paperId) {
      const paper = store.ledger.paper(paperId);
      const setting = paper === null ? undefined : settingFor(paper.kind);
      if (setting === undefined) return refuse('not-known');
      if (setting.purpose !== 'specimen-label') return refuse('not-drawable');
      const media = mediaOf(setting);
      const { language } = setting;
      const { site } = settings;
      const clinicDay = clinicDayOf(options.clock.nowMs(), site.timeZone);
      const composed = composePaper(paperId, null, { store, site, media, language, clinicDay });
      const drawn = composed.ok ? await proof.picture(composed.value.bytes, media, language) : refuse('not-drawable');
      if (!drawn.ok) return refuse('not-drawable');
      return ok(`data:image/png;base64,${Buffer.from(drawn.value).toString('base64')}`);
    },
    wake() {
      for (const worker of workers) worker.wake();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

function firstOfEachPurpose(printers: readonly PrinterSetting[]): readonly PrinterSetting[] {
  return printers.filter((one, index) => printers.findIndex((other) => other.purpose === one.purpose) === index);
}

/** By name; a second one of a purpose is for later, and nothing is sent to it. */
export function printersInUse(printers: readonly PrinterSetting[]): readonly string[] {
  return firstOfEachPurpose(printers).map(({ name }) => name);
}
