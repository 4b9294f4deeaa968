/**
 * A test request: what a clinician ordered, as the order message says it (FHIR R4 ServiceRequest).
 *
 * The order's own specimens and containers are facts; `test-catalogue.ts` only fills in where it is silent.
 */
import type { TubeClass } from './tube.ts';

export interface TestCode {
  readonly system: string | null;
  readonly code: string;
  readonly display: string | null;
}

/** A specimen that the order itself names, so the laboratory already knows its number. */
export interface OrderedSpecimen {
  readonly id: string;
  /** Specimen.identifier or container identifier: what the label's barcode shall say. */
  readonly identifier: string | null;
  readonly accession: string | null;
  /** The container that the order asks for; null when it names none, `unknown` when we do not know the one it names. */
  readonly container: TubeClass | 'unknown' | null;
}

export interface TestRequest {
  readonly id: string;
  /** `revoked` requests are not offered a tube. */
  readonly status: 'active' | 'revoked' | 'completed';
  /** Groups several requests of one order (placer group number). */
  readonly requisition: string | null;
  /** Placer and filler order numbers, as a form may carry them in a barcode. */
  readonly orderNumbers: readonly string[];
  /** Every coding of the test, best first. */
  readonly codes: readonly TestCode[];
  readonly specimens: readonly OrderedSpecimen[];
}
