/**
 * A FHIR Patient (UK Core) as a patient of the day list: the name that is in use, the date of birth, the NHS number.
 *
 * What upstream does not say plainly is null, never guessed: half a date of birth, two NHS numbers, a wrong check digit.
 */
import type { Patient, PersonName } from '../../clinic/booking.ts';
import { type NhsNumber, parseNhsNumber } from '../../clinic/nhs-number.ts';
import type { FhirHumanName, FhirIdentifier, FhirPatient, FhirPeriod } from './fhir-resources.ts';

export const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number';
/** UK Core, Care Connect and PDS spell the rest of the address differently, and its code system too. */
const verificationExtension = 'NHSNumberVerificationStatus';

/** Best first. A name that is not here (old, maiden, nickname) is never put on a label. */
const nameUses = ['official', 'usual', '', 'anonymous', 'temp'];

export function patientOf(patient: FhirPatient, clinicDay: string): Patient {
  const nhsIdentifier = nhsIdentifierOf(patient.identifier, clinicDay);
  return {
    id: patient.id,
    name: nameOf(patient.name, clinicDay),
    dateOfBirth: wholeDate(patient.birthDate),
    nhsNumber: nhsIdentifier?.number ?? null,
    nhsNumberStatus: nhsIdentifier?.status ?? null,
  };
}

export function nameOf(names: readonly FhirHumanName[], clinicDay: string): PersonName {
  const usable = names.filter((name) => nameUses.includes(name.use ?? '') && isCurrent(name.period, clinicDay));
  const [best] = usable.toSorted(
    (a, b) =>
      nameUses.indexOf(a.use ?? '') - nameUses.indexOf(b.use ?? '') ||
      (b.period?.start ?? '').localeCompare(a.period?.start ?? ''),
  );
  if (best === undefined) return { family: '', given: '' };
  const family = best.family?.trim() ?? '';
  const given = best.given
    .map((name) => name?.trim() ?? '')
    .filter((name) => name !== '')
    .join(' ');
  // Only a text: it cannot be taken apart without guessing which part is the family's.
  if (family === '' && given === '') return { family: best.text?.trim() ?? '', given: '' };
  return { family, given };
}

function nhsIdentifierOf(
  identifiers: readonly FhirIdentifier[],
  clinicDay: string,
): { readonly number: NhsNumber; readonly status: string | null } | null {
  const current = identifiers.filter(
    ({ system, use, period }) => system === nhsNumberSystem && use !== 'old' && isCurrent(period, clinicDay),
  );
  const read = current.flatMap((identifier) => {
    const number = parseNhsNumber(identifier.value ?? '');
    return number.ok ? [{ number: number.value, status: verificationStatusOf(identifier) }] : [];
  });
  const [first] = read;
  const isOnePerson = read.every(({ number }) => number === first?.number);
  return first !== undefined && isOnePerson ? first : null;
}

/** 01 verified … 08 postponed. */
function verificationStatusOf(identifier: FhirIdentifier): string | null {
  const codes = identifier.extension
    .filter(({ url }) => url?.includes(verificationExtension))
    .flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding ?? [])
    .map(({ code }) => code ?? '')
    .filter((code) => /^0[1-8]$/.test(code));
  return codes[0] ?? null;
}

/** FHIR allows a year or a month alone; half a date confirms nobody. */
function wholeDate(date: string | undefined): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '');
  if (date === undefined || match === null) return null;
  const atMidnight = new Date(`${date}T00:00:00Z`);
  const isReal = Number.isFinite(atMidnight.getTime()) && atMidnight.toISOString().startsWith(date);
  return isReal ? date : null;
}

/** By date only; a period may be as coarse as a year. */
function isCurrent(period: FhirPeriod | undefined, clinicDay: string): boolean {
  const start = period?.start?.slice(0, 10) ?? '';
  const end = period?.end?.slice(0, 10);
  return start.slice(0, clinicDay.length) <= clinicDay && (end === undefined || clinicDay.slice(0, end.length) <= end);
}
