/** Printers without any printer: papers are begun and settled by the real journal, as a worker at a printer would. */
import type { PaperKind, PaperState } from '../../clinic/visit.ts';
import { silentLog } from '../../electron/log.ts';
import { type PaperPlaces, paperPlaces } from '../../electron/printers/paper-places.ts';
import { openPrintJournal } from '../../electron/printers/print-journal.ts';
import type { Store } from '../../offline-store/store.ts';
import type { PrintOutcome } from '../../printing/print-worker.ts';
import { checkIn, newFolder, nowText, opened, specimen, visit } from '../offline-store/store-clinic.ts';

export const labels: readonly PaperKind[] = ['header-label', 'specimen-label'];
export const well = { isReady: true, troubles: [] };
export const out = { isReady: false, troubles: ['paper-out'] } as const;

/** Printers A and B over one ledger; the journal of each does what a worker would. */
export function pool(kinds: Readonly<Record<string, readonly PaperKind[]>> = {}, printers = ['A', 'B']) {
  const store = opened(newFolder());
  const clock = { nowMs: 0 };
  let ids = 0;
  const start = (): PaperPlaces =>
    paperPlaces({
      store,
      printers: printers.map((name) => ({ name, prints: kinds[name] ?? labels })),
      nowMs: () => clock.nowMs,
      newId: () => `more-${++ids}`,
    });
  const kiosk = {
    places: start(),
    restart() {
      kiosk.places = start();
    },
  };
  const journal = (printer: string) =>
    openPrintJournal({ store, printer, places: kiosk.places, now: () => nowText, log: silentLog });
  const begin = (printer: string): string => {
    const job = journal(printer).nextJob();
    if (job === null) return 'nothing';
    journal(printer).started(job, { token: 'AAAA', odometerBefore: null, serial: null });
    return job.paperId;
  };
  const settle = (printer: string, outcome: PrintOutcome) => {
    for (const { job } of journal(printer).inDoubt()) journal(printer).settled(job, outcome);
  };
  const print = (printer: string, outcome: PrintOutcome = { kind: 'printed' }): string => {
    const paperId = begin(printer);
    settle(printer, outcome);
    return paperId;
  };
  const hear = (printer: string, report: Parameters<PaperPlaces['heard']>[1]) => kiosk.places.heard(printer, report);
  for (const printer of printers) hear(printer, well);
  return { store, clock, kiosk, journal, begin, settle, print, hear };
}

/** Header, labels 1 to 3, ticket. */
export function arrive(store: Store, ticket = 1): void {
  const visitId = `V${ticket}X`;
  checkIn(store, visit(`b${ticket}`, ticket, { specimens: [1, 2, 3].map((number) => specimen(visitId, number)) }));
}
export const factsOf = ({ places }: { places: PaperPlaces }, store: Store, paperId: string, printer: string) => {
  const paper = store.ledger.paper(paperId);
  return paper === null ? null : places.headerFacts(paper, printer);
};
export const voidPaper = (store: Store, paperId: string, state: PaperState = 'voided') =>
  store.ledger.write((writes) => writes.setPaperState(paperId, state));
