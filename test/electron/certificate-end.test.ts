/** The end of the kiosk's certificate is told a month, two weeks and three days before, and when it has come. */
import { expect, test } from 'vitest';
import { certificateEndsInDays } from '../../electron/certificate-end.ts';
import { statusWords } from '../../renderer/words/staff-words.ts';

const now = Date.parse('2026-11-24T09:00:00Z');

test.each<[string | null, number | null, string | null]>([
  [null, null, null],
  ['2027-11-24T09:00:00Z', null, null],
  ['2026-12-25T10:00:00Z', null, null],
  ['2026-12-24T10:00:00Z', 30, 'ends in 30 days. Site IT: put a new one in place.'],
  ['2026-12-08T10:00:00Z', 14, 'ends in 14 days. Tell site IT this week.'],
  ['2026-11-27T10:00:00Z', 3, 'ends in 3 days. Tell site IT today: without a new one the kiosk works offline.'],
  ['2026-11-25T10:00:00Z', 1, 'ends in 1 day. Tell site IT today'],
  ['2026-11-24T08:00:00Z', -1, 'has ended: the booking system does not let it in'],
])('a certificate until %s has %s days left, and staff read: %s', (endsAt, days, words) => {
  const left = certificateEndsInDays(endsAt, now);
  expect(left).toBe(days);
  if (left !== null && words !== null) expect(statusWords.certificateEnds(left)).toContain(words);
});
