/**
 * A FHIR ServiceRequest and its Specimens as a test request, as the order says it.
 *
 * A request or specimen that is named and cannot be read, or is somebody else's than the booking, is kept as one that says
 * nothing, so that it goes to a person; left out, its tube would be missing and nobody would know (S12).
 */
import type { Patient } from '../../clinic/booking.ts';
import type { OrderedSpecimen, TestCode, TestRequest } from '../../clinic/test-request.ts';
import type { FhirCodeableConcept, FhirIdentifier, FhirServiceRequest, FhirSpecimen } from './fhir-resources.ts';
import { isOfSomebodyElse } from './patient-records.ts';
import { referredId, type UpstreamResources } from './upstream-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

export interface RequestReading {
  readonly baseUrl: string;
  readonly containerCodes: UpstreamSettings['containerCodes'];
}

const snomed = 'http://snomed.info/sct';
const orderNumberTypes = ['PLAC', 'FILL'];

/** @param patient whose booking it is. */
export function requestOf(
  id: string,
  patient: Pick<Patient, 'id' | 'nhsNumber'>,
  resources: UpstreamResources,
  reading: RequestReading,
): TestRequest {
  const request = resources.serviceRequests.get(id);
  if (request === undefined || request === 'not-understood') return silentRequest(id, 'active');
  const isOfAnother = ({ subject }: Pick<FhirServiceRequest, 'subject'>) =>
    isOfSomebodyElse(subject, patient, resources, reading.baseUrl);
  if (isOfAnother(request)) return silentRequest(id, statusOf(request.status));
  const requisition = identifierValue(request.requisition);
  const typed = request.identifier.filter(({ type }) =>
    type?.coding.some(({ code }) => orderNumberTypes.includes(code ?? '')),
  );
  return {
    id,
    status: statusOf(request.status),
    requisition,
    // A form may carry the number of the whole order as its barcode.
    orderNumbers: distinct([...typed.map(identifierValue), requisition]),
    codes: codesOf(request.code),
    specimens: request.specimen.flatMap((reference) => {
      const specimenId = referredId(reference, 'Specimen', reading.baseUrl);
      if (specimenId === null) return [unreadable(reference.reference ?? id)];
      const specimen = resources.specimens.get(specimenId);
      const isReadable = specimen !== undefined && specimen !== 'not-understood' && !isOfAnother(specimen);
      return isReadable ? specimensOf(specimenId, specimen, reading) : [unreadable(specimenId)];
    }),
  };
}

function silentRequest(id: string, status: TestRequest['status']): TestRequest {
  return { id, status, requisition: null, orderNumbers: [], codes: [], specimens: [] };
}

/** `on-hold` and `unknown` are offered a tube: staff decide, and a blood test left out is found out too late. */
function statusOf(status: FhirServiceRequest['status']): TestRequest['status'] {
  if (status === 'revoked' || status === 'entered-in-error') return 'revoked';
  return status === 'completed' ? 'completed' : 'active';
}

/** SNOMED CT first, because the catalogue knows it best; otherwise as upstream orders them. */
function codesOf(concept: FhirCodeableConcept): readonly TestCode[] {
  const codes = concept.coding.flatMap(({ system, code, display }) =>
    code === undefined ? [] : [{ system: system ?? null, code, display: display ?? concept.text ?? null }],
  );
  if (codes.length === 0 && concept.text !== undefined) {
    return [{ system: null, code: concept.text, display: concept.text }];
  }
  return codes.toSorted((a, b) => Number(b.system === snomed) - Number(a.system === snomed));
}

/** One for each container: a specimen in two tubes needs two labels. */
function specimensOf(id: string, specimen: FhirSpecimen, reading: RequestReading): readonly OrderedSpecimen[] {
  if (specimen.status === 'entered-in-error' || specimen.status === 'unsatisfactory') return [];
  const own = distinct(specimen.identifier.map(identifierValue))[0] ?? null;
  const accession = identifierValue(specimen.accessionIdentifier);
  if (specimen.container.length === 0) return [{ id, identifier: own, accession, container: null }];
  const isOneTube = specimen.container.length === 1;
  return specimen.container.map((container, index) => {
    const onTube = distinct(container.identifier.map(identifierValue))[0] ?? null;
    return {
      id: isOneTube ? id : `${id}/${index + 1}`,
      // Two tubes never share a number: of several, only a tube's own will do.
      identifier: isOneTube ? (own ?? onTube) : onTube,
      accession: isOneTube ? accession : null,
      container: containerOf(container.type, reading),
    };
  });
}

function containerOf(type: FhirCodeableConcept | undefined, reading: RequestReading): OrderedSpecimen['container'] {
  if (type === undefined) return null;
  const known = type.coding
    .map(({ system, code }) => reading.containerCodes[`${system ?? ''}|${code ?? ''}`])
    .find((tube) => tube !== undefined);
  return known ?? 'unknown';
}

function unreadable(id: string): OrderedSpecimen {
  return { id, identifier: null, accession: null, container: 'unknown' };
}

function identifierValue(identifier: FhirIdentifier | undefined): string | null {
  const value = identifier?.value?.trim() ?? '';
  return value === '' ? null : value;
}

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
