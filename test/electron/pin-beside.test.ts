/** PINs are checked beside the windows: the answers, the lock and the trail are those of a kiosk that does one thing at a time. */
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../electron/log.ts';
import { checkPin } from '../../electron/staff/pin-beside.ts';
import { addStaff, disableStaff } from '../../electron/staff/staff-accounts.ts';
import { openStaffSession } from '../../electron/staff/staff-session.ts';
import { hashPin, isPinOf } from '../../electron/staff/staff-verifier.ts';
import { booking } from '../clinic/examples.ts';
import { type Desks, openDesks, phlebotomist } from './desks.ts';

const bookings = [booking()];
const { badge, pin } = phlebotomist;
const lastActs = ({ store }: Desks, count: number) =>
  store.ledger
    .audit()
    .slice(-count)
    .map(({ act, details }) => ({ act, ...details }));

/** With a PIN that costs what a real one costs. */
async function desksWithStaff(): Promise<Desks> {
  const desks = openDesks({ bookings });
  await addStaff(desks.store, phlebotomist);
  return desks;
}

/** Every worker that begins from now on: without Electron each is a thread. */
function threadsOf(): readonly Worker[] {
  const threads: Worker[] = [];
  const note = (thread: Worker) => threads.push(thread);
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));
  return threads;
}

/** No computer has the memory that this hash asks for: whoever checks it ends before there is an answer. */
function breakPinOf({ store }: Desks): () => void {
  const [kept] = store.ledger.staff();
  if (kept === undefined) throw new Error('somebody may sign in');
  const save = (pinHash: string) => store.ledger.write((writes) => writes.saveStaff({ ...kept, pinHash }));
  save(kept.pinHash.replace('m=19456', 'm=4000000000'));
  return () => save(kept.pinHash);
}

test('a PIN is checked in a worker of its own, and the kiosk keeps no copy of its bytes', async () => {
  const { store } = openDesks({ bookings });
  const hash = await hashPin(store, pin);
  const threads = threadsOf();
  const check = { pin: new TextEncoder().encode(pin), pepper: new Uint8Array(store.deriveKey('staff-pin')), hash };
  const checked = checkPin(check);
  expect([...check.pin, ...check.pepper].every((byte) => byte === 0)).toBe(true);
  expect(await checked).toEqual({ ok: true, value: true });
  expect(threads).toHaveLength(1);
  expect(store.deriveKey('staff-pin').every((byte) => byte === 0)).toBe(false);
});

test('S14: an unknown badge, a disabled one and a wrong PIN cost one same check, and give one same answer', async () => {
  const desks = await desksWithStaff();
  const threads = threadsOf();
  const answers: unknown[] = [];
  const attempt = async (...[tried, wrong]: readonly [string, string]) =>
    answers.push((await desks.staff.act({ kind: 'sign-in', badge: tried, pin: wrong })).content, threads.length);
  await attempt('SOMEBODY-ELSES-BADGE', pin);
  await attempt(badge, '111222');
  disableStaff(desks.store, phlebotomist.staffId);
  await attempt(badge, pin);
  const refused = { screen: 'sign-in', problem: 'not-recognised', lockedUntil: null };
  expect(answers).toEqual([refused, 1, refused, 2, refused, 3]);
});

test('six tries at once are six tries one after the other: the sixth meets the lock although its PIN is right', async () => {
  const desks = await desksWithStaff();
  const wrong = ['111222', '111223', '111224', '111225', '111226'];
  const tries = [...wrong, pin].map((tried) => desks.staff.act({ kind: 'sign-in', badge, pin: tried }));
  expect((await Promise.all(tries)).at(-1)?.content).toMatchObject({ screen: 'sign-in', problem: 'locked' });
  const counted = [1, 2, 3, 4, 5].map((failedTries) => ({ act: 'sign-in-failed', failedTries }));
  expect(lastActs(desks, 6)).toEqual([...counted, { act: 'sign-in-failed', because: 'locked' }]);
});

test('a worker that dies is told in words, counts as no try, and the next try signs in', async () => {
  const desks = await desksWithStaff();
  const mend = breakPinOf(desks);
  const died = await desks.staff.act({ kind: 'sign-in', badge, pin });
  expect(died.content).toEqual({ screen: 'sign-in', problem: 'not-checked', lockedUntil: null });
  expect(lastActs(desks, 1)).toEqual([{ act: 'sign-in-failed', because: 'not-checked' }]);
  expect(desks.store.ledger.staff()[0]?.failedTries).toBe(0);
  mend();
  expect((await desks.staff.act({ kind: 'sign-in', badge, pin })).staffName).toBe(phlebotomist.name);
});

test('a kiosk that is closed while a PIN is checked signs nobody in, and asks nothing more of its ledger', async () => {
  const desks = await desksWithStaff();
  const before = desks.store.ledger.auditCount();
  const threads = threadsOf();
  let isAnswered = false;
  const session = openStaffSession({
    ...{ store: desks.store, clock: desks.clock, log: silentLog },
    ...{ signOutAfterSeconds: 60, onSignedOut: () => undefined },
  });
  void session.signIn(badge, pin).finally(() => {
    isAnswered = true;
  });
  await once(process, 'worker');
  session.close();
  await once(threads[0] ?? process, 'exit');
  expect({ isAnswered, member: session.current() }).toEqual({ isAnswered: false, member: null });
  expect(desks.store.ledger.auditCount()).toBe(before);
  // Whoever asks the store by itself is answered all the same.
  expect(await isPinOf(desks.store, null, pin)).toEqual({ ok: true, value: false });
});
