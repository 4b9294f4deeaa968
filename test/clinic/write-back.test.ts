import { describe, expect, test } from 'vitest';
import { answerToWrite, decideArrival, type FoundUpstream } from '../../clinic/write-back.ts';

const wanted = { siteId: 'site-1', clinicDay: '2026-11-24' };
const found = (given: Partial<Exclude<FoundUpstream, 'gone'>> = {}): FoundUpstream => ({
  status: 'booked',
  siteId: 'site-1',
  clinicDay: '2026-11-24',
  hasOurEvent: false,
  ...given,
});

describe('what is done with an arrival, by what upstream says', () => {
  test.each<[string, FoundUpstream, object]>([
    ['still booked here today: written', found(), { kind: 'write' }],
    [
      'our event is there, the answer was lost: applied, not written twice',
      found({ status: 'arrived', hasOurEvent: true }),
      { kind: 'applied' },
    ],
    [
      'our event is there, and the booking ended since: applied',
      found({ status: 'fulfilled', hasOurEvent: true }),
      { kind: 'applied' },
    ],
    ['arrived at a desk or another kiosk: theirs stands', found({ status: 'arrived' }), { kind: 'merged' }],
    ['cancelled: never flipped back', found({ status: 'cancelled' }), { kind: 'conflict', because: 'cancelled' }],
    [
      'marked as not come: never flipped back',
      found({ status: 'no-show' }),
      { kind: 'conflict', because: 'cancelled' },
    ],
    [
      'entered in error: never flipped back',
      found({ status: 'entered-in-error' }),
      { kind: 'conflict', because: 'cancelled' },
    ],
    ['finished elsewhere: a person looks', found({ status: 'fulfilled' }), { kind: 'conflict', because: 'changed' }],
    [
      'on a waiting list now: a person looks',
      found({ status: 'not-booked' }),
      { kind: 'conflict', because: 'changed' },
    ],
    ['moved to another site', found({ siteId: 'site-2' }), { kind: 'conflict', because: 'moved' }],
    ['moved to another day', found({ clinicDay: '2026-11-25' }), { kind: 'conflict', because: 'moved' }],
    ['without any site', found({ siteId: null }), { kind: 'conflict', because: 'moved' }],
    [
      'arrived, but at another site: not the same arrival',
      found({ status: 'arrived', siteId: 'site-2' }),
      { kind: 'conflict', because: 'moved' },
    ],
    [
      'moved and cancelled: cancelled is what matters',
      found({ status: 'cancelled', siteId: 'site-2' }),
      { kind: 'conflict', because: 'cancelled' },
    ],
    ['gone', 'gone', { kind: 'conflict', because: 'deleted' }],
  ])('%s', (_name, upstream, decision) => {
    expect(decideArrival(upstream, wanted)).toEqual(decision);
  });
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
