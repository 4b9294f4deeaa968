/** The journal of two print workers over one ledger: which of them has a paper, and what each may still say about it (S5). */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Paper } from '../../clinic/visit.ts';
import { silentLog } from '../../electron/log.ts';
import { paperPlaces } from '../../electron/printers/paper-places.ts';
import { openPrintJournal } from '../../electron/printers/print-journal.ts';
import type { Store } from '../../offline-store/store.ts';
import type { AttemptEvidence, PrintJob } from '../../printing/print-worker.ts';
import { checkIn, newFolder, nowText, opened, visit } from '../offline-store/store-clinic.ts';

const evidence: AttemptEvidence = { token: 'AAAA', odometerBefore: 41, serial: '50J000000001' };
const header: PrintJob = { paperId: 'V1X-header', kind: 'header-label' };
const kinds = ['header-label', 'specimen-label'] as const;

function pool() {
  const store = opened(newFolder());
  checkIn(store, visit('b1', 1));
  const printers = ['LABELS-1', 'LABELS-2'].map((name) => ({ name, prints: kinds }));
  const places = paperPlaces({ store, printers, nowMs: Date.now, newId: randomUUID });
  const journal = (printer: string) => openPrintJournal({ store, printer, places, now: () => nowText, log: silentLog });
  return { store, first: journal('LABELS-1'), second: journal('LABELS-2') };
}
const stateOf = (store: Store, { paperId }: PrintJob): Paper['state'] | undefined => store.ledger.paper(paperId)?.state;
const acts = (store: Store) => store.ledger.audit().filter(({ act }) => act === 'print').length;

test('S5: a paper that another printer began while this one was proving it is not begun twice', () => {
  const { store, first, second } = pool();
  expect(first.started(header, evidence)).toBe(true);
  expect(second.started(header, evidence)).toBe(false);
  expect(store.ledger.lastPrinter(header.paperId)).toBe('LABELS-1');
  expect([first, second].map((journal) => journal.inDoubt().length)).toEqual([1, 0]);
});

test('S5: a paper that staff voided is not begun, and nothing of it is written', () => {
  const { store, first } = pool();
  store.ledger.write((writes) => writes.setPaperState(header.paperId, 'voided'));
  expect(first.started(header, evidence)).toBe(false);
  expect(store.ledger.lastPrinter(header.paperId)).toBeNull();
  expect(stateOf(store, header)).toBe('voided');
});

test('S5: who did not send a paper says nothing about it, and what a person said about it stays', () => {
  const { store, first, second } = pool();
  first.started(header, evidence);
  second.settled(header, { kind: 'refused', because: 'proof-failed' });
  second.settled(header, { kind: 'not-printed', because: 'nothing-left-us' });
  expect(stateOf(store, header)).toBe('sending');
  store.ledger.write((writes) => writes.setPaperState(header.paperId, 'uncertain'));
  first.settled(header, { kind: 'not-printed', because: 'count-did-not-move' });
  expect([stateOf(store, header), acts(store)]).toEqual(['uncertain', 0]);
});

test('S6: what failed its proof is refused without having been begun, once', () => {
  const { store, first } = pool();
  first.settled(header, { kind: 'refused', because: 'proof-failed' });
  first.settled(header, { kind: 'refused', because: 'proof-failed' });
  expect([stateOf(store, header), acts(store), store.ledger.openTasks().length]).toEqual(['refused', 1, 1]);
});
