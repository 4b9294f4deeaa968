/** Which record of a patient counts, among those that a pull brought. Pure; what a record says is read in `patient-from-fhir.ts`. */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { FhirPatient, FhirReference } from './fhir-resources.ts';
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

/** True when it names a record that does not lead to this patient's; a resource that names nobody is as what names it. */
export function isOfSomebodyElse(
  subject: FhirReference | undefined,
  patientId: string,
  resources: Records,
  baseUrl: string,
): boolean {
  const id = referredId(subject, 'Patient', baseUrl);
  if (id === null || id === patientId) return false;
  const named = patientInUse(id, resources, baseUrl);
  return !named.ok || named.value.id !== patientId;
}
