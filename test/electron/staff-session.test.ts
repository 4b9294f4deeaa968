/** Who signs in and out at the staff window, on good days and on bad ones; every try is in the audit trail (S14). */
import { describe, expect, test } from 'vitest';
import { isLocked } from '../../clinic/sign-in-tries.ts';
import { silentLog } from '../../electron/log.ts';
import { addStaff, disableStaff } from '../../electron/staff/staff-accounts.ts';
import { openStaffSession } from '../../electron/staff/staff-session.ts';
import { booking } from '../clinic/examples.ts';
import { type Desks, openDesks, phlebotomist, quickPin, signIn } from './desks.ts';

const bookings = [booking()];
const lastActs = ({ store }: Desks, count: number) =>
  store.ledger
    .audit()
    .slice(-count)
    .map(({ who, act, details }) => ({ who, act, ...details }));

describe('S14: a sign-in that fails', () => {
  test('with an unknown badge is in the trail, without the code', async () => {
    const desks = openDesks({ bookings });
    await desks.staff.act({ kind: 'sign-in', badge: 'SOMEBODY-ELSES-BADGE', pin: '111222' });
    expect(lastActs(desks, 1)).toEqual([{ who: 'unknown-badge', act: 'sign-in-failed', because: 'unknown' }]);
    expect(JSON.stringify(desks.store.ledger.audit())).not.toContain('SOMEBODY');
  });

  test('with a disabled badge, and with a locked one, is in the trail under its name', async () => {
    const desks = openDesks({ bookings });
    await signIn(desks);
    await desks.staff.act({ kind: 'sign-out' });
    const attempt = (pin: string) => desks.staff.act({ kind: 'sign-in', badge: phlebotomist.badge, pin });
    for (const _try of [1, 2, 3, 4, 5]) await attempt('111222');
    await attempt(phlebotomist.pin);
    expect(lastActs(desks, 1)).toEqual([{ who: 'staff-1', act: 'sign-in-failed', because: 'locked' }]);
    disableStaff(desks.store, 'staff-1');
    await attempt(phlebotomist.pin);
    expect(lastActs(desks, 1)).toEqual([{ who: 'staff-1', act: 'sign-in-failed', because: 'disabled' }]);
  });
});

describe('S14: one person at a time', () => {
  const colleague = { staffId: 'staff-2', name: 'Ash Meadow', badge: 'BADGE-0002-EFGH', pin: '730146' };
  const actsOf = ({ store }: Desks) => store.ledger.audit().map(({ who, act }) => `${who} ${act}`);
  const begin = async () => {
    const desks = openDesks({ bookings });
    for (const one of [phlebotomist, colleague]) await addStaff(desks.store, one, quickPin);
    const act = ({ badge, pin }: typeof colleague | typeof phlebotomist) =>
      desks.staff.act({ kind: 'sign-in', badge, pin });
    return { desks, act };
  };

  test('a second press that was sent before a sign-out signs nobody in after it', async () => {
    const { desks, act } = await begin();
    const [first, second] = [act(phlebotomist), act(phlebotomist)];
    await first;
    await desks.staff.act({ kind: 'sign-out' });
    await second;
    expect(desks.staff.view().staffName).toBe(null);
    expect(actsOf(desks).slice(-3)).toEqual(['site-it staff-add', 'staff-1 sign-in', 'staff-1 sign-out']);
  });

  test('nobody gets the page of somebody who has not signed out', async () => {
    const { desks, act } = await begin();
    const [first, second] = [act(phlebotomist), act(colleague)];
    await first;
    expect((await second).staffName).toBe(phlebotomist.name);
    expect(actsOf(desks).slice(-1)).toEqual(['staff-1 sign-in']);
    await desks.staff.act({ kind: 'sign-out' });
    expect((await act(colleague)).staffName).toBe(colleague.name);
  });
});

test('no PIN at all is a wrong one like any other, and counts', async () => {
  const desks = openDesks({ bookings });
  await addStaff(desks.store, phlebotomist, quickPin);
  for (const badge of [phlebotomist.badge, 'SOMEBODY-ELSES-BADGE']) {
    const { content } = await desks.staff.act({ kind: 'sign-in', badge, pin: '' });
    expect(content).toMatchObject({ screen: 'sign-in', problem: 'not-recognised' });
  }
  expect(desks.store.ledger.staff()[0]?.failedTries).toBe(1);
});

test('what is kept of a PIN costs a thief as much as OWASP asks for', async () => {
  const { store } = openDesks({ bookings });
  await addStaff(store, phlebotomist);
  const [kept] = store.ledger.staff();
  expect(kept?.pinHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(JSON.stringify(kept)).not.toContain(phlebotomist.pin);
});

test('S14: looking for what is not on the list leaves nothing in the trail that a window made up', async () => {
  const desks = openDesks({ bookings });
  await signIn(desks);
  const before = desks.store.ledger.audit().length;
  const view = await desks.staff.act({ kind: 'open-visit', bookingId: 'Jonathan Quillfeather' });
  expect(view.content.screen).toBe('day-list');
  expect(desks.store.ledger.audit()).toHaveLength(before);
});

test('S13: a window that is left is wiped even when the disk refuses to note it', async () => {
  const desks = openDesks({ bookings });
  await signIn(desks);
  let isFull = false;
  let isWiped = false;
  const write: typeof desks.store.ledger.write = (work) => {
    if (isFull) throw new Error('database or disk is full');
    return desks.store.ledger.write(work);
  };
  const store = { ...desks.store, ledger: { ...desks.store.ledger, write } };
  const onSignedOut = () => {
    isWiped = true;
  };
  const session = openStaffSession({ store, clock: desks.clock, signOutAfterSeconds: 60, log: silentLog, onSignedOut });
  await session.signIn(phlebotomist.badge, phlebotomist.pin);
  isFull = true;
  desks.clock.pass(61_000);
  expect(session.current()).toBe(null);
  expect(isWiped).toBe(true);
});

test('S13: whoever touches a computer that has just woken does not go on as who was signed in when it was put to sleep', async () => {
  const desks = openDesks({ bookings });
  await signIn(desks);
  desks.clock.sleep(14 * 3_600_000);
  expect(await desks.staff.act({ kind: 'still-here' })).toMatchObject({
    staffName: null,
    content: { screen: 'sign-in' },
  });
  expect(lastActs(desks, 1)).toEqual([{ who: 'staff-1', act: 'sign-out' }]);
});

test('a lock that was made while the clock ran ahead does not keep anybody out for months', () => {
  const lockedUntil = '2027-11-24T09:01:00Z';
  expect(isLocked({ failedTries: 5, lockedUntil }, Date.parse('2027-11-24T09:00:30Z'))).toBe(true);
  expect(isLocked({ failedTries: 5, lockedUntil }, Date.parse('2026-11-24T09:00:00Z'))).toBe(false);
});
