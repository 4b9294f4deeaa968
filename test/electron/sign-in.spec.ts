/** Signing in at the real staff window: a PIN is checked beside it, whatever happens meanwhile. */
import { once } from 'node:events';
import { expect, signInStaff, test } from './clinic-app.ts';

test('a kiosk that is closed in the middle of a sign-in ends in order', async ({ clinic: { app, staff } }) => {
  const ended = once(app.process(), 'exit');
  // The thread of this very sign-in has begun, and has a tenth of a second of work before it.
  await app.evaluate(({ app: main }) => {
    process.once('worker', () => main.quit());
  });
  await signInStaff(staff).catch(() => undefined);
  expect(await ended).toEqual([0, null]);
});
