/** The time of simulated days. */
import { expect, test } from 'vitest';
import { virtualTime } from './virtual-time.ts';

test('what is due first is called first, and of the same instant what was asked for first', () => {
  const time = virtualTime();
  const called: string[] = [];
  for (const [name, delayMs] of Object.entries({ late: 20, first: 10, second: 10 }))
    time.after(delayMs, () => called.push(name));
  time.after(5, () => called.push('cancelled'))();
  while (time.passTo(30));
  expect([called, time.nowMs()]).toEqual([['first', 'second', 'late'], 30]);
});

test('a wait that is lost in the sum passes time all the same', () => {
  const time = virtualTime();
  time.passTo(9_000_000);
  const began = time.nowMs();
  time.after(1e-11, () => {});
  expect(time.passTo(9_000_001)).toBe(true);
  expect(time.nowMs()).toBeGreaterThan(began);
});
