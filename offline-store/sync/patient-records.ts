/**
 * Which record of a patient counts, among those that a pull brought, and whether an order or a specimen is theirs. Pure; what a
 * record says is read in `patient-from-fhir.ts`.
 */
import { unreachable } from '../../clinic/assert.ts';
import type { Patient } from '../../clinic/booking.ts';
import { type NhsNumber, parseNhsNumber } from '../../clinic/nhs-number.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FhirPatient, FhirReference } from './fhir-resources.ts';
import { nhsNumberSystem } from './patient-from-fhir.ts';
import { notUnderstood } from './read-resource.ts';
import { referredId, replacedBy, type UpstreamResources } from './upstream-resources.ts';

/** A record that was merged twice is followed; a circle is not. */
export const mergedRecordsMax = 3;

type Records = Pick<UpstreamResources, 'patients'>;

/** Records that were merged lead to the one that counts; a record that is out of use without one is nobody's. */
export function patientInUse(
  id: string,
  resources: Records,
  baseUrl: string,
): Result<FhirPatient, 'no-patient' | 'not-understood' | 'patient-not-in-use'> {
  let at = id;
  for (let records = 0; records < mergedRecordsMax; records++) {
    const patient = resources.patients.get(at);
    if (patient === undefined) return refuse('no-patient');
    if (patient === notUnderstood) return refuse('not-understood');
    const survivors = replacedBy(patient);
    if (survivors.length === 0) return patient.active === false ? refuse('patient-not-in-use') : ok(patient);
    const next = survivors.length === 1 ? referredId(survivors[0], 'Patient', baseUrl) : null;
    if (next === null) return refuse('not-understood');
    at = next;
  }
  return refuse('not-understood');
}

/** Whom an order or a specimen names as its subject. */
export type Subject = Readonly<
  | { by: 'nobody' }
  | { by: 'record'; id: string }
  /** The number alone, without a record. */
  | { by: 'nhs-number'; number: NhsNumber }
  /** In a way that cannot be followed here: a record elsewhere, a number of another kind. */
  | { by: 'something-else' }
>;

interface SubjectReference {
  readonly reference?: string | undefined;
  readonly identifier?: { readonly system?: string | undefined; readonly value?: string | undefined } | undefined;
}

/** A record, where one is named, says more than a number beside it. */
export function subjectOf({ reference, identifier }: SubjectReference = {}, baseUrl: string): Subject {
  const id = referredId({ reference }, 'Patient', baseUrl);
  if (id !== null) return { by: 'record', id };
  if (identifier === undefined) return { by: reference === undefined ? 'nobody' : 'something-else' };
  const number = identifier.system === nhsNumberSystem ? parseNhsNumber(identifier.value ?? '') : null;
  return number?.ok ? { by: 'nhs-number', number: number.value } : { by: 'something-else' };
}

/**
 * S1: true when it names a record that does not lead to this patient's, another NHS number, or somebody of whom nobody here knows
 * that it is this patient; a resource that names nobody is as what names it.
 */
export function isOfSomebodyElse(
  reference: FhirReference | undefined,
  patient: Pick<Patient, 'id' | 'nhsNumber'>,
  resources: Records,
  baseUrl: string,
): boolean {
  const subject = subjectOf(reference, baseUrl);
  switch (subject.by) {
    case 'nobody':
      return false;
    case 'nhs-number':
      return subject.number !== patient.nhsNumber;
    case 'something-else':
      return true;
    case 'record': {
      if (subject.id === patient.id) return false;
      const named = patientInUse(subject.id, resources, baseUrl);
      return !named.ok || named.value.id !== patient.id;
    }
    default:
      return unreachable(subject);
  }
}
