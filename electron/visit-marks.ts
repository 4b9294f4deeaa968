/**
 * The marks of a visit: keyed hashes of who was checked in and of what was ordered. The ledger may not hold a name, and yet it
 * must be noticed when the booking system gives the same booking to somebody else, or changes its order, afterwards.
 *
 * Name, date of birth and NHS number are one hash together: each alone could be guessed by whoever has the key.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Booking, Patient } from '../clinic/booking.ts';
import type { Visit } from '../clinic/visit.ts';
import type { Store } from '../offline-store/store.ts';

const detailsCharacters = 32;
const recordCharacters = 16;
const requestCharacters = 8;
/** Before the marks of each request; marks without it are from before requests were marked one by one. */
const eachRequest = 'each:';

type Whose = Pick<Booking, 'patient'>;
type Marks = Pick<Visit, 'patientMark' | 'orderMark'>;

/** The visit's id is in it, so that two visits of one person do not look alike. */
export function marksOf(store: Pick<Store, 'deriveKey'>, visitId: string, { patient, requests }: Booking): Marks {
  const mark = marker(store, visitId);
  return {
    patientMark: patientMarkOf(mark, patient),
    orderMark: eachRequest + requests.filter(isWanted).map(requestMarker(mark)).toSorted().join(' '),
  };
}

function patientMarkOf(mark: Mark, { id, name, dateOfBirth, nhsNumber }: Booking['patient']): string {
  const details = mark([name.family, name.given, dateOfBirth, nhsNumber], detailsCharacters);
  return `${details}-${mark(['record', id], recordCharacters)}`;
}

type Mark = (facts: readonly unknown[], characters: number) => string;
type Request = Booking['requests'][number];

const isWanted = ({ status }: Request): boolean => status !== 'revoked';

/** Made once: as bytes, Node looks at a key anew each time, which takes five times as long as the hash. */
const secretKeys = new WeakMap<Uint8Array, KeyObject>();

function secretKeyOf(bytes: Uint8Array): KeyObject {
  const key = secretKeys.get(bytes) ?? createSecretKey(bytes);
  secretKeys.set(bytes, key);
  return key;
}

function marker(store: Pick<Store, 'deriveKey'>, visitId: string): Mark {
  const key = secretKeyOf(store.deriveKey('visit-mark'));
  return (facts, characters) =>
    createHmac('sha256', key)
      .update(JSON.stringify([visitId, ...facts]))
      .digest('hex')
      .slice(0, characters);
}

/** Two halves: which request it is, and which tests it asks for. */
const requestMarker =
  (mark: Mark) =>
  ({ id, codes }: Request): string =>
    mark(['request', id], requestCharacters) + mark(['tests', id, ...codes.map(({ code }) => code)], requestCharacters);

const detailsMark = ({ name, dateOfBirth, nhsNumber }: Patient, mark: Mark): string =>
  mark([name.family, name.given, dateOfBirth, nhsNumber], detailsCharacters);

const recordMark = ({ id }: Patient, mark: Mark): string => mark(['record', id], recordCharacters);

/** A label is for these details and no others; the number of the record is not on it. Without a mark nothing is known. */
export function hasSameDetails(
  patientMark: string,
  { patient }: Whose,
  visitId: string,
  store: Pick<Store, 'deriveKey'>,
): boolean {
  const before = patientMark.split('-')[0] ?? '';
  return before === '' || before === detailsMark(patient, marker(store, visitId));
}

export function hasSameRecord(
  patientMark: string,
  { patient }: Whose,
  visitId: string,
  store: Pick<Store, 'deriveKey'>,
): boolean {
  const before = patientMark.split('-')[1];
  return before === undefined || before === recordMark(patient, marker(store, visitId));
}

/** Renamed, or merged into another record, it is the same person; another record with other details is somebody else. */
export function isOfVisit({ patientMark, visitId }: Visit, booking: Whose, store: Pick<Store, 'deriveKey'>): boolean {
  return hasSameRecord(patientMark, booking, visitId, store) || hasSameDetails(patientMark, booking, visitId, store);
}

interface OrderChange {
  /** Requests that ask for something that was not ordered at check-in. */
  readonly added: readonly string[];
  /** Something that was ordered at check-in is not any more. */
  readonly isRevoked: boolean;
}

/** Null: the mark is of the whole order and cannot say more than that it is another one. A request that cannot be read is as it was. */
export function orderChange(
  orderMark: string,
  booking: Booking,
  visitId: string,
  store: Pick<Store, 'deriveKey'>,
): OrderChange | null {
  if (orderMark === '') return { added: [], isRevoked: false };
  if (!orderMark.startsWith(eachRequest)) {
    return orderMark === wholeOrderMark(booking, marker(store, visitId)) ? { added: [], isRevoked: false } : null;
  }
  const before = orderMark
    .slice(eachRequest.length)
    .split(' ')
    .filter((each) => each !== '');
  const markOf = requestMarker(marker(store, visitId));
  const marked = booking.requests.filter(isWanted).map((request) => ({ request, mark: markOf(request) }));
  const isAsBefore = ({ request, mark }: (typeof marked)[number]) =>
    before.includes(mark) ||
    (request.codes.length === 0 && before.some((each) => each.startsWith(mark.slice(0, requestCharacters))));
  const kept = marked.filter(isAsBefore).map(({ mark }) => mark.slice(0, requestCharacters));
  return {
    added: marked.filter((each) => !isAsBefore(each)).map(({ request }) => request.id),
    isRevoked: before.some((each) => !kept.includes(each.slice(0, requestCharacters))),
  };
}

/** As it was made before requests were marked one by one. */
function wholeOrderMark({ requests }: Booking, mark: Mark): string {
  const orders = requests.filter(isWanted).map(({ id, codes }) => [id, ...codes.map(({ code }) => code)].join(' '));
  return mark(orders.toSorted(), detailsCharacters);
}
