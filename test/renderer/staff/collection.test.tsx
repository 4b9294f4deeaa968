/** Blood taken, and what is not yet in the booking system: on the screen. */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { StaffAction, StaffScreen, VisitActProblem } from '../../../electron/staff-api.ts';
import { StaffApp } from '../../../renderer/staff/staff-app.tsx';
import { scanCode } from '../keys.ts';
import { row, rows, staffView, visit } from '../staff-views.ts';
import { collectedInPart, collection, notSent } from '../walk-in-views.ts';

const act = vi.fn(async (_action: StaffAction) => undefined);
const sent = () => act.mock.calls.map(([action]) => action).filter(({ kind }) => kind !== 'still-here');

function show(content: StaffScreen) {
  render(
    <StaffApp
      view={staffView(content)}
      act={act}
      getPicture={() => Promise.resolve({ ok: false, problem: 'not-drawable' })}
    />,
  );
}

function showVisit(changes: Partial<typeof visit> = {}, problem: VisitActProblem | null = null) {
  show({ screen: 'visit', visit: { ...visit, ...changes }, problem, notice: null });
}

const open = () => userEvent.click(screen.getByRole('button', { name: 'Record blood taken' }));
const confirm = () => userEvent.click(screen.getByRole('button', { name: 'Record as taken' }));
const identity = /said their full name and date of birth, and they agree/;

beforeEach(() => void act.mockClear());

describe('blood taken', () => {
  test('who the patient is is asked first; every tube with a good label is ticked, one without is not', async () => {
    showVisit();
    await open();
    const boxes = screen.getAllByRole<HTMLInputElement>('checkbox').map(({ checked }) => checked);
    expect(boxes).toEqual([false, true, true, false]);
    expect(screen.getByText(/1 tube of this visit was not labelled here/)).toBeTruthy();
    await confirm();
    expect(sent()).toEqual([]);
    expect(screen.getByRole('alert').textContent).toContain('Confirm who the patient is first');
    await userEvent.click(screen.getByLabelText(identity));
    await confirm();
    expect(sent()).toEqual([
      {
        kind: 'record-collection',
        bookingId: row.bookingId,
        specimenIds: ['v-1', 'v-2'],
        isIdentityConfirmed: true,
        isLabelledByHand: false,
      },
    ]);
  });

  test('a tube without a good label is recorded only with the word that it was labelled by hand', async () => {
    showVisit();
    await open();
    await userEvent.click(screen.getByLabelText(identity));
    await userEvent.click(screen.getByLabelText(/1 of 3, SST/));
    await userEvent.click(screen.getByLabelText(/3 of 3, FLUOR/));
    await confirm();
    expect(screen.getByRole('alert').textContent).toContain('has no good label');
    await userEvent.click(screen.getByLabelText(/I labelled the tubes without a good label by hand/));
    await confirm();
    expect(sent()).toMatchObject([{ specimenIds: ['v-2', 'v-3'], isLabelledByHand: true }]);
  });

  test('with no tube ticked nothing is sent', async () => {
    showVisit({ collection: { ...collection, tubes: collection.tubes.slice(2) } });
    await open();
    await userEvent.click(screen.getByLabelText(identity));
    await confirm();
    expect(screen.getByRole('alert').textContent).toContain('Choose the tubes that were taken');
    expect(sent()).toEqual([]);
  });

  test('what is recorded stands there with when and by whom, only the rest can be recorded, and nothing can be undone', async () => {
    showVisit({ row: { ...row, taken: 'some' }, collection: collectedInPart });
    const section = within(screen.getByRole('region', { name: 'Blood taken' }));
    expect(section.getByText('2 of 3 tubes recorded as taken.')).toBeTruthy();
    expect(section.getByText(/1 of 3, SST: taken at 09:52 by Robin Fennel/)).toBeTruthy();
    expect(section.getByText(/tell the laboratory its number/)).toBeTruthy();
    expect(section.getAllByRole('button')).toHaveLength(1);
    await open();
    expect(screen.queryByLabelText(/1 of 3, SST/)).toBeNull();
  });

  test.each<VisitActProblem>([
    'identity-not-confirmed',
    'nothing-chosen',
    'label-not-good',
    'taken-already',
    'not-of-this-visit',
  ])('main may refuse all the same: %s is said in a sentence', (problem) => {
    showVisit({}, problem);
    expect(screen.getByRole('alert').textContent).toMatch(/There is a problem[A-Z].{15,}/);
  });

  test("today's list says whose blood is taken", () => {
    show({ screen: 'day-list', rows: [{ ...row, taken: 'all' }, ...rows.slice(1)] });
    expect(screen.getAllByText('Blood taken')).toHaveLength(1);
  });

  test('a visit without tubes of ours has nothing to record', () => {
    showVisit({ collection: { tubes: [], mayRecord: false } });
    expect(screen.queryByRole('region', { name: 'Blood taken' })).toBeNull();
  });
});

describe('not yet in the booking system', () => {
  test('each line says when, what, ticket, who, which tubes, by whom and why', async () => {
    show({ screen: 'not-sent', notSent });
    const cells = screen.getAllByRole('row').map((line) =>
      within(line)
        .queryAllByRole('cell')
        .map((cell) => cell.textContent),
    );
    expect(cells[1]).toEqual([
      '23 November, 16:40',
      'Blood taken',
      '61',
      'no longer known here',
      'TR26-000101',
      'Robin Fennel',
      'See the task',
    ]);
    expect(cells[2]?.slice(4)).toEqual([
      'TR26-000187, TR26-000188 and TR26-000189',
      'the patient',
      'Booking system away',
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Print this list' }));
    expect(sent()).toEqual([{ kind: 'print-not-sent' }]);
  });

  test('a stray scan prints nobody’s name, whatever has the focus', () => {
    show({ screen: 'not-sent', notSent });
    screen.getByRole('button', { name: 'Print this list' }).focus();
    scanCode('TRN-2026-000187');
    expect(sent()).toEqual([]);
  });

  test('while it prints the page says so, and the button waits', () => {
    show({ screen: 'not-sent', notSent: { ...notSent, isBusy: true } });
    expect(screen.getByText('One moment. This can take half a minute.')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Print this list' }).disabled).toBe(true);
  });

  test('without an office printer there is no button, and the page says why', () => {
    show({ screen: 'not-sent', notSent: { ...notSent, hasDocumentPrinter: false } });
    expect(screen.queryByRole('button', { name: 'Print this list' })).toBeNull();
    expect(screen.getByText(/have no office printer/)).toBeTruthy();
  });

  test.each(['printed', 'unreachable', 'stopped', 'broke-off', 'no-printer', 'not-drawn'] as const)(
    'what came of printing is said: %s',
    (told) => {
      show({ screen: 'not-sent', notSent: { ...notSent, told } });
      expect(screen.getByRole('alert').textContent).toMatch(/^[A-Z].*\.$/);
    },
  );
});
