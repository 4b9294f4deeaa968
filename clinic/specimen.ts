/**
 * A specimen: one tube of one visit, with the number by which the laboratory will know it.
 *
 * Holds nothing that identifies a patient, so it may stand in the ledger.
 */
import type { TubeClass } from './tube.ts';

/** Where a specimen's identifier came from, strongest first (S12: never made up). */
export type SpecimenIdentifierSource =
  | 'order-specimen'
  | 'order-accession'
  | 'requisition-and-suffix'
  | 'reserved-range';

/** What staff must know when they draw or send the tube. */
export const handlingFlags = [
  'own-tube',
  'ice',
  'keep-warm',
  'protect-from-light',
  'record-time',
  'fasting',
  'phone-laboratory',
  'timed',
] as const;
export type HandlingFlag = (typeof handlingFlags)[number];

export interface Specimen {
  /** `VISITID-NUMBER`. */
  readonly id: string;
  /** From 1, in the order of draw, among the labels of its set: `1/3`. */
  readonly number: number;
  readonly tube: TubeClass;
  readonly discipline: string;
  /** Catalogue ids or the order's own codes of the tests that share the tube. */
  readonly tests: readonly string[];
  readonly requestIds: readonly string[];
  /** What the barcode says: [A-Z0-9-], 4 to 16 characters. */
  readonly identifier: string;
  readonly identifierSource: SpecimenIdentifierSource;
  readonly handling: readonly HandlingFlag[];
}
