/**
 * A list from a file, for a clinic whose booking system is away: when it may be used, and why not, in words.
 *
 * Its age counts from when it was made, not from when somebody loaded it (S10). It never takes anybody off the list: what a
 * file lacks, nobody can ask the booking system about (S11).
 */
import { type Booking, isCalledOff } from './booking.ts';
import type { ClinicRules } from './clinic-rules.ts';
import { mergePull } from './day-list.ts';

const msPerMinute = 60_000;
const msPerHour = 60 * msPerMinute;
/** Two computers' clocks differ by this much without anybody noticing. */
const clockSkewMinutesMax = 5;

/** Whatever it is, the list stays as it was. Instants are ISO 8601, UTC. */
export type ImportRefusal = Readonly<
  | { kind: 'file-gone' }
  | { kind: 'not-a-file' }
  | { kind: 'too-large' }
  | { kind: 'wrong-signature' }
  /** Neither signed nor confirmed by a second person. */
  | { kind: 'not-confirmed' }
  | { kind: 'not-understood' }
  /** One page of several, or fewer bookings than it says. */
  | { kind: 'only-a-part' }
  /** One of the kiosks' own copies, made with another passphrase or changed since. */
  | { kind: 'wrong-passphrase' }
  | { kind: 'no-passphrase' }
  /** Nobody knows what day it is, so nobody knows whose list it is. */
  | { kind: 'clock-doubted' }
  | { kind: 'no-time' }
  | { kind: 'from-the-future'; madeAt: string }
  | { kind: 'too-old'; madeAt: string }
  | { kind: 'another-day' }
  | { kind: 'another-site' }
  | { kind: 'nothing-usable' }
  | { kind: 'not-newer'; madeAt: string; inUse: string }
  | { kind: 'held'; before: number; found: number }
  | { kind: 'overtaken' }
>;

interface ListMade {
  readonly madeAt: string;
  /** When the list in use, of the same day and site, was made; null when there is none. */
  readonly inUse: string | null;
  readonly nowMs: number;
}

/** Null: its age is as it should be. */
export function ageRefusal(
  { madeAt, inUse, nowMs }: ListMade,
  rules: Pick<ClinicRules, 'listTooOldHours'>,
): ImportRefusal | null {
  const madeMs = Date.parse(madeAt);
  if (madeMs - nowMs > clockSkewMinutesMax * msPerMinute) return { kind: 'from-the-future', madeAt };
  if (nowMs - madeMs > rules.listTooOldHours * msPerHour) return { kind: 'too-old', madeAt };
  // It would bring back what was cancelled since.
  if (inUse !== null && madeMs <= Date.parse(inUse)) return { kind: 'not-newer', madeAt, inUse };
  return null;
}

const countsUp = /^[0-9]{1,15}$/;

/**
 * The list with what a file says of it. The age of the list is that of its last whole pull: what the booking system told since,
 * booking by booking, may be newer than the file, and a booking that ended is not brought back by one that may be older (S11).
 */
export function rowsAfterImport(previous: readonly Booking[], found: readonly Booking[]): readonly Booking[] {
  const rows = new Map(previous.map((booking) => [booking.id, booking]));
  return mergePull(
    previous,
    found.filter((booking) => !isTakenBack(rows.get(booking.id), booking)),
  ).bookings;
}

function isTakenBack(row: Booking | undefined, booking: Booking): boolean {
  if (row === undefined) return false;
  const [known, came] = [row.version ?? '', booking.version ?? ''];
  if (countsUp.test(known) && countsUp.test(came)) return Number(came) < Number(known);
  return isCalledOff(row.status) && !isCalledOff(booking.status);
}

type WithNumbers = 'from-the-future' | 'too-old' | 'not-newer' | 'held';

const words: Readonly<Record<Exclude<ImportRefusal['kind'], WithNumbers>, string>> = {
  'file-gone': 'The file is not there any more, or cannot be read. Put the stick in again and look once more.',
  'not-a-file': 'That is not a plain file. Copy the list itself onto the stick.',
  'too-large': 'The file is too large to be the list of one day.',
  'wrong-signature':
    'The signature beside the file is not right: the file was changed after it was signed, or somebody else signed it. Get the file again from whoever makes it.',
  'not-confirmed': 'The file has no signature. A second person must confirm it with badge and PIN.',
  'not-understood':
    'The file is not a list that this kiosk can read, or it is cut off. Get it again from whoever makes it.',
  'only-a-part': 'The file is only a part of the list. Nobody may be missing, so the whole list is needed.',
  'wrong-passphrase': 'The copy cannot be opened: it was made with another passphrase, or it was changed.',
  'no-passphrase': "The copy needs the passphrase of the downtime pack, which this kiosk's settings do not have.",
  'no-time': 'The file does not say when it was made, so nobody knows how old the list in it is.',
  'clock-doubted':
    "The time of this kiosk may be wrong, so it cannot tell whether this is today's list. Say first whether the time is right.",
  'another-day': "The file is not today's list. The list of another day is never used.",
  'another-site': 'The file is the list of another site.',
  'nothing-usable': 'The file has no booking of today that can be used.',
  overtaken: 'Another list came in the meantime, or the day ended. The file was not used.',
};

/** A whole sentence or two: why it was not loaded, and what to do. @param local an instant as the clinic's clocks show it */
export function importRefusalInWords(refusal: ImportRefusal, local: (instant: string) => string): string {
  switch (refusal.kind) {
    case 'from-the-future':
      return `The file says that it was made at ${local(refusal.madeAt)}, which is still to come. Check the clock of this kiosk, and of the computer that made the file.`;
    case 'too-old':
      return `The list in the file is too old: it was made at ${local(refusal.madeAt)}. Get a newer one.`;
    case 'not-newer':
      return `The list in use is as new or newer: it is from ${local(refusal.inUse)}, and the file from ${local(refusal.madeAt)}.`;
    case 'held':
      return `The file has only ${refusal.found} bookings, and the list in use has ${refusal.before}. It is loaded only if both of you agree that it may be so short; nobody is taken off the list.`;
    default:
      return words[refusal.kind];
  }
}
