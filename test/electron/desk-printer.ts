/** Printers of a desk's tests: they print nothing, and settle each paper as the test says, through the real journal. */
import { randomUUID } from 'node:crypto';
import type { Paper } from '../../clinic/visit.ts';
import { silentLog } from '../../electron/log.ts';
import { paperPlaces } from '../../electron/printers/paper-places.ts';
import { openPrintJournal } from '../../electron/printers/print-journal.ts';
import type { PrintOutcome } from '../../printing/print-worker.ts';
import { type Desks, startOfTest } from './desks.ts';

const kinds = ['header-label', 'specimen-label', 'queue-ticket'] as const;
const papersMax = 100;
type Ended = 'printed' | 'sent' | 'uncertain';
const outcomes: Readonly<Record<Ended, PrintOutcome>> = {
  printed: { kind: 'printed' },
  sent: { kind: 'sent' },
  uncertain: { kind: 'uncertain', because: 'silent' },
};

const printers = [{ name: 'LABELS-1', prints: kinds }];

function journalOf({ store }: Desks) {
  const places = paperPlaces({ store, printers, nowMs: Date.now, newId: randomUUID });
  return openPrintJournal({ store, printer: 'LABELS-1', places, now: () => startOfTest, log: silentLog });
}

export function begin(desks: Desks, { id: paperId, kind }: Paper): void {
  journalOf(desks).started({ paperId, kind }, { token: 'AAAA', odometerBefore: null, serial: null });
}

export function settle(desks: Desks, paper: Paper, ended: Ended): void {
  begin(desks, paper);
  journalOf(desks).settled({ paperId: paper.id, kind: paper.kind }, outcomes[ended]);
}

/** Everything that waits, of every visit, in its order. */
export function settleAll(desks: Desks, ended: Ended): void {
  for (const paper of desks.store.ledger.waiting(kinds, papersMax)) settle(desks, paper, ended);
}
