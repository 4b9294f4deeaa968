/** A patient without a booking: the form by keyboard alone, what is wrong with it, and what is read back. */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyWalkInForm, type WalkInProblem } from '../../../clinic/walk-in-form.ts';
import type { StaffAction, StaffScreen } from '../../../electron/staff-api.ts';
import { StaffApp } from '../../../renderer/staff/staff-app.tsx';
import { readBackWords, walkInProblem } from '../../../renderer/words/walk-in-words.ts';
import { scanCode } from '../keys.ts';
import { outage, quietStatus, rows, staffView } from '../staff-views.ts';
import { walkInForm, walkInKnown, walkInProblems, walkInReadBack, walkInSimilar } from '../walk-in-views.ts';

const act = vi.fn(async (_action: StaffAction) => undefined);
const sent = () => act.mock.calls.map(([action]) => action).filter(({ kind }) => kind !== 'still-here');

const app = (content: StaffScreen) => (
  <StaffApp
    view={staffView(content)}
    act={act}
    getPicture={() => Promise.resolve({ ok: false, problem: 'not-drawable' })}
  />
);
const show = (content: StaffScreen) => render(app(content));
const showWalkIn = (walkIn: Extract<StaffScreen, { screen: 'walk-in' }>['walkIn']) =>
  show({ screen: 'walk-in', walkIn });

beforeEach(() => void act.mockClear());

describe('the way to the form', () => {
  test.each<[string, StaffScreen]>([
    ["today's list", { screen: 'day-list', rows }],
    ['the page for when the booking system is away', { screen: 'outage', outage }],
  ])('from %s', async (_where, content) => {
    show(content);
    await userEvent.click(screen.getByRole('button', { name: 'Register a patient without a booking' }));
    expect(sent()).toEqual([{ kind: 'open-walk-in' }]);
  });
});

test('after the clinic has closed, who registers somebody reads so first', () => {
  const status = { ...quietStatus, hours: { closesAt: '18:00', isClosed: true } };
  render(
    <StaffApp
      view={staffView({ screen: 'walk-in', walkIn: walkInForm }, { status })}
      act={act}
      getPicture={() => Promise.resolve({ ok: false, problem: 'not-drawable' })}
    />,
  );
  expect(screen.getByText(/The clinic is closed for today. You can go on/)).toBeTruthy();
});

