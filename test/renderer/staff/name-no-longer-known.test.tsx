/** Whoever was checked in with a booking that is somebody else's by now, and whose name the list has no more. */
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { StaffAction, StaffScreen } from '../../../electron/staff-api.ts';
import { StaffApp } from '../../../renderer/staff/staff-app.tsx';
import { row, staffView, tasks, visit } from '../staff-views.ts';

const nobody = { ...row, bookingId: 'booking-7@2026-11-24', name: '', dateOfBirth: '', nhsNumber: '' };
const [task] = tasks;

test.each<[string, StaffScreen]>([
  ['the list', { screen: 'day-list', rows: [nobody] }],
  [
    'the tasks',
    { screen: 'tasks', tasks: task ? [{ ...task, bookingId: nobody.bookingId, name: '' }] : [], notice: null },
  ],
  ['the visit', { screen: 'visit', visit: { ...visit, row: nobody }, problem: null, notice: null }],
])('%s says so, and the visit is opened all the same', async (_where, content) => {
  const act = vi.fn(async (_action: StaffAction) => undefined);
  const getPicture = async () => ({ ok: false, problem: 'not-drawable' }) as const;
  render(<StaffApp view={staffView(content)} act={act} getPicture={getPicture} />);
  expect(screen.getByText(/^Name no longer known/)).toBeTruthy();
  if (content.screen === 'visit') return;
  await userEvent.click(screen.getByRole('button', { name: /Open the visit|Name no longer known/ }));
  expect(act).toHaveBeenCalledWith({ kind: 'open-visit', bookingId: nobody.bookingId });
});
