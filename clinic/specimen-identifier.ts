/**
 * The number that a specimen's barcode says: one that the laboratory will know, never one made up (S12).
 *
 * The order's own specimen number; else its accession number; else the order's number with the site's suffix for the
 * container; else the next of the range reserved for this station. A number that would name more than one tube names
 * none of them. One that is used already, or cannot be printed as it is, is a problem for a person and never repaired.
 */
import type { ClinicRules } from './clinic-rules.ts';
import { ok, type Result, refuse } from './result.ts';
import type { SpecimenIdentifierSource } from './specimen.ts';
import type { OrderedSpecimen } from './test-request.ts';
import type { PlannedTube } from './tube-plan.ts';

export interface SpecimenIdentifier {
  readonly identifier: string;
  readonly source: SpecimenIdentifierSource;
}

export type SpecimenIdentifierProblem = Readonly<
  { kind: 'no-identifier' } | { kind: 'identifier-in-use'; identifier: string } | { kind: 'identifier-not-printable' }
>;

/** What every barcode of ours keeps to: Code 128, and short enough for 50 mm. */
const printablePattern = /^[A-Z0-9-]{4,16}$/;

interface IdentifySpecimens {
  /** Every tube of the visit, those too whose label is held back: their numbers are not free for another. */
  readonly tubes: readonly PlannedTube[];
  /** The order's specimens that became no tube here. */
  readonly notPlanned: readonly OrderedSpecimen[];
  readonly rules: Pick<ClinicRules, 'containerSuffixes'>;
  /** Whether a label with this number was ever made here. */
  readonly isUsed: (identifier: string) => boolean;
  /** The next numbers of the reserved range, none of them used; fewer than asked when it ends. Called once at most. */
  readonly takeReserved: (count: number) => readonly string[];
}

/** For each tube whose label is released now. Called inside the transaction that stores the visit, so no number is taken for nothing. */
export function identifySpecimens(
  visit: IdentifySpecimens,
): ReadonlyMap<PlannedTube, Result<SpecimenIdentifier, SpecimenIdentifierProblem>> {
  const released = visit.tubes.filter(({ release }) => release === 'at-check-in');
  const fromOrder = new Map(released.map((tube) => [tube, identifierFromOrder(tube, visit)]));
  const without = released.filter((tube) => fromOrder.get(tube) === null);
  const reserved = without.length === 0 ? [] : visit.takeReserved(without.length);
  const found = new Map(
    released.map((tube) => [tube, fromOrder.get(tube) ?? fromReserved(reserved[without.indexOf(tube)])] as const),
  );
  return new Map(released.map((tube) => [tube, checked(found.get(tube) ?? null, [...found.values()], visit)]));
}

function identifierFromOrder(tube: PlannedTube, visit: IdentifySpecimens): SpecimenIdentifier | null {
  const { ordered } = tube;
  const isOneTube =
    visit.tubes.filter((other) => other.ordered !== null && other.ordered.id === ordered?.id).length === 1;
  if (ordered?.identifier && isOneTube) return { identifier: ordered.identifier, source: 'order-specimen' };
  if (ordered?.accession && tubesOfAccession(ordered.accession, visit) === 1) {
    return { identifier: ordered.accession, source: 'order-accession' };
  }
  return identifierFromRequisition(tube, visit);
}

function tubesOfAccession(accession: string, { tubes, notPlanned }: IdentifySpecimens): number {
  const isSame = (specimen: OrderedSpecimen | null) => specimen?.accession === accession;
  return tubes.filter(({ ordered }) => isSame(ordered)).length + notPlanned.filter(isSame).length;
}

function identifierFromRequisition(tube: PlannedTube, { tubes, rules }: IdentifySpecimens): SpecimenIdentifier | null {
  const suffix = rules.containerSuffixes[tube.tube];
  if (!tube.requisition || suffix === undefined) return null;
  const same = tubes.filter((other) => other.requisition === tube.requisition && other.tube === tube.tube);
  if (same.length !== 1) return null;
  return { identifier: tube.requisition + suffix, source: 'requisition-and-suffix' };
}

function fromReserved(identifier: string | undefined): SpecimenIdentifier | null {
  return identifier === undefined ? null : { identifier, source: 'reserved-range' };
}

/** A reserved number was just taken, so the station counts it as used; the range itself never gives one twice. */
function checked(
  found: SpecimenIdentifier | null,
  all: readonly (SpecimenIdentifier | null)[],
  { isUsed, tubes, notPlanned }: IdentifySpecimens,
): Result<SpecimenIdentifier, SpecimenIdentifierProblem> {
  if (found === null) return refuse({ kind: 'no-identifier' });
  const { identifier, source } = found;
  if (!printablePattern.test(identifier)) return refuse({ kind: 'identifier-not-printable' });
  const isTwiceHere = all.filter((other) => other?.identifier === identifier).length > 1;
  // Another specimen of the order that gets no label now may still get one with its own number.
  const ownedBy = new Set(
    [...tubes.flatMap(({ ordered }) => ordered ?? []), ...notPlanned]
      .filter((specimen) => specimen.identifier === identifier)
      .map(({ id }) => id),
  );
  const isOwnedByAnother = ownedBy.size > (source === 'order-specimen' ? 1 : 0);
  const isUsedBefore = source !== 'reserved-range' && isUsed(identifier);
  return isTwiceHere || isOwnedByAnother || isUsedBefore
    ? refuse({ kind: 'identifier-in-use', identifier })
    : ok(found);
}
