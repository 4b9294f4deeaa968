/** What the staff window shows and sends. */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PrinterLine, StaffAction, StaffView, TaskLine } from '../../../electron/staff-api.ts';
import { StaffApp } from '../../../renderer/staff/staff-app.tsx';
import { pressKeys, scanCode, typeSlowly } from '../keys.ts';
import {
  manyRows,
  type notices,
  quietStatus,
  rows,
  scanTasks,
  staffView,
  staffViews,
  tasks,
  troubledStatus,
} from '../staff-views.ts';

const act = vi.fn(async (_action: StaffAction) => undefined);
const sent = () => act.mock.calls.map(([action]) => action).filter(({ kind }) => kind !== 'still-here');
const getPicture = async () => ({ ok: false, problem: 'not-drawable' }) as const;

function show(view: StaffView) {
  const page = (following: StaffView) => <StaffApp view={following} act={act} getPicture={getPicture} />;
  const { rerender } = render(page(view));
  return { next: (following: StaffView) => rerender(page(following)) };
}

const signedOut = staffView({ screen: 'sign-in', problem: null, lockedUntil: null }, { staffName: null, status: null });
const dayList = staffView({ screen: 'day-list', rows });
const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeEach(() => void act.mockClear());

describe.each(Object.entries(staffViews))('%s', (name, view) => {
  test('has one main heading and a title, and no style attribute', async () => {
    show(view);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(document.title).toContain('Blood test clinic');
    expect(document.querySelectorAll('[style]')).toHaveLength(0);
  });

  test('signing out is one touch away whenever somebody is signed in, and the title of the window names no patient', async () => {
    show(view);
    expect(document.title).not.toMatch(/THISTLEDOWN/);
    if (view.staffName === null) return expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull();
    await userEvent.click(button('Sign out'));
    expect(sent(), name).toEqual([{ kind: 'sign-out' }]);
  });
});

describe('signing in', () => {
  test('by badge and PIN; the PIN is never shown, and not kept', async () => {
    show(signedOut);
    const pin = screen.getByLabelText<HTMLInputElement>('PIN');
    expect(pin.type).toBe('password');
    screen.getByLabelText('Badge').focus();
    typeSlowly('B-0001');
    pin.focus();
    typeSlowly('280419');
    await userEvent.click(button('Sign in'));
    expect(sent()).toEqual([{ kind: 'sign-in', badge: 'B-0001', pin: '280419' }]);
    expect(pin.value).toBe('');
  });

  test('says that it checks, takes whoever presses again meanwhile for one try, and tells when nothing could be checked', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    act.mockReturnValueOnce(promise);
    show(signedOut);
    screen.getByLabelText('Badge').focus();
    typeSlowly('B-0001');
    for (const name of ['Sign in', 'Checking…']) {
      screen.getByLabelText('PIN').focus();
      typeSlowly('280419');
      await userEvent.click(button(name));
    }
    expect(sent()).toEqual([{ kind: 'sign-in', badge: 'B-0001', pin: '280419' }]);
    resolve(undefined);
    await screen.findByRole('button', { name: 'Sign in' });
    show(staffViews['sign-in-not-checked'] ?? signedOut);
    expect(screen.getByRole('alert').textContent).toContain('could not be checked just now. Try again.');
  });

  test('a scanned badge fills the badge, wherever the focus is, and asks for the PIN next', () => {
    show(signedOut);
    screen.getByLabelText('PIN').focus();
    scanCode('TRAINING-BADGE-0001');
    expect(screen.getByLabelText<HTMLInputElement>('Badge').value).toBe('TRAINING-BADGE-0001');
    expect(screen.getByLabelText<HTMLInputElement>('PIN').value).toBe('');
    expect(document.activeElement).toBe(screen.getByLabelText('PIN'));
    expect(sent()).toEqual([]);
  });

  test('Enter after the badge asks for the PIN, and signs nobody in', () => {
    show(signedOut);
    screen.getByLabelText('Badge').focus();
    typeSlowly('B-0001');
    pressKeys(['Enter'], 180);
    expect(document.activeElement).toBe(screen.getByLabelText('PIN'));
    expect(sent()).toEqual([]);
  });

  test('a refusal does not say which half was wrong', () => {
    show(staffViews['sign-in-refused'] ?? signedOut);
    expect(screen.getByRole('alert').textContent).toContain('The badge or the PIN is not right. Try again.');
  });

  test('locked: until when', () => {
    show(staffViews['sign-in-locked'] ?? signedOut);
    expect(screen.getByRole('alert').textContent).toContain('locked until 10:15');
  });
});

