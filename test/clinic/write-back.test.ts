/** What is done with an event that is owed upstream: one row for each state in which the booking may be found. */
import { describe, expect, test } from 'vitest';
import { bookingStatuses } from '../../clinic/booking.ts';
import {
  answerToWrite,
  decideWriteBack,
  type FoundUpstream,
  type OwedEvent,
  type WriteBackDecision,
} from '../../clinic/write-back.ts';

const wanted = { siteId: 'site-1', clinicDay: '2026-11-24' };
const found = (given: Partial<Exclude<FoundUpstream, 'gone'>> = {}): FoundUpstream => ({
  status: 'booked',
  siteId: 'site-1',
  clinicDay: '2026-11-24',
  isSiteShown: true,
  isSamePatient: true,
  ...given,
});
const applied = { kind: 'applied' } as const;
const merged = { kind: 'merged' } as const;
const write = { write: 'all', end: applied } as const;
const leave = (end: WriteBackDecision['end']): WriteBackDecision => ({ write: 'nothing', end });
/** Nothing says of which site it is. */
const hidden = { siteId: null, isSiteShown: false } as const;
const wait = leave({ kind: 'not-known' });
const conflict = (because: Extract<WriteBackDecision['end'], { kind: 'conflict' }>['because']) =>
  ({ kind: 'conflict', because }) as const;

describe('what is done with an arrival, by what upstream says', () => {
  const ours = { hasOurEvent: true };
  test.each<[string, FoundUpstream, WriteBackDecision, object?]>([
    ['still booked here today: written', found(), write],
    [
      'our event is there, the answer was lost: applied, not written twice',
      found({ status: 'arrived' }),
      leave(applied),
      ours,
    ],
    ['our event is there, and the booking ended since: applied', found({ status: 'fulfilled' }), leave(applied), ours],
    [
      'our event is there, and the booking was cancelled since: not flipped',
      found({ status: 'cancelled' }),
      leave(applied),
      ours,
    ],
    ['our event is there, and somebody took the arrival back: not flipped', found(), leave(applied), ours],
    ['our event is there, and the booking was deleted since: applied', 'gone', leave(applied), ours],
    ['arrived at a desk or another kiosk: theirs stands, with its time', found({ status: 'arrived' }), leave(merged)],
    ['cancelled: never flipped back', found({ status: 'cancelled' }), leave(conflict('cancelled'))],
    ['marked as not come: never flipped back', found({ status: 'no-show' }), leave(conflict('cancelled'))],
    ['entered in error: never flipped back', found({ status: 'entered-in-error' }), leave(conflict('cancelled'))],
    ['finished elsewhere: a person looks', found({ status: 'fulfilled' }), leave(conflict('changed'))],
    ['on a waiting list now: a person looks', found({ status: 'not-booked' }), leave(conflict('changed'))],
    ['moved to another site', found({ siteId: 'site-2' }), leave(conflict('moved'))],
    ['moved to another day', found({ clinicDay: '2026-11-25' }), leave(conflict('moved'))],
    ['without any site', found({ siteId: null }), leave(conflict('moved'))],
    [
      'arrived, but at another site: not the same arrival',
      found({ status: 'arrived', siteId: 'site-2' }),
      leave(conflict('moved')),
    ],
    ['of a site that is not shown: not known is not moved, so it is asked again', found(hidden), wait],
    ['the same, and arrived: nobody knows that it is the same arrival', found({ ...hidden, status: 'arrived' }), wait],
    [
      'of a site that is not shown, on another day: moved',
      found({ ...hidden, clinicDay: '2026-11-25' }),
      leave(conflict('moved')),
    ],
    [
      'of a site that is not shown, and cancelled: cancelled is what matters',
      found({ ...hidden, status: 'cancelled' }),
      leave(conflict('cancelled')),
    ],
    [
      "of a site that is not shown, and another patient's by now: that is what matters",
      found({ ...hidden, isSamePatient: false }),
      leave(conflict('other-patient')),
    ],
    ['of a site that is not shown, and our event is there: applied', found(hidden), leave(applied), ours],
    [
      'moved and cancelled: cancelled is what matters',
      found({ status: 'cancelled', siteId: 'site-2' }),
      leave(conflict('cancelled')),
    ],
    [
      "another patient's by now: nobody else is marked as arrived",
      found({ isSamePatient: false }),
      leave(conflict('other-patient')),
    ],
    ['gone', 'gone', leave(conflict('deleted'))],
  ])('%s', (_name, upstream, decision, over = {}) => {
    expect(decideWriteBack({ kind: 'arrived', wanted, found: upstream, hasOurEvent: false, ...over })).toEqual(
      decision,
    );
  });
});

