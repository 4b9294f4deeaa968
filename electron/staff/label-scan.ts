/**
 * A label that staff scan to show that it is there. Only the very label answers the question: a spooler may lose one label and
 * print the next, so another label of the same set shows that it is there itself, and no more. Labels of two sets in one
 * hand are an alarm.
 *
 * A barcode names a specimen and not a copy, so only a label without older copies can be scanned for. What was scanned goes
 * into no log and no audit entry.
 */
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import { newestCopies } from '../../clinic/paper-life.ts';
import { readScan } from '../../clinic/scan.ts';
import type { StaffTask } from '../../clinic/staff-task.ts';
import type { Paper, Visit } from '../../clinic/visit.ts';
import type { Ledger, Store } from '../../offline-store/store.ts';
import type { StaffNotice } from '../staff-api.ts';
import type { PaperActs } from './paper-acts.ts';

interface LabelScanOptions {
  readonly store: Store;
  readonly rules: Pick<ClinicRules, 'wristbandPrefixes'>;
  readonly acts: Pick<PaperActs, 'isThere'>;
}

/** The paper that this task asks for, when a scan can answer it. */
export function paperToScan({ matter }: StaffTask, ledger: Pick<Ledger, 'paper'>): Paper | null {
  if (matter.kind !== 'paper-sent' && matter.kind !== 'paper-uncertain') return null;
  const paper = ledger.paper(matter.paperId);
  return paper !== null && isScannable(paper) ? paper : null;
}

function isScannable({ kind, copy, state }: Paper): boolean {
  return kind === 'specimen-label' && copy === 0 && (state === 'sent' || state === 'uncertain');
}

/** Null: the task is over, or no scan answers it. */
export function scanLabel(
  { staffId, task, code }: { readonly staffId: string; readonly task: StaffTask; readonly code: string },
  options: LabelScanOptions,
): StaffNotice | null {
  const { ledger } = options.store;
  const paper = paperToScan(task, ledger);
  const visit = paper === null ? null : ledger.visit(paper.bookingId);
  if (paper === null || visit === null) return null;
  const identifier = identifierIn(code, options.rules);
  const specimen = visit.specimens.find((one) => one.identifier === identifier);
  if (specimen === undefined) return refused(staffId, task, notOfThisSet(identifier, visit, ledger), options);
  const { ticketNumber, specimens } = visit;
  const scanned = newestCopies(ledger.papers(visit.bookingId)).find((one) => one.specimenId === specimen.id);
  if (scanned !== undefined && isScannable(scanned)) options.acts.isThere(staffId, scanned);
  if (specimen.id === paper.specimenId) {
    return { kind: 'label-is-there', number: specimen.number, count: specimens.length, ticketNumber };
  }
  const wanted = specimens.find((one) => one.id === paper.specimenId)?.number ?? 1;
  return { kind: 'other-label-of-set', number: specimen.number, wanted, ticketNumber };
}

function identifierIn(code: string, rules: LabelScanOptions['rules']): string | null {
  // Scanners put what kind of symbol it was in front; people who type are not asked for capitals.
  const scan = readScan(code.startsWith(']') ? code : code.toUpperCase(), rules);
  return scan.kind === 'plain' ? scan.reference : null;
}

function notOfThisSet(identifier: string | null, visit: Visit, ledger: Ledger): StaffNotice {
  const { ticketNumber, clinicDay } = visit;
  if (identifier === null || !ledger.isIdentifierUsed(identifier)) return { kind: 'not-a-label-of-ours', ticketNumber };
  const isOn = ({ specimens }: Visit) => specimens.some((specimen) => specimen.identifier === identifier);
  const found = ledger.visits(clinicDay).find(isOn)?.ticketNumber ?? null;
  return { kind: 'label-of-another-ticket', ticketNumber, found };
}

/** Nothing changes; that labels of two patients lay together is worth knowing afterwards. */
function refused(
  staffId: string,
  { id: taskId, bookingId }: StaffTask,
  notice: StaffNotice,
  { store }: LabelScanOptions,
): StaffNotice {
  const details = { taskId, outcome: notice.kind };
  store.ledger.write((writes) => writes.audit({ who: staffId, act: 'scan-label', bookingId, details }));
  return notice;
}
