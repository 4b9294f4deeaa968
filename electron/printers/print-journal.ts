/** The print worker's journal, kept in the ledger: what waits, what was begun, how it ended (S5). */
import type { Paper, PaperState } from '../../clinic/visit.ts';
import type { Ledger, Store } from '../../offline-store/store.ts';
import type { PrintJob, PrintJournal, PrintOutcome } from '../../printing/print-worker.ts';
import type { Log } from '../log.ts';
import type { PaperPlaces } from './paper-places.ts';

interface PrintJournalOptions {
  readonly store: Store;
  readonly printer: string;
  /** Which paper is this printer's, and is next. */
  readonly places: Pick<PaperPlaces, 'nextAt' | 'aheadAt' | 'began' | 'settled'>;
  readonly now: () => string;
  readonly log: Log;
}

const stateAfter: Readonly<Record<PrintOutcome['kind'], PaperState>> = {
  printed: 'printed',
  sent: 'sent',
  'not-printed': 'waiting',
  uncertain: 'uncertain',
  refused: 'refused',
};

const jobOf = (paper: Paper | null): PrintJob | null =>
  paper === null ? null : { paperId: paper.id, kind: paper.kind };

export function openPrintJournal({ store, printer, places, now, log }: PrintJournalOptions): PrintJournal {
  /** What was never sent is refused while it waits; all else is settled by the printer that is sending it. */
  function isOurs({ paperId }: PrintJob, { kind }: PrintOutcome): boolean {
    const state = store.ledger.paper(paperId)?.state;
    if (state === 'sending') return store.ledger.lastPrinter(paperId) === printer;
    return state === 'waiting' && kind === 'refused';
  }

  return {
    nextJob: () => jobOf(places.nextAt(printer)),
    jobAhead: () => jobOf(places.aheadAt(printer)),
    inDoubt() {
      return store.ledger.inDoubt(printer).map(({ paper, attempt }) => ({
        job: { paperId: paper.id, kind: paper.kind },
        evidence: { token: attempt.token, odometerBefore: attempt.odometerBefore, serial: attempt.serial },
      }));
    },
    started(job, evidence) {
      if (store.ledger.paper(job.paperId)?.state !== 'waiting') return false;
      store.ledger.write((writes) => {
        writes.startAttempt({ paperId: job.paperId, printer, ...evidence, startedAt: now() });
        writes.setPaperState(job.paperId, 'sending');
      });
      places.began(printer, job.paperId);
      return true;
    },
    settled(job, outcome) {
      if (!isOurs(job, outcome)) return;
      const because = 'because' in outcome ? outcome.because : '';
      store.ledger.write((writes) => {
        writes.setPaperState(job.paperId, stateAfter[outcome.kind]);
        const bookingId = store.ledger.paper(job.paperId)?.bookingId ?? null;
        if (outcome.kind === 'uncertain') writes.openTask(bookingId, { kind: 'paper-uncertain', paperId: job.paperId });
        if (outcome.kind === 'sent' && isFirstOfSet(job.paperId, store.ledger)) {
          writes.openTask(bookingId, { kind: 'paper-sent', paperId: job.paperId });
        }
        if (outcome.kind === 'refused') {
          writes.openTask(bookingId, { kind: 'paper-refused', paperId: job.paperId, because: outcome.because });
        }
        writes.audit({ who: 'kiosk', act: 'print', bookingId, details: detailsOf(job, outcome.kind, because) });
      });
      places.settled(printer, job.paperId, outcome.kind);
      log.event('paper-settled', { paperId: job.paperId, outcome: outcome.kind, because });
    },
  };
}

/**
 * Whether this is the first label of its set that has left us: one label of each set is asked for, and not the header, which no
 * tube waits for and which has no barcode.
 */
function isFirstOfSet(paperId: string, ledger: Ledger): boolean {
  const paper = ledger.paper(paperId);
  if (paper === null || paper.specimenId === null) return false;
  const specimens = ledger.visit(paper.bookingId)?.specimens ?? [];
  const own = specimens.findIndex(({ id }) => id === paper.specimenId);
  const before = new Set(specimens.slice(0, own).map(({ id }) => id));
  return !ledger
    .papers(paper.bookingId)
    .some(({ specimenId, state }) => specimenId !== null && before.has(specimenId) && hasLeftUs.includes(state));
}

const hasLeftUs: readonly PaperState[] = ['printed', 'sent'];

function detailsOf(job: PrintJob, outcome: string, because: string) {
  return { paperId: job.paperId, kind: job.kind, outcome, because };
}
