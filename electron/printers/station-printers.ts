/** The printers of this station: a worker each, what staff see of them, and pictures of labels as they would be printed now. */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Paper, PaperKind } from '../../clinic/visit.ts';
import type { Store } from '../../offline-store/store.ts';
import { labelMediaOf } from '../../printing/labels/label-media.ts';
import type { PrinterWaits } from '../../printing/printer.ts';
import type { PrinterReport } from '../../printing/printer-reports.ts';
import { kindsOf, printersServing } from '../../printing/printer-service.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import type { Log } from '../log.ts';
import type { PrinterLine } from '../staff-api.ts';
import type { StationPorts } from '../station-ports.ts';
import { keepReadyToDraw } from './drawing-readiness.ts';
import { composePaper } from './paper-composer.ts';
import { paperPlaces } from './paper-places.ts';
import { keepPrinting } from './station-print-worker.ts';

export interface StationPrinters {
  lines(): readonly PrinterLine[];
  printerFor(kind: PaperKind): string;
  /** A PNG of a label as a data URL, from the bytes that would be printed now; `not-drawable` also when they fail their proof. */
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

export interface StationPrintersOptions extends StationPorts {
  readonly settings: KioskConfig;
  readonly store: Store;
  readonly now: () => string;
  readonly log: Log;
  readonly onStatus: () => void;
  readonly times?: PrinterTimes | undefined;
}

export function startStationPrinters(options: StationPrintersOptions): StationPrinters {
  const { settings, store, proof, clock, newId } = options;
  const serving = printersServing(settings.printers, settings.station);
  const printers = serving.map((setting) => ({ name: setting.name, prints: kindsOf(setting) }));
  const places = paperPlaces({ store, printers, nowMs: clock.nowMs, newId });
  const reports = new Map<string, PrinterReport>();
  const workers = serving.map((setting) => keepPrinting(setting, { ...options, places }, heard));
  const drawsEveryLabel = serving.some(
    ({ language, purpose }) => language === 'esc-pos' && purpose === 'specimen-label',
  );
  const stopReadiness = keepReadyToDraw({ store, clock, drawsEveryLabel });
  const settingFor = (kind: PaperKind) => serving.find((setting) => kindsOf(setting).includes(kind));

  /** At which it was last begun, else would be. */
  function printerOf({ id, kind, bookingId }: Paper) {
    const begun = store.ledger.progress(bookingId).find(({ paper }) => paper.id === id)?.printer;
    return serving.find(({ name }) => name === begun) ?? settingFor(kind);
  }

  function heard(report: PrinterReport): void {
    reports.set(report.name, report);
    places.heard(report.name, report);
    // What this one cannot print may be another's now.
    wake();
    options.onStatus();
  }

  function wake(): void {
    for (const worker of workers) worker.wake();
  }

  return {
    printerFor: (kind) => settingFor(kind)?.name ?? '',
    lines: () =>
      serving.map(({ name }) => ({
        name,
        isReady: reports.get(name)?.isReady ?? false,
        troubles: reports.get(name)?.troubles ?? [],
        papersWaiting: places.waitingAt(name),
        interrupted: places.interruptedAt(name),
      })),
    async picture(paperId) {
      const paper = store.ledger.paper(paperId);
      const setting = paper === null ? undefined : printerOf(paper);
      if (setting === undefined) return refuse('not-known');
      if (setting.purpose !== 'specimen-label') return refuse('not-drawable');
      const { name, language } = setting;
      const media = labelMediaOf(setting);
      const { site } = settings;
      const clinicDay = clinicDayOf(clock.nowMs(), site.timeZone);
      const headerFacts = (header: Paper) => places.headerFacts(header, name);
      const composed = composePaper(paperId, null, { store, site, media, language, clinicDay, headerFacts });
      if (!composed.ok) return refuse('not-drawable');
      const { bytes, ...expected } = composed.value;
      const proved = await proof.prove(bytes, { ...media, ...expected });
      if (!proved.ok) return refuse('not-drawable');
      return ok(`data:image/png;base64,${Buffer.from(proved.value.png).toString('base64')}`);
    },
    wake,
    async stop() {
      stopReadiness();
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
