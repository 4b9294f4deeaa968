/**
 * The end of the clinic's day, for the tests that keep to the real clock: a kiosk forgets its list at midnight, as it must, and
 * a test that began before would look for patients of yesterday. They wait for the new day instead.
 */
import { setTimeout as delay } from 'node:timers/promises';

const clockInLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
const msPerDay = 24 * 60 * 60 * 1000;
/** Of each stage: without a window they took twelve minutes on two busy cores, with one six. */
const testsMsMax = 15 * 60 * 1000;
/** The first seconds of a day are left to those who test midnight. */
const intoTheDayMs = 5_000;

/** How long to wait so that `neededMs` of one day are left; 0 when they are. */
export function waitForDayMs(nowMs, neededMs = testsMsMax) {
  const [hours, minutes, seconds] = clockInLondon.format(nowMs).split(':').map(Number);
  const leftMs = msPerDay - ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return leftMs < neededMs ? leftMs + intoTheDayMs : 0;
}

export async function untilTheDayIsLongEnough() {
  const waitMs = waitForDayMs(Date.now());
  if (waitMs === 0) return;
  console.error(`test: the day ends in a moment; the tests begin with the next one, in ${Math.ceil(waitMs / 1000)} s`);
  await delay(waitMs);
}
