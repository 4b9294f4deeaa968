/**
 * What a check-in brings about for the tubes of one booking: labels, tubes held back, problems for a person.
 *
 * Worked out before anything is stored; it reads no clock and makes up no number.
 */
import type { Booking } from './booking.ts';
import type { ClinicRules } from './clinic-rules.ts';
import type { Specimen } from './specimen.ts';
import { identifySpecimens, type SpecimenIdentifier, type SpecimenIdentifierProblem } from './specimen-identifier.ts';
import { type PlannedTube, planTubes, type TubePlanRules } from './tube-plan.ts';
import type { HeldBackTube, VisitPlan, VisitProblem } from './visit.ts';

interface PlanVisit {
  readonly booking: Booking;
  readonly visitId: string;
  readonly rules: TubePlanRules & Pick<ClinicRules, 'containerSuffixes'>;
  readonly isUsed: (identifier: string) => boolean;
  readonly takeReserved: (count: number) => readonly string[];
  /** No label of this visit is printed, whatever the rules say. */
  readonly isUnlabelled?: boolean;
}

/** Labels are numbered from 1 in the order of draw; a tube without a number gets no label and no place in the count. */
export function planVisit({ booking, visitId, rules, isUsed, takeReserved, isUnlabelled }: PlanVisit): VisitPlan {
  const { tubes, problems, notPlanned } = planTubes(booking.requests, rules);
  if (isUnlabelled === true) return { specimens: [], heldBack: tubes.map(unlabelledTube), problems };
  const identifiers = identifySpecimens({ tubes, notPlanned, rules, isUsed, takeReserved });
  const specimens: Specimen[] = [];
  const identifierProblems: VisitProblem[] = [];
  for (const [tube, identified] of identifiers) {
    if (identified.ok) specimens.push(specimenOf(tube, identified.value, specimens.length + 1, visitId));
    else identifierProblems.push(problemOf(tube, identified.problem));
  }
  const heldBack = tubes.flatMap(heldBackTube);
  return { specimens, heldBack, problems: [...problems, ...identifierProblems] };
}

function specimenOf(
  tube: PlannedTube,
  { identifier, source }: SpecimenIdentifier,
  number: number,
  visitId: string,
): Specimen {
  const { discipline, tests, requestIds, handling } = tube;
  return {
    id: `${visitId}-${number}`,
    number,
    tube: tube.tube,
    discipline,
    tests,
    requestIds,
    identifier,
    identifierSource: source,
    handling,
  };
}

function problemOf({ tube, tests }: PlannedTube, problem: SpecimenIdentifierProblem): VisitProblem {
  return { ...problem, tube, tests };
}

function unlabelledTube({ tube, tests, isTransfusion }: PlannedTube): HeldBackTube {
  return { why: isTransfusion ? 'transfusion' : 'no-nhs-number', tube, tests };
}

function heldBackTube({ tube, tests, release, isTransfusion }: PlannedTube): readonly HeldBackTube[] {
  if (release === 'at-check-in') return [];
  return [{ why: isTransfusion ? 'transfusion' : release, tube, tests }];
}
