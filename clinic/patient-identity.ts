/**
 * When two answers agree, when two bookings are one person's, and who could be mistaken for whom.
 *
 * What agrees is a candidate match, never positive identification: that is made at the chair.
 */
import type { Booking, Patient, PersonName } from './booking.ts';

/** A date of birth that upstream does not have agrees with nothing. */
export function datesAgree(known: string | null, given: string): boolean {
  return known !== null && known === given;
}

/**
 * One person's record, or two records of one person. The NHS number and date of birth alone are not enough for two records:
 * twins have been given one number by mistake.
 */
export function samePatient(one: Patient, other: Patient): boolean {
  if (one.id === other.id) return true;
  return (
    one.nhsNumber !== null &&
    one.nhsNumber === other.nhsNumber &&
    one.dateOfBirth === other.dateOfBirth &&
    sameName(one.name, other.name)
  );
}

/** But for capitals, accents, hyphens, apostrophes and spaces. */
export function sameName(one: PersonName, other: PersonName): boolean {
  return folded(one.family) === folded(other.family) && folded(one.given) === folded(other.given);
}

/** The people whom these bookings may be about, each with their bookings. More than one: nobody is checked in (S1). */
export function possiblePatients(bookings: readonly Booking[]): readonly (readonly Booking[])[] {
  const people: Booking[][] = [];
  for (const booking of bookings) {
    const known = people.find((theirs) => theirs.some((other) => samePatient(other.patient, booking.patient)));
    if (known) known.push(booking);
    else people.push([booking]);
  }
  return people;
}

interface Facts {
  readonly patient: Patient;
  readonly family: string;
  /** The first given name. */
  readonly given: string;
  /** All names in one order, so that swapped fields are the same. */
  readonly names: string;
}

/**
 * The people, by the ids of their records, who could be taken for another of the same list: a similar name, the same date of
 * birth, or NHS numbers two digits apart under the same initial. Staff see a warning; nothing else depends on it.
 */
export function similarPeople(patients: readonly Patient[]): ReadonlySet<string> {
  const people = new Map(patients.map((patient) => [patient.id, factsOf(patient)]));
  const similar = new Set<string>();
  for (const group of groupsToCompare([...people.values()])) {
    for (const [at, one] of group.entries()) {
      for (const other of group.slice(at + 1)) {
        const areMarked = similar.has(one.patient.id) && similar.has(other.patient.id);
        if (areMarked || !areSimilar(one, other)) continue;
        similar.add(one.patient.id);
        similar.add(other.patient.id);
      }
    }
  }
  return similar;
}

/** The same of two people alone. */
export const areSimilarPeople = (one: Patient, other: Patient): boolean =>
  one.id !== other.id && areSimilar(factsOf(one), factsOf(other));

/** Comparing everybody with everybody takes seconds for a large clinic; only people who share one of these can be similar. */
function groupsToCompare(people: readonly Facts[]): Iterable<readonly Facts[]> {
  const groups = new Map<string, Facts[]>();
  for (const person of people) {
    for (const key of keysOf(person)) {
      const group = groups.get(key);
      if (group) group.push(person);
      else groups.set(key, [person]);
    }
  }
  return groups.values();
}

/**
 * Names one letter apart have the first or the last letter in common, and numbers two digits apart one of three parts.
 */
function keysOf({ patient, family, given, names }: Facts): readonly string[] {
  const initial = family.charAt(0);
  const keys = [`names ${names}`, `family ${family} ${given.charAt(0)}`];
  keys.push(`first ${given} ${initial}`, `last ${given} ${family.slice(-1)}`);
  if (patient.dateOfBirth !== null) keys.push(`born ${patient.dateOfBirth}`);
  const { nhsNumber } = patient;
  if (nhsNumber === null) return keys;
  const parts = [nhsNumber.slice(0, 4), nhsNumber.slice(4, 7), nhsNumber.slice(7)];
  return [...keys, ...parts.map((part, at) => `number ${initial} ${at} ${part}`)];
}

function areSimilar(one: Facts, other: Facts): boolean {
  if (one.patient.dateOfBirth !== null && one.patient.dateOfBirth === other.patient.dateOfBirth) return true;
  if (one.names === other.names) return true;
  if (one.family === other.family && one.given.charAt(0) === other.given.charAt(0)) return true;
  if (one.given === other.given && areNearlySpelledAlike(one.family, other.family)) return true;
  return one.family.charAt(0) === other.family.charAt(0) && areNearTwins(one.patient, other.patient);
}

/** Two valid numbers differ in two digits at least, so two are as near as numbers come. */
function areNearTwins(one: Patient, other: Patient): boolean {
  if (one.nhsNumber === null || other.nhsNumber === null) return false;
  const [digits, otherDigits] = [one.nhsNumber, other.nhsNumber];
  let different = 0;
  for (let at = 0; at < digits.length && different <= 2; at += 1) {
    if (digits[at] !== otherDigits[at]) different += 1;
  }
  return different <= 2;
}

/** One letter changed, added or left out, or two neighbours swapped; or one name is a part of the other (`SMITH`, `SMITH-JONES`). */
function areNearlySpelledAlike(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 3) return short === long;
  if (long.startsWith(short) || long.endsWith(short)) return true;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const rest = long.slice(same + 1);
  const areSwapped = short[same] === long[same + 1] && short[same + 1] === long[same];
  if (areSwapped && short.slice(same + 2) === long.slice(same + 2)) return true;
  return rest === short.slice(same) || rest === short.slice(same + 1);
}

/** Forgotten together with the patient. */
const knownFacts = new WeakMap<Patient, Facts>();

function factsOf(patient: Patient): Facts {
  const facts = knownFacts.get(patient) ?? readFacts(patient);
  knownFacts.set(patient, facts);
  return facts;
}

function readFacts(patient: Patient): Facts {
  const family = folded(patient.name.family);
  const givenNames = patient.name.given.trim().split(/\s+/).map(folded);
  return {
    patient,
    family,
    given: givenNames[0] ?? '',
    names: [family, ...givenNames]
      .filter((name) => name !== '')
      .sort()
      .join(' '),
  };
}

/** Capitals, without accents, hyphens, apostrophes and spaces: only for comparing, never shown. */
function folded(name: string): string {
  return name
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
