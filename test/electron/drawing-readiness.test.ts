import { expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { keepReadyToDraw } from '../../electron/printers/drawing-readiness.ts';
import { manualClock } from './manual-clock.ts';

/** A day list whose names can be changed; nothing else of a store is asked for. */
function dayListOf(...families: readonly string[]) {
  let names = families;
  let listeners: (() => void)[] = [];
  // Only the names of these are looked at.
  const bookings = () => names.map((family) => ({ patient: { name: { family, given: 'Marigold' } } }) as Booking);
  const store = {
    cache: { bookings },
    onChange(listener: () => void) {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
  };
  const become = (...others: readonly string[]) => {
    names = others;
    for (const listener of listeners) listener();
  };
  return { store, become, listening: () => listeners.length };
}

function readiness(list: ReturnType<typeof dayListOf>, drawsEveryLabel = false) {
  const clock = manualClock('2026-03-02T08:00:00Z');
  let times = 0;
  const stop = keepReadyToDraw({ store: list.store, clock, drawsEveryLabel, getReady: () => times++ });
  return { clock, stop, times: () => times };
}

test('a station whose names are all Latin never loads what draws', () => {
  const list = dayListOf('Quillfeather', 'O’Larkspur');
  const { clock, times } = readiness(list);
  clock.pass(10_000);
  list.become('Thistlewick');
  clock.pass(10_000);
  expect(times()).toBe(0);
});

test('a name beyond the printer’s font in the day list loads it, once, before its patient comes', () => {
  const list = dayListOf('Quillfeather');
  const { clock, times } = readiness(list);
  clock.pass(2_000);
  list.become('Quillfeather', 'পালকচন্দ্র');
  expect(times()).toBe(0);
  clock.pass(2_000);
  expect(times()).toBe(1);
  list.become('الريشاني');
  clock.pass(10_000);
  expect([times(), list.listening()]).toEqual([1, 0]);
});

test('a station that draws every label loads it soon after the start', () => {
  const { clock, times } = readiness(dayListOf(), true);
  clock.pass(2_000);
  expect(times()).toBe(1);
});

test('a station that closes loads nothing any more', () => {
  const list = dayListOf('الريشاني');
  const { clock, stop, times } = readiness(list);
  stop();
  clock.pass(10_000);
  expect([times(), list.listening()]).toEqual([0, 0]);
});