describe('what is done when blood was taken', () => {
  const specimens = (end: WriteBackDecision['end']): WriteBackDecision => ({ write: 'specimens', end });
  const all = { specimensThere: 'all' } as const;
  const some = { specimensThere: 'some' } as const;
  const isOrderRevoked = { isOrderRevoked: true };
  const isPatientKnown = { isPatientKnown: false };
  test.each<[string, FoundUpstream, WriteBackDecision, object?]>([
    [
      'the patient has arrived: the booking is fulfilled and the specimens are sent',
      found({ status: 'arrived' }),
      write,
    ],
    ['still booked, because the arrival could not be sent: the same', found(), write],
    [
      'our specimens are all there, the answer was lost: not written twice',
      found({ status: 'arrived' }),
      leave(applied),
      all,
    ],
    [
      'our specimens are there, and the booking was cancelled: not flipped, a task',
      found({ status: 'cancelled' }),
      leave(conflict('cancelled')),
      all,
    ],
    [
      'our specimens are there, and the booking is fulfilled: by us',
      found({ status: 'fulfilled' }),
      leave(applied),
      all,
    ],
    [
      'some of our specimens are there, and the booking was cancelled: the rest follow, a task',
      found({ status: 'cancelled' }),
      specimens(conflict('cancelled')),
      some,
    ],
    [
      'some of our specimens are there: the rest follow, the booking is left',
      found({ status: 'arrived' }),
      specimens(applied),
      some,
    ],
    [
      'fulfilled by somebody else, or by an earlier tube: the specimens are sent',
      found({ status: 'fulfilled' }),
      specimens(merged),
    ],
    [
      'cancelled after the blood was taken: sent, not flipped, a task',
      found({ status: 'cancelled' }),
      specimens(conflict('cancelled')),
    ],
    ['marked as not come: sent, not flipped, a task', found({ status: 'no-show' }), specimens(conflict('cancelled'))],
    [
      'entered in error: sent, not flipped, a task',
      found({ status: 'entered-in-error' }),
      specimens(conflict('cancelled')),
    ],
    ['on a waiting list now: sent, a task', found({ status: 'not-booked' }), specimens(conflict('changed'))],
    ['moved to another site: sent, a task', found({ siteId: 'site-2' }), specimens(conflict('moved'))],
    ['moved to another day: sent, a task', found({ clinicDay: '2026-11-25' }), specimens(conflict('moved'))],
    ['at a site that is not shown: not known is not moved, so it is asked again', found(hidden), wait],
    [
      'the same, and the order was revoked: asked again first',
      found({ ...hidden, status: 'arrived' }),
      wait,
      isOrderRevoked,
    ],
    [
      'at a site that is not shown, and all of our specimens are there: applied',
      found({ ...hidden, status: 'fulfilled' }),
      leave(applied),
      all,
    ],
    [
      'at a site that is not shown, and some of them are there: the rest follow, the booking is left',
      found({ ...hidden, status: 'arrived' }),
      specimens(applied),
      some,
    ],
    [
      'at a site that is not shown, and cancelled: sent, not flipped, a task',
      found({ ...hidden, status: 'cancelled' }),
      specimens(conflict('cancelled')),
    ],
    ['deleted, and the order says whose blood it is: sent, a task', 'gone', specimens(conflict('deleted'))],
    [
      'deleted, and nobody knows whose blood it is: not sent, a task',
      'gone',
      leave(conflict('deleted')),
      isPatientKnown,
    ],
    [
      'booking and order name two patients: not sent, a task',
      found({ status: 'arrived' }),
      leave(conflict('other-patient')),
      isPatientKnown,
    ],
    [
      'S1: a specimen of that number is there, and it is not known whose: it is not taken for ours, a task',
      found({ status: 'arrived' }),
      leave(conflict('other-patient')),
      { ...all, ...isPatientKnown },
    ],
    [
      'S1: some are there, and it is not known any more whose: the rest is not sent without a name, a task',
      found({ status: 'fulfilled' }),
      leave(conflict('other-patient')),
      { ...some, ...isPatientKnown },
    ],
    [
      'the order was revoked: sent all the same, and flagged',
      found({ status: 'arrived' }),
      { write: 'all', end: conflict('order-revoked') },
      isOrderRevoked,
    ],
    [
      'the order was revoked, and all is there: flagged',
      found({ status: 'fulfilled' }),
      leave(conflict('order-revoked')),
      { ...all, ...isOrderRevoked },
    ],
    [
      'order revoked and booking cancelled: sent, one task',
      found({ status: 'cancelled' }),
      specimens(conflict('cancelled')),
      isOrderRevoked,
    ],
  ])('%s', (_name, upstream, decision, over = {}) => {
    const event = { specimensThere: 'none', isOrderRevoked: false, isPatientKnown: true } as const;
    expect(decideWriteBack({ kind: 'collected', wanted, found: upstream, ...event, ...over })).toEqual(decision);
  });
});

