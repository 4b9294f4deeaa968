/**
 * What happened here and is not known to be upstream: who was checked in or registered, and whose blood was taken, in order of
 * time, with why. For the staff window, for paper, and for the command line.
 */
import type { PersonName } from '../../clinic/booking.ts';
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import { formatName } from '../../clinic/name.ts';
import type { Specimen } from '../../clinic/specimen.ts';
import type { OutboxEntry } from '../../offline-store/owed-upstream.ts';
import type { Store } from '../../offline-store/store.ts';
import { checkedInPatient } from '../staff/given-away.ts';
import { isLeftToStaff, waitingEntryOf } from '../staff/outbox-acts.ts';
import type { NotSentBecause, NotSentLine } from '../walk-in-api.ts';

interface NotSentOptions {
  readonly store: Pick<Store, 'ledger' | 'cache' | 'walkIns' | 'deriveKey'>;
  readonly timeZone: string;
  readonly nowMs: number;
  readonly isOnline: boolean;
}

type OpenEntry = OutboxEntry & { readonly isAsked: boolean };

interface Event {
  readonly what: NotSentLine['what'];
  readonly bookingId: string;
  readonly at: string;
  readonly specimens: readonly string[];
  readonly by: string;
  readonly because: NotSentBecause;
}

const whatOf = { arrived: 'checked-in', 'walk-in': 'registered', collected: 'collected' } as const;

export function notSentLines(options: NotSentOptions): readonly NotSentLine[] {
  const events = openEntries(options.store).map((entry) => eventOf(entry, options));
  return events
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map((event) => lineOf(event, options));
}

/** Those that wait, and those that a person has not yet seen to: who has pressed Done has put it right elsewhere. */
function openEntries({ ledger }: Pick<Store, 'ledger'>): readonly OpenEntry[] {
  const withTask = new Set(
    ledger.openTasks().flatMap(({ matter, bookingId }) => (matter.kind.endsWith('conflict') ? (bookingId ?? []) : [])),
  );
  const stuck = [...withTask].flatMap((bookingId) => ledger.outboxOf(bookingId)).filter(isLeftToStaff);
  const asked = new Set(ledger.openTasks().map((task) => waitingEntryOf(task, ledger)?.eventId));
  return [...ledger.outboxPending(), ...stuck].map((entry) => ({ ...entry, isAsked: asked.has(entry.eventId) }));
}

function eventOf(entry: OpenEntry, { store, isOnline }: NotSentOptions): Event {
  const { bookingId, eventId, kind, occurredAt, state } = entry;
  const visit = store.ledger.visit(bookingId);
  const ofEvent = store.ledger.collections(bookingId).filter((one) => one.eventId === eventId);
  const takenIds = new Set(ofEvent.filter(({ isSent }) => !isSent).map(({ specimenId }) => specimenId));
  const isOfEvent = ({ id }: Specimen) => kind !== 'collected' || takenIds.has(id);
  const waiting = isOnline ? 'waiting' : 'offline';
  const whileWaiting = entry.isAsked ? 'set-aside' : waiting;
  return {
    what: whatOf[kind],
    bookingId,
    at: occurredAt,
    specimens: (visit?.specimens ?? []).filter(isOfEvent).map(({ identifier }) => identifier),
    by: ofEvent[0]?.collectedBy ?? whoOf(bookingId, kind, store),
    because: state === 'conflict' || state === 'set-aside' ? state : whileWaiting,
  };
}

function whoOf(bookingId: string, kind: OutboxEntry['kind'], { walkIns, ledger }: NotSentOptions['store']): string {
  const registered = kind === 'walk-in' ? walkIns.get(bookingId) : null;
  if (registered !== null) return registered.registeredBy;
  return ledger.visit(bookingId)?.foundBy === 'staff' ? 'staff' : 'patient';
}

/** Of whom it happened to: upstream may have given the booking to somebody else since (S1). */
function nameOfBooking(bookingId: string, store: NotSentOptions['store']): PersonName | null {
  const [booking, visit] = [store.cache.booking(bookingId), store.ledger.visit(bookingId)];
  if (booking === null) return null;
  return (visit === null ? booking.patient : checkedInPatient(booking, visit, store))?.name ?? null;
}

function lineOf({ what, bookingId, at, specimens, by, because }: Event, options: NotSentOptions): NotSentLine {
  const { store, timeZone, nowMs } = options;
  const visit = store.ledger.visit(bookingId);
  const patient = store.walkIns.get(bookingId)?.patient ?? nameOfBooking(bookingId, store);
  const day = clinicDayOf(Date.parse(at), timeZone);
  const person = store.ledger.staff().find(({ staffId }) => staffId === by);
  return {
    what,
    bookingId,
    at: localTime(at, timeZone),
    day: day === clinicDayOf(nowMs, timeZone) ? null : day,
    ticketNumber: visit?.ticketNumber ?? null,
    name: patient === null ? null : formatName(patient),
    specimens,
    by: person?.name ?? by,
    because,
  };
}
