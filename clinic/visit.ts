/**
 * A visit: a booking that was checked in, with its specimens and papers. What the ledger keeps; it names nobody.
 */
import type { Specimen } from './specimen.ts';
import type { TubeClass } from './tube.ts';

/** A piece of paper that the kiosk prints. */
export type PaperKind = 'header-label' | 'specimen-label' | 'queue-ticket';

/**
 * waiting: not begun · sending: begun, nothing known yet · printed: the printer proved it · sent: a one-way
 * connection took it · uncertain: it may have printed, a person must look · refused: it failed its proof or cannot be
 * composed, never sent · voided: a newer copy replaced it, or staff voided it · spoiled: it came out unusable.
 */
export const paperStates = [
  'waiting',
  'sending',
  'printed',
  'sent',
  'uncertain',
  'refused',
  'voided',
  'spoiled',
] as const;
export type PaperState = (typeof paperStates)[number];

/** A paper and its copies are numbered 0 to 99. */
export const copyMax = 99;

export interface Paper {
  readonly id: string;
  readonly bookingId: string;
  readonly kind: PaperKind;
  /** Of a specimen label; otherwise null. */
  readonly specimenId: string | null;
  /** 0 for the one that came by itself; n for `REPRINT n` (labels) or `DUPLICATE n` (tickets). */
  readonly copy: number;
  readonly state: PaperState;
  /** The state that it left last: says of a void paper whether there is one to destroy. Null: none, or not known. */
  readonly stateBefore: PaperState | null;
  /** Place in the order of printing, over all visits. */
  readonly sequence: number;
  readonly stateSince: string;
}

/** Something in a visit that a person has to see to; each becomes a staff task. */
export type VisitProblem = Readonly<
  | { kind: 'unmapped-test'; requestId: string; code: string }
  | { kind: 'unknown-container'; requestId: string }
  | { kind: 'no-identifier'; tube: TubeClass; tests: readonly string[] }
  | { kind: 'identifier-in-use'; identifier: string; tube: TubeClass; tests: readonly string[] }
  | { kind: 'identifier-not-printable'; tube: TubeClass; tests: readonly string[] }
  | { kind: 'hospital-only'; tests: readonly string[] }
  | { kind: 'no-tests' }
>;

/**
 * A tube that gets no label at check-in, and why (S7: transfusion is never labelled here). `no-nhs-number`: registered from a
 * paper form without one, and nobody else has vouched for the rest.
 */
export interface HeldBackTube {
  readonly why: 'transfusion' | 'at-call' | 'at-chair' | 'never-here' | 'no-nhs-number';
  readonly tube: TubeClass;
  readonly tests: readonly string[];
}

/** What a check-in brings about, worked out before anything is stored. */
export interface VisitPlan {
  readonly specimens: readonly Specimen[];
  readonly heldBack: readonly HeldBackTube[];
  readonly problems: readonly VisitProblem[];
}

export interface Visit {
  readonly bookingId: string;
  readonly visitId: string;
  /** YYYY-MM-DD, local day of the clinic. */
  readonly clinicDay: string;
  readonly ticketNumber: number;
  /** Two characters on every label and on the ticket, to tell two sets apart without a name. */
  readonly visitCode: string;
  readonly arrivedAt: string;
  /** How the booking was found, or `staff`. */
  readonly foundBy: 'scan' | 'nhs-number' | 'staff';
  /**
   * Who was checked in and what was ordered, each as a keyed hash, so that a later change upstream is noticed without keeping
   * anybody's name; empty where it is not known.
   */
  readonly patientMark: string;
  readonly orderMark: string;
  readonly specimens: readonly Specimen[];
  readonly heldBack: readonly HeldBackTube[];
}
