/**
 * The queue: ticket numbers count from 1 each day; a visit code of two characters goes with each.
 *
 * The code stands on the ticket and on every label of the set, so that staff see two sets that were mixed up without reading
 * a name aloud. It is no secret and identifies nobody.
 */
import { assert } from './assert.ts';

/** Without look-alikes by sight or by ear: no 0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V. */
const alphabet = 'ACEFHJKMNPRTWXY3479';
const codesCount = alphabet.length ** 2;
/** Shares no factor with the count, so a day gives every code once; steps both characters, so neighbours differ in both. */
const step = 137;
const msPerDay = 86_400_000;
const dayStep = 61;

/** Different for any 361 tickets in a row; tomorrow the same ticket number has another code. */
export function visitCodeFor(clinicDay: string, ticketNumber: number): string {
  const day = Date.parse(`${clinicDay}T00:00:00Z`) / msPerDay;
  assert(Number.isSafeInteger(day), 'a clinic day is a date as YYYY-MM-DD');
  assert(Number.isSafeInteger(ticketNumber) && ticketNumber >= 0, 'a ticket number is a whole number');
  const at = (ticketNumber * step + day * dayStep) % codesCount;
  return alphabet.charAt(Math.floor(at / alphabet.length)) + alphabet.charAt(at % alphabet.length);
}
