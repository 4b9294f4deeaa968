import { expect, test } from 'vitest';
import { isAboutAnotherHost, printerTroubles, stops, troubleInWords } from '../../clinic/printer-trouble.ts';

test('only a roll that is nearly used up stops nothing', () => {
  expect(printerTroubles.filter((trouble) => !stops(trouble))).toEqual(['paper-near-end']);
});

test('what is inside a printer while our own paper is inside is no other host', () => {
  expect(printerTroubles.filter(isAboutAnotherHost)).toEqual(['busy-with-another-host', 'part-of-another-label']);
});

test.each(Object.entries(troubleInWords))(
  '%s is told in short whole sentences, without the words of machines',
  (_, words) => {
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toMatch(/\b(error|invalid|failed|status|host|offline|please|timeout|ZPL|odometer)\b/i);
    for (const sentence of words.split(/(?<=\.)\s/)) expect(sentence.split(' ').length).toBeLessThanOrEqual(22);
  },
);

test.each(['wrong-serial', 'wrong-dots-per-mm', 'wrong-label-length', 'broken'] as const)(
  '%s says which part is for site IT',
  (trouble) => {
    expect(troubleInWords[trouble]).toMatch(/Site IT(:|, if that does not help:) /);
  },
);

test('no two troubles are told in the same words', () => {
  expect(new Set(Object.values(troubleInWords)).size).toBe(printerTroubles.length);
});
