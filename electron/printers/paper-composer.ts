/**
 * Makes the bytes of a paper from what is known now: the ledger's visit joined with the day list's patient.
 *
 * Names are in the day list only, so a paper of a patient whom the list has forgotten cannot be made any more.
 */
import { unreachable } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { PaperRefusal } from '../../clinic/staff-task.ts';
import { tubes } from '../../clinic/tube.ts';
import type { Paper, Visit } from '../../clinic/visit.ts';
import type { Store } from '../../offline-store/store.ts';
import { encodeLabel } from '../../printing/labels/encode-label.ts';
import { headerLabel } from '../../printing/labels/header-label.ts';
import type { LabelMedia } from '../../printing/labels/label.ts';
import { encodeTicket } from '../../printing/languages/esc-pos.ts';
import type { ComposedPaper } from '../../printing/print-worker.ts';
import type { Printer } from '../../printing/printer.ts';
import { specimenPaper } from '../../printing/specimen-paper.ts';
import { hasSameDetails } from '../visit-marks.ts';
import type { HeaderFacts } from './paper-places.ts';

interface ComposeOptions {
  readonly store: Store;
  readonly site: { readonly name: string; readonly waitAt: string; readonly timeZone: string };
  readonly media: LabelMedia;
  readonly language: Printer['language'];
  /** Today: nothing of another day is printed, whoever's label it may be by now. */
  readonly clinicDay: string;
  /** Where the labels of a header's set are; without it they come out behind the header. */
  readonly headerFacts?: (header: Paper) => HeaderFacts;
}

/** @param token echoed by the printer when it has processed exactly this paper; null for a picture. */
export function composePaper(
  paperId: string,
  token: string | null,
  options: ComposeOptions,
): Result<ComposedPaper, PaperRefusal> {
  const paper = options.store.ledger.paper(paperId);
  const visit = paper === null ? null : options.store.ledger.visit(paper.bookingId);
  if (paper === null || visit === null) return refuse('no-longer-known');
  if (visit.clinicDay !== options.clinicDay) return refuse('another-day');
  switch (paper.kind) {
    case 'header-label':
      return composeHeader(paper, visit, token, options);
    case 'specimen-label':
      return composeSpecimen(paper, visit, token, options);
    case 'queue-ticket':
      return ok(composeTicket(paper, visit, token, options));
    default:
      return unreachable(paper.kind);
  }
}

function composeHeader(
  paper: Paper,
  visit: Visit,
  token: string | null,
  { store, media, language, headerFacts }: ComposeOptions,
): Result<ComposedPaper, PaperRefusal> {
  const problems = store.ledger
    .openTasks()
    .filter((task) => task.bookingId === visit.bookingId && task.matter.kind === 'visit');
  const label = headerLabel(
    {
      ticketNumber: visit.ticketNumber,
      visitCode: visit.visitCode,
      labelCount: visit.specimens.length,
      tubesByHand: visit.heldBack.length,
      problems: problems.length,
      copy: paper.copy,
      ...headerFacts?.(paper),
    },
    media,
  );
  const expectedTexts = [String(visit.ticketNumber), visit.visitCode];
  const encoded = encodeLabel(label, media, language, token);
  return encoded.ok ? ok({ ...encoded.value, expectedBarcode: null, expectedTexts }) : encoded;
}

function composeSpecimen(
  paper: Paper,
  visit: Visit,
  token: string | null,
  { store, media, language }: ComposeOptions,
): Result<ComposedPaper, PaperRefusal> {
  const specimen = visit.specimens.find((one) => one.id === paper.specimenId);
  const booking: Booking | null = store.cache.booking(visit.bookingId);
  if (specimen === undefined || booking === null) return refuse('no-longer-known');
  // A label is for whom the date of birth confirmed, or a person at a reprint for corrected details: for nobody else.
  if (!hasSameDetails(visit.patientMark, booking, visit.visitId, store)) return refuse('patient-changed');
  const { name, dateOfBirth, nhsNumber } = booking.patient;
  if (dateOfBirth === null) return refuse('no-date-of-birth');
  const content = {
    familyName: name.family,
    givenNames: name.given,
    dateOfBirth,
    nhsNumber,
    tube: tubes[specimen.tube].labelCode,
    discipline: specimen.discipline,
    handling: specimen.handling,
    number: specimen.number,
    count: visit.specimens.length,
    visitCode: visit.visitCode,
    identifier: specimen.identifier,
    copy: paper.copy,
  };
  return specimenPaper(content, media, language, token);
}

function composeTicket(paper: Paper, visit: Visit, token: string | null, { site }: ComposeOptions): ComposedPaper {
  const arrived = new Date(visit.arrivedAt);
  const content = {
    ticketNumber: visit.ticketNumber,
    visitCode: visit.visitCode,
    siteName: site.name,
    waitAt: site.waitAt,
    arrivedAt: dayAndTime(site.timeZone).format(arrived),
    copy: paper.copy,
  };
  return { bytes: encodeTicket(content, { token }), expectedBarcode: null, expectedTexts: [] };
}

/** Made once: making one takes longer than all the rest of a ticket. */
const dayAndTimes = new Map<string, Intl.DateTimeFormat>();

function dayAndTime(timeZone: string): Intl.DateTimeFormat {
  const known = dayAndTimes.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  dayAndTimes.set(timeZone, made);
  return made;
}
