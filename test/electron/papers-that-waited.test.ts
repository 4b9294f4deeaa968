/** What waited for its printer while the kiosk was off. */
import { expect, test } from 'vitest';
import { silentLog } from '../../electron/log.ts';
import { settlePapersThatWaited } from '../../electron/printers/papers-that-waited.ts';
import { booking, request } from '../clinic/examples.ts';
import { type Desks, openDesks, signIn } from './desks.ts';

async function checkedIn(): Promise<Desks> {
  const bookings = [booking({ requests: [request('FBC')] })];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  return desks;
}

const states = ({ store }: Desks) => store.ledger.papers('booking-1').map(({ kind, state }) => `${kind} ${state}`);

function startAfter(desks: Desks, seconds: number): void {
  const since = desks.store.ledger.papers('booking-1')[0]?.stateSince ?? '';
  settlePapersThatWaited(desks.store, Date.parse(since) + seconds * 1000, silentLog);
}

test('S5: a set that was asked for less than two minutes ago is printed at the restart', async () => {
  const desks = await checkedIn();
  startAfter(desks, 119);
  expect(states(desks)).toEqual(['header-label waiting', 'specimen-label waiting', 'queue-ticket waiting']);
  expect(desks.store.ledger.openTasks()).toEqual([]);
});

test('S5: an older set is not printed by itself any more: staff have one task for the visit, and can print the set', async () => {
  const desks = await checkedIn();
  startAfter(desks, 120);
  expect(states(desks)).toEqual(['header-label voided', 'specimen-label voided', 'queue-ticket voided']);
  expect(desks.store.ledger.openTasks()).toMatchObject([
    { bookingId: 'booking-1', matter: { kind: 'labels-waited-while-off' } },
  ]);
  expect(desks.store.ledger.audit().at(-1)).toMatchObject({ who: 'kiosk', act: 'print', bookingId: 'booking-1' });
  await signIn(desks);
  await desks.staff.act({ kind: 'reprint-set', bookingId: 'booking-1', reason: 'did-not-print' });
  expect(states(desks)).toContain('specimen-label waiting');
});

test('S5: after a clock that was set back, nobody knows how long a set has waited: it is for staff', async () => {
  const desks = await checkedIn();
  startAfter(desks, -3600);
  expect(states(desks)).toEqual(['header-label voided', 'specimen-label voided', 'queue-ticket voided']);
  expect(desks.store.ledger.openTasks()).toMatchObject([{ matter: { kind: 'labels-waited-while-off' } }]);
});