test('what this kiosk could not do is said, and is no silence', () => {
  const page = (refusals: number) => <StaffApp view={dayList} refusals={refusals} act={act} getPicture={getPicture} />;
  const { rerender } = render(page(0));
  expect(screen.queryByRole('alert')).toBeNull();
  rerender(page(1));
  expect(screen.getByRole('alert').textContent).toMatch(/^That could not be done\. Nothing was changed\./);
});

describe('the state of the kiosk stands on every screen', () => {
  const state = () => within(screen.getByRole('region', { name: 'State of this kiosk' }));

  test('a quiet morning', () => {
    show(dayList);
    expect(state().getByText('List up to date')).toBeTruthy();
    expect(state().getByText('from 08:02, 3 minutes old')).toBeTruthy();
    expect(state().getAllByText('Ready')).toHaveLength(2);
    expect(state().queryByText(/credential file/)).toBeNull();
  });

  test('everything that somebody has to see to, in sentences', () => {
    show(staffView({ screen: 'tasks', tasks, notice: null }, { status: troubledStatus }));
    for (const words of ['Working offline', 'since 09:30', '61 messages waiting to be sent']) {
      expect(state().getByText(words)).toBeTruthy();
    }
    const printers = state()
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(printers).toContain(
      'LABELS-1:The print head is open. Close it until it clicks.It has no paper. Put in a new roll.',
    );
    expect(printers).toContain('TICKETS-1:The roll is nearly used up. Get a new one ready.');
    expect(state().getByText(/on its disk only/)).toBeTruthy();
    expect(state().getByText(/knows this kiosk ends in 3 days.*today/)).toBeTruthy();
    expect(button('Tasks (3)').getAttribute('aria-current')).toBe('page');
  });

  test('those that print nothing until somebody comes are first', () => {
    const ill = { isReady: false, papersWaiting: 0 };
    const printers: readonly PrinterLine[] = [
      { name: 'LABELS-1', isReady: true, troubles: ['paper-near-end'], papersWaiting: 0 },
      { ...ill, name: 'LABELS-2', troubles: ['unreachable'] },
    ];
    show(staffView({ screen: 'day-list', rows: [] }, { status: { ...quietStatus, printers } }));
    const named = state()
      .getAllByText(/^LABELS-\d:$/)
      .map(({ textContent }) => textContent);
    expect(named).toEqual(['LABELS-2:', 'LABELS-1:']);
  });

  test.each([
    [[2, 3], 'Ticket 1007 is interrupted: labels 2 and 3 of 3 follow when it is ready again.'],
    [[3], 'Ticket 1007 is interrupted: label 3 of 3 follows when it is ready again.'],
  ])('a set that a printer stopped in: %j', (follow, words) => {
    const interrupted = { ticketNumber: 1007, visitCode: 'K7', follow, count: 3 };
    const printers = [
      { name: 'LABELS-1', isReady: false, troubles: ['paper-out'] as const, papersWaiting: 2, interrupted },
    ];
    show(staffView({ screen: 'day-list', rows: [] }, { status: { ...quietStatus, printers } }));
    expect(state().getByText(words)).toBeTruthy();
  });

  test('of many printers those are named that have work or trouble', () => {
    const printers: readonly PrinterLine[] = Array.from({ length: 8 }, (_, index) => ({
      name: `LABELS-${index}`,
      isReady: index !== 3,
      troubles: index === 3 ? (['paused'] as const) : [],
      papersWaiting: index === 5 ? 2 : 0,
    }));
    show(staffView({ screen: 'day-list', rows: [] }, { status: { ...quietStatus, printers } }));
    expect(state().getByText('LABELS-3')).toBeTruthy();
    expect(state().getByText('LABELS-5')).toBeTruthy();
    expect(state().queryByText('LABELS-1')).toBeNull();
    expect(state().getByText('6 other printers')).toBeTruthy();
  });

  test('it stands there too while nobody is signed in, and the list cannot be fetched then', () => {
    show(staffView(signedOut.content, { staffName: null, status: troubledStatus }));
    expect(state().getByText('It has no paper. Put in a new roll.')).toBeTruthy();
    expect(state().queryByRole('button')).toBeNull();
  });

  test('a clinic that is closed says so, and has no list to miss or to fetch', () => {
    const hours = { closesAt: '18:00', isClosed: true };
    const list = { state: 'none', asOf: null, ageMinutes: null } as const;
    show(staffView(dayList.content, { status: { ...quietStatus, hours, list } }));
    expect(state().getByText('Clinic closed')).toBeTruthy();
    expect(state().getByText('since 18:00')).toBeTruthy();
    expect(state().getByText(/^The clinic is closed for today/)).toBeTruthy();
    expect(state().queryByText('No list')).toBeNull();
    expect(state().queryByRole('button', { name: 'Get the list now' })).toBeNull();
  });

  test.each([
    [1, /look at 1 booking of today's list \(HTTP 403\)\. It stays on the list as last known\. Tell site IT\.$/],
    [3, /look at 3 bookings of today's list \(HTTP 403\)\. They stay on the list/],
  ])('S11: bookings at which the kiosk may not look (%i) are told once, in words', (notShown, words) => {
    show(staffView(dayList.content, { status: { ...quietStatus, notShown } }));
    expect(state().getByText(words)).toBeTruthy();
  });

  test.each([
    [{ kind: 'differs', skewMs: -421_000 }, "is 7 minutes ahead of the booking system's", true],
    [{ kind: 'differs', skewMs: 421_000 }, "is 7 minutes behind the booking system's", true],
    [{ kind: 'jumped', byMs: -3_600_000 }, 'was set back by 60 minutes', true],
    [{ kind: 'absurd' }, 'cannot be right', false],
  ] as const)(
    'a clock that is doubted (%o) is told, and staff may sign that it is right',
    async (clock, words, mayConfirm) => {
      show(staffView(dayList.content, { status: { ...quietStatus, clock } }));
      expect(state().getByText(new RegExp(words))).toBeTruthy();
      const confirm = state().queryByRole('button', { name: 'The time of this computer is right' });
      expect(confirm !== null).toBe(mayConfirm);
      if (confirm === null) return;
      await userEvent.click(confirm);
      expect(sent()).toEqual([{ kind: 'confirm-time' }]);
    },
  );

  test('the list can be fetched now', async () => {
    show(dayList);
    await userEvent.click(button('Get the list now'));
    expect(sent()).toEqual([{ kind: 'pull-now' }]);
  });
});

describe("today's list", () => {
  /** By element, not by role: a hundred rows are slow to ask. */
  const bodyRows = () => [...document.querySelectorAll<HTMLElement>('tbody tr')];

  test('a row says when, who, and what became of them; the name opens the visit', async () => {
    show(dayList);
    const cells = within(bodyRows()[0] ?? document.body)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
    expect(cells).toEqual([
      '09:40',
      'THISTLEDOWN, Marigold Similar nameborn 18-Jan-1950',
      '999 000 0018',
      'Checked in',
      '7',
      'Printed',
    ]);
    await userEvent.click(button('THISTLEDOWN, Marigold'));
    expect(sent()).toEqual([{ kind: 'open-visit', bookingId: 'booking-7' }]);
  });

  test('is searched as one types, and says how many fit', async () => {
    show(dayList);
    screen.getByLabelText('Find a patient').focus();
    typeSlowly('thistle');
    expect(bodyRows()).toHaveLength(2);
    expect(screen.getByText('2 patients')).toBeTruthy();
    typeSlowly('xyz');
    expect(screen.getByText(/^Nobody on today's list fits/)).toBeTruthy();
  });

  test('a scanned NHS number finds its patient', () => {
    show(dayList);
    scanCode('9991800018');
    expect(bodyRows()).toHaveLength(1);
  });

  test('shows only those whose labels need somebody', async () => {
    show(dayList);
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'Labels need you');
    expect(bodyRows()).toHaveLength(2);
  });

  test('of three thousand patients a hundred are drawn, and all can be found', () => {
    show(staffView({ screen: 'day-list', rows: manyRows }));
    expect(bodyRows()).toHaveLength(100);
    expect(screen.getByText('Showing the first 100 of 3,000 patients. Type more to find a patient.')).toBeTruthy();
    screen.getByLabelText('Find a patient').focus();
    typeSlowly('family2999');
    expect(bodyRows()).toHaveLength(1);
  });

  test('no bookings and no list are two different things', () => {
    const { next } = show(staffView({ screen: 'day-list', rows: [] }));
    expect(screen.getByText('There are no bookings today.')).toBeTruthy();
    const list = { state: 'none', asOf: null, ageMinutes: null } as const;
    next(staffView({ screen: 'day-list', rows: [] }, { status: { ...quietStatus, list } }));
    expect(screen.getByText('There is no list yet. Check patients in by hand until it comes.')).toBeTruthy();
  });
});

describe('tasks', () => {
  test('S5: a label in doubt is a question with three answers, none of them louder than the others', async () => {
    show(staffView({ screen: 'tasks', tasks: tasks.slice(0, 1), notice: null }));
    expect(
      screen.getByText('Look in the tray of LABELS-1: is label 2 of 3 for ticket 7 there, and whole?'),
    ).toBeTruthy();
    const answers = within(screen.getByRole('main')).getAllByRole('button', { name: /it is/i });
    expect(new Set(answers.map(({ className }) => className)).size).toBe(1);
    await userEvent.click(button('It is not there'));
    expect(sent()).toEqual([{ kind: 'end-task', taskId: 'task-1', answer: 'it-is-not-there' }]);
  });

  test('S5: a double click answers one task, and not the next one too, which has moved up under the pointer', async () => {
    const [first] = tasks;
    if (first === undefined) throw new Error('there is a task');
    const second = { ...first, taskId: 'task-next' };
    const view = (shown: readonly TaskLine[]) => staffView({ screen: 'tasks', tasks: shown, notice: null });
    const page = show(view([first, second]));
    const [answer] = screen.getAllByRole('button', { name: 'It is not there' });
    if (answer === undefined) throw new Error('there is an answer');
    await userEvent.dblClick(answer);
    page.next(view([second]));
    expect(sent()).toEqual([{ kind: 'end-task', taskId: 'task-1', answer: 'it-is-not-there' }]);
    await userEvent.click(button('It is not there'));
    expect(sent().at(-1)).toEqual({ kind: 'end-task', taskId: 'task-next', answer: 'it-is-not-there' });
  });

  test('about a patient who is not on the list lead nowhere: there is no visit to show', () => {
    const [first] = tasks;
    if (first === undefined) throw new Error('there is a task');
    const left = { ...first, name: null, otherDay: '2026-11-23' };
    show(staffView({ screen: 'tasks', tasks: [left], notice: null }));
    expect(screen.queryByRole('button', { name: 'Open the visit' })).toBeNull();
    expect(screen.getByText('For a visit on 23 November')).toBeTruthy();
  });

  test('each task offers the answers that main allows, and leads to its visit', async () => {
    show(staffView({ screen: 'tasks', tasks: tasks.slice(2, 3), notice: null }));
    await userEvent.click(button('Open the visit'));
    await userEvent.click(button('Done'));
    expect(sent()).toEqual([
      { kind: 'open-visit', bookingId: 'booking-7' },
      { kind: 'end-task', taskId: 'task-3', answer: 'done' },
    ]);
  });

  test('a stray scan answers nothing, whatever has the focus', () => {
    show(staffView({ screen: 'tasks', tasks: tasks.slice(0, 1), notice: null }));
    button('It is not there').focus();
    scanCode('TRN-2026-000187');
    expect(sent()).toEqual([]);
  });

  test('nothing to do is said', () => {
    show(staffView({ screen: 'tasks', tasks: [], notice: null }));
    expect(screen.getByText('There is nothing to do.')).toBeTruthy();
  });
});

describe('labels that a one-way printer took', () => {
  const field = (ticket: number) => screen.getByLabelText(new RegExp(`^Label of ticket ${ticket}: scan it here`));
  const toScan = (tasks = scanTasks, notice: (typeof notices)[number] | null = null) =>
    staffView({ screen: 'tasks', tasks, notice });

  test('a scan goes to the task whose field has the focus, and leaves nothing in the field', () => {
    show(toScan());
    field(9).focus();
    scanCode('TR26-000187');
    expect(sent()).toEqual([{ kind: 'scan-label', taskId: 'task-9', code: 'TR26-000187' }]);
    expect(field(9)).toHaveProperty('value', '');
  });

  test('with one task only, a scan needs no field', () => {
    show(toScan(scanTasks.slice(0, 1)));
    button('It is not there').focus();
    scanCode('TR26-000187');
    expect(sent()).toEqual([{ kind: 'scan-label', taskId: 'task-7', code: 'TR26-000187' }]);
  });

  test('of several none is chosen for whoever scans: a label of another ticket would answer for its own', () => {
    show(toScan());
    scanCode('TR26-000187');
    expect(sent()).toEqual([]);
    expect(screen.getByRole('alert').textContent).toMatch(/^Press the scan field of the ticket/);
  });

  test('the number under the barcode can be typed, with the keyboard alone', async () => {
    show(toScan());
    field(7).focus();
    typeSlowly('tr26-187');
    pressKeys(['Enter'], 500);
    expect(sent()).toEqual([{ kind: 'scan-label', taskId: 'task-7', code: 'tr26-187' }]);
  });

  test('nothing typed asks for the label', async () => {
    show(toScan());
    await userEvent.click(button('Check the label of ticket 7'));
    expect(sent()).toEqual([]);
    expect(screen.getByText('Scan the label, or type the number under its barcode')).toBeTruthy();
    expect(document.activeElement).toBe(field(7));
  });

  test('a label of another ticket is an alarm, and the scan field keeps the focus', () => {
    const { next } = show(toScan());
    field(7).focus();
    next(toScan(scanTasks, { kind: 'label-of-another-ticket', ticketNumber: 7, found: 9 }));
    expect(screen.getByRole('alert').textContent).toMatch(/^Stop\. That label is not of ticket 7: it is of ticket 9\./);
    expect(document.activeElement).toBe(field(7));
  });

  test('when the task is gone with its field, the keyboard goes on from what came of it', () => {
    const { next } = show(toScan());
    field(7).focus();
    next(toScan(scanTasks.slice(1), { kind: 'label-is-there', number: 1, count: 3, ticketNumber: 7 }));
    expect(screen.getByText('Label 1 of 3 for ticket 7 is there.')).toBeTruthy();
    expect(document.activeElement?.textContent).toBe('Label 1 of 3 for ticket 7 is there.');
  });
});