describe('what is done with a patient who was registered without a booking', () => {
  const patient = { dateOfBirth: '1950-02-03', isBookedHere: false };
  type WalkIn = Extract<OwedEvent, { kind: 'walk-in' }>;
  test.each<[string, Partial<WalkIn>, WriteBackDecision]>([
    ['one patient of that number, with that date of birth: booked', {}, write],
    ['our booking is there, the answer was lost: not made twice', { hasOurEvent: true, patients: [] }, leave(applied)],
    [
      'no NHS number was given: a person',
      { wanted: { nhsNumber: null, dateOfBirth: '1950-02-03' } },
      leave(conflict('no-nhs-number')),
    ],
    ['nobody has the number: a person', { patients: [] }, leave(conflict('patient-not-found'))],
    ['several have the number: a person', { patients: [patient, patient] }, leave(conflict('several-patients'))],
    [
      'another date of birth: a person',
      { patients: [{ ...patient, dateOfBirth: '1950-03-02' }] },
      leave(conflict('other-date-of-birth')),
    ],
    [
      'no date of birth upstream: a person',
      { patients: [{ ...patient, dateOfBirth: null }] },
      leave(conflict('other-date-of-birth')),
    ],
    [
      'booked here today already: never a second booking',
      { patients: [{ ...patient, isBookedHere: true }] },
      leave(conflict('booked-already')),
    ],
    [
      'a booking today, and nobody knows where: not a second one, it is asked again',
      { patients: [{ ...patient, isBookedHere: null }] },
      wait,
    ],
    [
      'the same with another date of birth: a person',
      { patients: [{ dateOfBirth: null, isBookedHere: null }] },
      leave(conflict('other-date-of-birth')),
    ],
  ])('%s', (_name, over, decision) => {
    const event = {
      hasOurEvent: false,
      wanted: { nhsNumber: '9990000018', dateOfBirth: '1950-02-03' },
      patients: [patient],
    };
    expect(decideWriteBack({ kind: 'walk-in', ...event, ...over })).toEqual(decision);
  });
});

test('whatever is found, the booking itself is written only while it is booked or arrived, here, today', () => {
  for (const status of bookingStatuses) {
    for (const place of [{}, { siteId: 'site-2' }, { clinicDay: '2026-11-25' }, hidden]) {
      const upstream = found({ status, ...place });
      const arrival = decideWriteBack({ kind: 'arrived', wanted, found: upstream, hasOurEvent: false });
      const mayBe = Object.keys(place).length === 0 && (status === 'booked' || status === 'arrived');
      expect(arrival.write === 'all').toBe(mayBe && status === 'booked');
      for (const specimensThere of ['none', 'some', 'all'] as const) {
        const rest = { specimensThere, isOrderRevoked: false, isPatientKnown: true };
        const { write: what } = decideWriteBack({ kind: 'collected', wanted, found: upstream, ...rest });
        expect(what === 'all').toBe(mayBe && specimensThere === 'none');
      }
    }
  }
});

test.each([
  [200, 'written'],
  [201, 'written'],
  [409, 'read-again'],
  [412, 'read-again'],
  [404, 'read-again'],
  [410, 'read-again'],
  [401, 'try-later'],
  [429, 'try-later'],
  [500, 'try-later'],
  [503, 'try-later'],
  [302, 'try-later'],
  [400, 'refused-by-server'],
  [422, 'refused-by-server'],
])('a write answered with %i means: %s', (status, meaning) => {
  expect(answerToWrite(status)).toBe(meaning);
});
