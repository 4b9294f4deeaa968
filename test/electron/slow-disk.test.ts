/** A disk that takes its time, and one that fails, as the patient and the staff see it. */
import { expect, test } from 'vitest';
import { booking } from '../clinic/examples.ts';
import { openDesks } from './desks.ts';

const arriving = booking();
const born = { kind: 'give-date-of-birth', day: '18', month: '1', year: '1980' } as const;

test('S3: "one moment" is on the screen before the disk is asked, and pressing again meanwhile changes nothing', async () => {
  const { store, clock, patient } = openDesks({ bookings: [arriving] });
  const seen: [screen: string, isStored: boolean][] = [];
  await patient.act({ kind: 'scan', text: 'BK-1001' });
  patient.onView(({ content }) => seen.push([content.screen, store.ledger.visit('booking-1') !== null]));
  const first = patient.act(born);
  const again = await patient.act(born);
  expect(again.content.screen).toBe('one-moment');
  clock.pass(1000);
  expect((await first).content.screen).toBe('checked-in');
  expect(seen.at(0)).toEqual(['one-moment', false]);
  expect(seen.at(-1)).toEqual(['checked-in', true]);
  expect(store.ledger.outbox()).toHaveLength(1);
});

test('S2: an answer comes after the same time, however long the disk took', async () => {
  const { clock, patient } = openDesks({ bookings: [arriving] });
  await patient.act({ kind: 'scan', text: 'BK-1001' });
  // The disk takes its time before the screen may change.
  patient.onView(() => clock.pass(400));
  const shown = patient.act(born);
  clock.pass(299);
  expect(patient.view().content.screen).toBe('one-moment');
  clock.pass(1);
  expect((await shown).content.screen).toBe('checked-in');
});
