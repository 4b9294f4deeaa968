/**
 * The print worker of one printer of this station, kept at work: fed from the ledger, proving every label before it is
 * sent (S6), and started again when the ledger could not be written for a while.
 */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Paper } from '../../clinic/visit.ts';
import type { LabelProof } from '../../printing/label-proof.ts';
import type { LabelMedia } from '../../printing/labels/label.ts';
import { labelMediaOf } from '../../printing/labels/label-media.ts';
import { type ComposedPaper, type PrintWorker, printerPollMs, startPrintWorker } from '../../printing/print-worker.ts';
import { confirmsEachPaper, type PrinterSetting } from '../../printing/printer-config.ts';
import type { PrinterReport } from '../../printing/printer-reports.ts';
import { placeOf } from '../log.ts';
import { composePaper } from './paper-composer.ts';
import type { PaperPlaces } from './paper-places.ts';
import { openPrintJournal } from './print-journal.ts';
import type { StationPrintersOptions } from './station-printers.ts';

/** Both languages can echo four of these. */
const tokenCharacters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const tokenLength = 4;
/** A disk that was full has been given room by then, or somebody must see to it. */
const startAgainMs = 5_000;

type StationPrintWorkerOptions = StationPrintersOptions & { readonly places: PaperPlaces };

interface StationPrintWorker {
  wake(): void;
  stop(): Promise<void>;
}

export function keepPrinting(
  setting: PrinterSetting,
  options: StationPrintWorkerOptions,
  onReport: (report: PrinterReport) => void,
): StationPrintWorker {
  const { clock, log } = options;
  let cancelStart = () => {};
  let isStopped = false;
  let worker = start();

  function start(): PrintWorker {
    const started = startWorker(setting, options, onReport);
    started.ended.catch((error: unknown) => {
      log.event('not-handled', { where: `printer ${setting.name}`, ...placeOf(error) });
      onReport({ name: setting.name, isReady: false, troubles: ['error'] });
      if (isStopped) return;
      cancelStart = clock.after(startAgainMs, () => {
        worker = start();
      });
    });
    return started;
  }

  return {
    wake: () => worker.wake(),
    async stop() {
      isStopped = true;
      cancelStart();
      // A worker that ended by itself has been told of already.
      await worker.stop().catch(() => undefined);
    },
  };
}

function startWorker(
  setting: PrinterSetting,
  options: StationPrintWorkerOptions,
  onReport: (report: PrinterReport) => void,
): PrintWorker {
  const { settings, store, proof, clock, now, log, times, places, random } = options;
  const media = mediaOf(setting);
  const { site } = settings;
  const today = () => clinicDayOf(clock.nowMs(), site.timeZone);
  const { language } = setting;
  const echoes = confirmsEachPaper(setting);
  const headerFacts = (header: Paper) => places.headerFacts(header, setting.name);
  return startPrintWorker({
    printer: options.openPrinter(setting),
    journal: openPrintJournal({ store, printer: setting.name, places, now, log }),
    compose: (job, { token }) =>
      composePaper(job.paperId, echoes ? token : null, {
        store,
        site,
        media,
        language,
        headerFacts,
        clinicDay: today(),
      }),
    proof: (composed) =>
      setting.purpose === 'specimen-label' ? prove(composed, media, proof) : Promise.resolve(ok(undefined)),
    newToken: () => newToken(random),
    clock,
    onFault: (error) => log.event('not-handled', { where: `paper for ${setting.name}`, ...placeOf(error) }),
    pollMs: times?.pollMs ?? printerPollMs,
    onStatus(report) {
      const { isReady, troubles } = report;
      log.event('printer-status', { printer: setting.name, isReady, troubles: troubles.join(' ') });
      onReport(report);
    },
  });
}

function newToken(random: () => number): string {
  const character = () => tokenCharacters.charAt(Math.floor(random() * tokenCharacters.length));
  return Array.from({ length: tokenLength }, character).join('');
}

async function prove(
  { bytes, ...expected }: ComposedPaper,
  media: LabelMedia,
  proof: LabelProof,
): Promise<Result<void, 'proof-failed' | 'not-proved'>> {
  const proved = await proof.prove(bytes, { ...media, ...expected });
  if (proved.ok) return ok(undefined);
  return refuse(
    proved.problem === 'proof-stopped' || proved.problem === 'proof-too-slow' ? 'not-proved' : 'proof-failed',
  );
}

/** A ticket has no stock of its own; its media is never asked for. */
function mediaOf(setting: PrinterSetting): LabelMedia {
  return setting.purpose === 'specimen-label'
    ? labelMediaOf(setting)
    : { size: { widthMm: 72, heightMm: 120 }, dotsPerMm: 8 };
}