describe('the form', () => {
  test('is filled in and sent with the keyboard alone; Enter in the field for tests adds the first one found', async () => {
    showWalkIn(walkInForm);
    const user = userEvent.setup();
    screen.getByLabelText('Family name').focus();
    await user.keyboard('Hollyhock{Tab}Wilhelmina{Tab}9{Tab}3{Tab}1961{Tab}9990000077{Tab}{Tab}fbc{Enter}vitamin q');
    expect(screen.getByText('No test is called that.')).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(sent()).toEqual([]);
    await user.keyboard('{Tab}{Enter}');
    screen.getByLabelText(/order number/).focus();
    await user.keyboard('t7654321{Enter}');
    expect(sent()).toEqual([]);
    await user.keyboard('{Tab}{Enter}');
    expect(sent()).toEqual([
      {
        kind: 'read-walk-in',
        form: {
          ...emptyWalkInForm,
          family: 'Hollyhock',
          given: 'Wilhelmina',
          day: '9',
          month: '3',
          year: '1961',
          nhsNumber: '9990000077',
          tests: ['fbc', 'words:vitamin q'],
          requisition: 't7654321',
        },
      },
    ]);
  });

  test('a test can be taken off again, and is offered once', async () => {
    showWalkIn(walkInForm);
    await userEvent.type(screen.getByLabelText('Find a test'), 'full blood{Enter}');
    await userEvent.type(screen.getByLabelText('Find a test'), 'fbc');
    expect(screen.queryByRole('button', { name: 'Add Full blood count' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Remove Full blood count' }));
    expect(screen.getByText('No test yet.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Add Full blood count' }));
    expect(screen.getByRole('button', { name: 'Remove Full blood count' })).toBeTruthy();
  });

  test('each problem stands above and beside its field, leads there, and what was typed stays', async () => {
    showWalkIn(walkInProblems);
    const summary = screen.getByRole('alert');
    expect(
      within(summary)
        .getAllByRole('link')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'The date of birth must be a real date with a year of 4 digits',
      'That is not an NHS number: one of the digits is wrong',
      'Add at least one test',
      'An order number has 4 to 40 letters, digits, hyphens or slashes',
    ]);
    expect(screen.getByLabelText<HTMLInputElement>('Family name').value).toBe('Hollyhock');
    expect(screen.getByLabelText<HTMLInputElement>('Day').value).toBe('31');
    await userEvent.click(within(summary).getByRole('link', { name: /real date/ }));
    expect(document.activeElement).toBe(screen.getByLabelText('Day'));
    await userEvent.click(within(summary).getByRole('link', { name: /one test/ }));
    expect(document.activeElement).toBe(screen.getByLabelText('Find a test'));
    expect(document.title).toBe('Register a patient without a booking – Blood test clinic');
  });

  test("S4: a number that is on today's list leads to that booking", async () => {
    showWalkIn(walkInKnown);
    expect(screen.getByRole('alert').textContent).toContain("This NHS number is on today's list");
    await userEvent.click(screen.getByRole('button', { name: 'Open HOLLYHOCK, Winifred' }));
    expect(sent()).toEqual([{ kind: 'open-visit', bookingId: 'booking-9' }]);
  });

  test.each<WalkInProblem>([
    { field: 'family', because: 'empty' },
    { field: 'given', because: 'too-long' },
    { field: 'given', because: 'control-characters' },
    { field: 'date-of-birth', because: 'empty' },
    { field: 'date-of-birth', because: 'in-the-future' },
    { field: 'nhs-number', because: 'test-number' },
    { field: 'nhs-number', because: 'given-and-not-known' },
    { field: 'tests', because: 'too-many' },
    { field: 'tests', because: 'not-understood' },
    { field: 'requisition', because: 'is-the-nhs-number' },
  ])('a problem with $field ($because) is a sentence', (problem) => {
    expect(walkInProblem(problem)).toMatch(/^[A-Z].{10,}$/);
  });
});

describe('read back', () => {
  test('everything that will be stored stands there; what no table has is said', () => {
    showWalkIn(walkInReadBack);
    const facts = screen.getAllByRole('definition').map(({ textContent }) => textContent);
    expect(facts).toEqual([
      'HOLLYHOCK, Wilhelmina',
      '09-Mar-1961',
      '999 000 0077',
      'T7654321',
      `Full blood countVitamin Q (${readBackWords.toPerson})`,
    ]);
    expect(document.title).toBe('Read this back with the patient – Blood test clinic');
  });

  test('what was ticked is sent with the press; change goes back', async () => {
    showWalkIn(walkInReadBack);
    await userEvent.click(screen.getByRole('button', { name: 'Register and print' }));
    await userEvent.click(screen.getByLabelText(/^The patient said this name/));
    await userEvent.click(screen.getByRole('button', { name: 'Register and print' }));
    await userEvent.click(screen.getByRole('button', { name: 'Change' }));
    expect(sent()).toEqual([
      { kind: 'register-walk-in', isConfirmed: false, isSomebodyElse: false },
      { kind: 'register-walk-in', isConfirmed: true, isSomebodyElse: false },
      { kind: 'change-walk-in' },
    ]);
  });

  test('S1: people who could be the same are shown, and somebody says that they were looked at', async () => {
    showWalkIn(walkInSimilar);
    expect(screen.getByText("12 people on today's list could be the same person")).toBeTruthy();
    expect(screen.getByText('and 10 more people')).toBeTruthy();
    expect(screen.getByText('Not known: no label prints')).toBeTruthy();
    await userEvent.click(screen.getByRole('link', { name: readBackWords.problems['similar-not-checked'] }));
    expect(document.activeElement).toBe(screen.getByLabelText(/looked at each/));
  });

  test('of somebody whose booking was cancelled it is said, and nobody has to say that it is somebody else', () => {
    const [one] = walkInSimilar.similar;
    showWalkIn({ ...walkInSimilar, similar: one === undefined ? [] : [{ ...one, isOff: true }], similarCount: 1 });
    expect(screen.getByText('booking cancelled, or not coming')).toBeTruthy();
    expect(screen.getByLabelText(/somebody else, or that booking was cancelled/)).toBeTruthy();
  });

  test('S1: somebody who came up meanwhile is looked at anew, because the tick was for the others', async () => {
    const before = { ...walkInSimilar, similar: walkInSimilar.similar.slice(0, 1), similarCount: 1, problem: null };
    const { rerender } = showWalkIn(before);
    await userEvent.click(screen.getByLabelText(/looked at each/));
    expect(screen.getByLabelText<HTMLInputElement>(/looked at each/).checked).toBe(true);
    rerender(app({ screen: 'walk-in', walkIn: walkInSimilar }));
    expect(screen.getByLabelText<HTMLInputElement>(/looked at each/).checked).toBe(false);
  });

  test('S1: a stray scan registers nobody, also when everything is ticked', async () => {
    showWalkIn(walkInReadBack);
    await userEvent.click(screen.getByLabelText(/^The patient said this name/));
    for (const where of [screen.getByLabelText(/^The patient said/), screen.getByRole('button', { name: 'Change' })]) {
      where.focus();
      scanCode('TRN-2026-000187');
    }
    expect(sent()).toEqual([]);
  });

  test('a name is text, whatever stands in it', () => {
    showWalkIn({ ...walkInReadBack, name: '<img src=x onerror=alert(1)>, ^XA 😀' });
    expect(screen.getByText('<img src=x onerror=alert(1)>, ^XA 😀')).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });
});
