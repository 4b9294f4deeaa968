/** A long list from a stick, or one that was made to take long: nobody in the clinic waits for it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bundle, day, dayResources, outageClinic } from '../../electron/outage-clinic.ts';
import { checkIn, visit } from '../store-clinic.ts';

const appointmentOfNobody = (n: number) => ({ resourceType: 'Appointment', id: `n${n}` });

type Clinic = ReturnType<typeof outageClinic>;

/** Checks in one patient with each turn of the event loop; at the end of the list, what became of the file. */
async function whileLoading(clinic: Clinic, content: string): Promise<readonly string[]> {
  const events: string[] = [];
  let isOver = false;
  const loading = clinic.load(clinic.put('list.json', content)).then((loaded) => {
    isOver = true;
    events.push(loaded.ok ? `${loaded.value.bookings} bookings` : loaded.problem.kind);
  });
  for (let ticket = 1; !isOver; ticket += 1) {
    if (ticket <= 20) {
      checkIn(clinic.store, visit(`b${ticket}`, ticket, { clinicDay: day }));
      events.push(`b${ticket} is checked in`);
    }
    await nextTurn();
  }
  await loading;
  return events;
}

const hostile = (entry: string, count: number) =>
  `{"resourceType":"Bundle","type":"searchset","timestamp":"${day}T06:30:00Z","entry":[${Array.from({ length: count }, (_, n) => entry.replace('N', `${n}`)).join()}]}`;

test.each<[string, () => string, string]>([
  ['a day of 7,000 bookings is loaded', () => bundle(dayResources(7000)), '7000 bookings'],
  ['JSON as deep as the sea is refused', () => '['.repeat(3_000_000), 'not-understood'],
  ['more values than any list has are refused', () => hostile('{}', 2_000_000), 'too-large'],
  ['more entries than any day has are refused', () => hostile('{}', 200_000), 'not-understood'],
  [
    'more appointments than any day has are refused',
    () => bundle([...dayResources(1), ...Array.from({ length: 20_000 }, (_, n) => appointmentOfNobody(n))]),
    'too-large',
  ],
])('patients are checked in while %s', async (_, content, outcome) => {
  const clinic = outageClinic();
  const events = await whileLoading(clinic, content());
  expect(events.at(-1)).toBe(outcome);
  expect(events.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_each, n) => `b${n + 1} is checked in`));
  expect(clinic.store.cache.age() === null).toBe(!outcome.includes('bookings'));
});
