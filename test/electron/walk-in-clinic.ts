/** A staff desk at which somebody registers patients from paper forms. Names are of nobody. */
import { assert } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { bookingOfWalkIn, type WalkIn } from '../../clinic/walk-in.ts';
import { emptyWalkInForm, type WalkInForm } from '../../clinic/walk-in-form.ts';
import { recordArrival } from '../../electron/arrival.ts';
import { silentLog } from '../../electron/log.ts';
import type { StaffView } from '../../electron/staff-api.ts';
import type { Store } from '../../offline-store/store.ts';
import { booking, patient, request, testNumber } from '../clinic/examples.ts';
import { type Desks, openDesks, signIn } from './desks.ts';

export const form: WalkInForm = {
  ...emptyWalkInForm,
  family: 'Hollyhock',
  given: 'Wilhelmina',
  day: '9',
  month: '3',
  year: '1961',
  nhsNumber: testNumber(7),
  tests: ['fbc', 'ue'],
  requisition: 'T7654321',
};

/** The same person, as a later list has her. */
export const bookedAfterAll = (changes: Partial<Booking> = {}): Booking =>
  booking({
    id: 'booking-late',
    startsAt: '2026-11-24T09:10:00Z',
    references: ['BK-LATE'],
    patient: patient({
      id: 'p-late',
      name: { family: 'Hollyhock', given: 'Wilhelmina' },
      dateOfBirth: '1961-03-09',
      nhsNumber: testNumber(7),
    }),
    requests: [request('FBC', { id: 'r-late', requisition: 'T9' })],
    ...changes,
  });

type DeskOptions = Partial<Parameters<typeof openDesks>[0]>;

export async function clinicWithStaff(options: DeskOptions = {}): Promise<Desks> {
  const desks = openDesks({
    bookings: [],
    rules: { containerSuffixes: { EDTA: 'E', SST: 'S' } },
    ...options,
  });
  await signIn(desks);
  return desks;
}

export async function readForm({ staff }: Desks, changes: Partial<WalkInForm> = {}): Promise<StaffView> {
  await staff.act({ kind: 'open-walk-in' });
  return staff.act({ kind: 'read-walk-in', form: { ...form, ...changes } });
}

/** To the end; answers the booking's id. */
export async function register(desks: Desks, changes: Partial<WalkInForm> = {}): Promise<string> {
  await readForm(desks, changes);
  const { content } = await desks.staff.act({ kind: 'register-walk-in', isConfirmed: true, isSomebodyElse: true });
  assert(content.screen === 'visit', `registered: ${JSON.stringify(content).slice(0, 300)}`);
  return content.visit.row.bookingId;
}

/** The day before the tests' own. */
export const walkIn: WalkIn = {
  bookingId: 'walk-in-1',
  clinicDay: '2026-11-23',
  siteId: 'site-1',
  patient: { family: 'Hollyhock', given: 'Wilhelmina', dateOfBirth: '1961-03-09', nhsNumber: testNumber(7) },
  tests: [{ code: 'fbc', system: null, name: 'Full blood count' }],
  requisition: null,
  registeredAt: '2026-11-23T09:00:00.000Z',
  registeredBy: 'staff-1',
};

/** Without a desk. */
export function registerIn(store: Store, registered: WalkIn): void {
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `${registered.bookingId}-${ids}`;
  };
  const dependencies = { store, rules: defaultClinicRules, reservedRange: null, newId, log: silentLog };
  const { clinicDay: day, registeredAt: arrivedAt } = registered;
  const arrival = {
    booking: bookingOfWalkIn(registered),
    walkIn: registered,
    foundBy: 'staff',
    who: 'staff-1',
  } as const;
  const outcome = recordArrival({ ...arrival, clinicDay: day, arrivedAt }, dependencies);
  assert(outcome === 'recorded', 'somebody was registered');
}
