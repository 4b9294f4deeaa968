import { expect, test } from 'vitest';
import { visitCodeFor } from '../../clinic/queue.ts';

const day = '2026-11-24';
const codes = (clinicDay: string, count: number) =>
  Array.from({ length: count }, (_, at) => visitCodeFor(clinicDay, at + 1));

test('a visit code is two characters that nobody takes for another, read or spoken', () => {
  for (const code of codes(day, 361)) expect(code).toMatch(/^[ACEFHJKMNPRTWXY3479]{2}$/);
});

test('no two of the first 361 patients of a day have one code', () => {
  expect(new Set(codes(day, 361)).size).toBe(361);
});

test('neighbours in the queue differ in both characters, so a mixed set of labels is seen at once', () => {
  const all = codes(day, 361);
  for (const [at, code] of all.slice(1).entries()) {
    expect(code[0]).not.toBe(all[at]?.[0]);
    expect(code[1]).not.toBe(all[at]?.[1]);
  }
});

test('a label left over from yesterday has another code than today’s same ticket', () => {
  const yesterday = codes('2026-11-23', 300);
  expect(codes(day, 300).some((code, at) => code === yesterday[at])).toBe(false);
});

test('the same ticket of the same day always has the same code', () => {
  expect(visitCodeFor(day, 7)).toBe(visitCodeFor(day, 7));
});
