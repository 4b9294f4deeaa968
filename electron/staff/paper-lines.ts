/** What the staff window shows of the papers of a visit: each as a line, in the order of its set, and all of them in a word. */
import { mayReprint, maySpoil, mayStopWaiting, voidSet } from '../../clinic/paper-acts.ts';
import { cameOut, isNewest, labelsIn, lifeOf, newestCopies } from '../../clinic/paper-life.ts';
import type { PaperProgress } from '../../clinic/paper-set.ts';
import { stops } from '../../clinic/printer-trouble.ts';
import { testName } from '../../clinic/test-catalogue.ts';
import { tubes } from '../../clinic/tube.ts';
import type { Paper, Visit } from '../../clinic/visit.ts';
import type { Ledger } from '../../offline-store/store.ts';
import type { DayListRow, PaperLine, StationStatus, VisitDetail } from '../staff-api.ts';

const statesForStaff: readonly Paper['state'][] = ['uncertain', 'refused'];

export function paperLines(
  progress: readonly PaperProgress[],
  visit: Visit,
  { status, nowMs }: { readonly status: () => Pick<StationStatus, 'printers'>; readonly nowMs: () => number },
): readonly PaperLine[] {
  const papers = progress.map(({ paper }) => paper);
  // How printers are is asked only while one has a paper of this visit.
  const isSending = papers.some(({ state }) => state === 'sending');
  const printers = isSending ? status().printers : [];
  return inOrderOfSet(progress).map((one) => ({
    ...paperLine(one, visit, papers),
    mayStopWaiting: one.printer !== null && mayStopWaiting(one.paper, hasStopped(one.printer, printers), nowMs()),
  }));
}

/** It says what is the matter, and prints nothing until then. Between two looks a printer may be not ready and yet well. */
export function hasStopped(printer: string, printers: StationStatus['printers']): boolean {
  return printers.some(({ name, isReady, troubles }) => name === printer && !isReady && troubles.some(stops));
}

/** The newest of each as the set came out, header first and ticket last; then the copies before them. */
function inOrderOfSet(progress: readonly PaperProgress[]): readonly PaperProgress[] {
  const newest = newestCopies(progress.map(({ paper }) => paper));
  const places = new Map(newest.map(({ id }, place) => [id, place]));
  const placeOf = ({ paper }: PaperProgress) => places.get(paper.id) ?? newest.length;
  return progress.toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function mayVoidSet(papers: readonly Paper[]): VisitDetail['voidSet'] {
  const voided = voidSet(papers, 'not-needed');
  if (voided.ok) return 'possible';
  return voided.problem === 'being-printed' ? 'being-printed' : 'nothing-to-void';
}

function paperLine(
  { paper, continues }: PaperProgress,
  visit: Visit,
  papers: readonly Paper[],
): Omit<PaperLine, 'mayStopWaiting'> {
  const specimen = visit.specimens.find((one) => one.id === paper.specimenId);
  return {
    paperId: paper.id,
    kind: paper.kind,
    specimenNumber: specimen?.number ?? null,
    tube: specimen === undefined ? null : tubes[specimen.tube].labelCode,
    tests: specimen?.tests.map(testName) ?? [],
    identifier: specimen?.identifier ?? null,
    handling: specimen?.handling ?? [],
    copy: paper.copy,
    state: paper.state,
    life: lifeOf(paper),
    isToDestroy: lifeOf(paper) === 'dead' && cameOut(paper) !== 'no',
    isNewest: isNewest(paper, papers),
    isContinuation: continues !== null,
    mayReprint: mayReprint(paper, papers),
    maySpoil: maySpoil(paper),
  };
}

/** A tube whose last label is void or spoiled has none, unless the whole set was voided. No tube waits for a header. */
export function labelsOf(papers: readonly Paper[], isUnconfirmed: boolean): DayListRow['labels'] {
  const labels = newestCopies(labelsIn(papers));
  if (labels.length === 0) return 'none';
  if (labels.every((paper) => lifeOf(paper) === 'dead')) return 'void';
  const isTubeWithout = (paper: Paper) => paper.kind === 'specimen-label' && lifeOf(paper) === 'dead';
  if (labels.some((paper) => statesForStaff.includes(paper.state) || isTubeWithout(paper))) return 'needs-staff';
  if (labels.some((paper) => paper.state === 'waiting' || paper.state === 'sending')) return 'waiting';
  return isUnconfirmed ? 'to-confirm' : 'printed';
}

/** The bookings whose labels a one-way connection took, and of which nobody has scanned the first yet. */
export function unconfirmedSets(ledger: Ledger): ReadonlySet<string | null> {
  const tasks = ledger.openTasks().filter(({ matter }) => matter.kind === 'paper-sent');
  return new Set(tasks.map(({ bookingId }) => bookingId));
}
