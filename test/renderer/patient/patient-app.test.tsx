/** What the patient window sends when people touch, type and scan, and what it forgets. */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PatientAction, PatientView } from '../../../electron/patient-api.ts';
import { PatientApp } from '../../../renderer/patient/patient-app.tsx';
import { pressKeys, scanCode, typeSlowly } from '../keys.ts';
import { patientView } from '../patient-views.ts';

const act = vi.fn(async (_action: PatientAction) => undefined);
/** What was sent, but for the quiet sign that somebody is there. */
const sent = () => act.mock.calls.map(([action]) => action).filter(({ kind }) => kind !== 'still-here');

function show(view: PatientView) {
  const page = render(<PatientApp view={view} act={act} />);
  return { next: (following: PatientView) => page.rerender(<PatientApp view={following} act={act} />) };
}

const start = patientView({ screen: 'start' });
const typeNumber = patientView({ screen: 'type-number', problem: null });
const dateOfBirth = patientView({ screen: 'date-of-birth', triesLeft: 3, problem: null });
const button = (name: string) => screen.getByRole('button', { name });
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const fields = () => ['Day', 'Month', 'Year'].map((name) => field(name).value);

async function touch(...names: string[]) {
  for (const name of names) await userEvent.click(button(name));
}

beforeEach(() => void act.mockClear());

describe('by touch', () => {
  test('an NHS number is typed with the keys on the screen, grouped as on the letter', async () => {
    show(typeNumber);
    await touch(...'99900000199', 'Delete', 'Delete');
    expect(field('NHS number').value).toBe('999 000 001');
    await touch('8', 'Continue');
    expect(sent()).toEqual([{ kind: 'give-number', text: '999 000 0018' }]);
  });

  test('a date of birth is typed with the keys on the screen, from field to field', async () => {
    show(dateOfBirth);
    await touch(...'7021950');
    expect(fields()).toEqual(['7', '02', '1950']);
    await touch('Continue');
    expect(sent()).toEqual([{ kind: 'give-date-of-birth', day: '7', month: '02', year: '1950' }]);
  });

  test('a double tap is one answer, so that shaking hands cost no try; the same answer after another look is a second one', async () => {
    show(dateOfBirth);
    await touch(...'15031950', 'Continue', 'Continue');
    expect(sent()).toHaveLength(1);
    await userEvent.click(field('Day'));
    await touch('Continue');
    expect(sent()).toHaveLength(2);
  });

  test('a key writes into the field that was touched last', async () => {
    show(dateOfBirth);
    await userEvent.click(field('Year'));
    await touch(...'1950');
    expect(fields()).toEqual(['', '', '1950']);
  });

  test('each key of the screen is heard', async () => {
    show(typeNumber);
    await touch('9', '9');
    expect(screen.getByRole('status').textContent).toBe('NHS number: 9 9');
    await touch('Delete', 'Delete');
    expect(screen.getByRole('status').textContent).toBe('NHS number: empty');
  });

  test('somebody without a number is told what to do', async () => {
    show(typeNumber);
    await userEvent.click(screen.getByText('I do not know my NHS number'));
    expect(screen.getByText('Go to reception. They can check you in.')).toBeTruthy();
  });

  test('start: type a number; every other screen: start again', async () => {
    const { next } = show(start);
    await touch('Type your NHS number');
    next(dateOfBirth);
    await touch('Start again');
    expect(sent()).toEqual([{ kind: 'type-number' }, { kind: 'start-again' }]);
  });
});

describe('by keyboard alone', () => {
  test('from the start to the number', async () => {
    const { next } = show(start);
    await userEvent.tab();
    expect(document.activeElement).toBe(button('Type your NHS number'));
    await userEvent.keyboard('{Enter}');
    next(typeNumber);
    await userEvent.tab();
    expect(document.activeElement).toBe(field('NHS number'));
    typeSlowly('9990000018');
    pressKeys(['Enter'], 180);
    expect(sent()).toEqual([{ kind: 'type-number' }, { kind: 'give-number', text: '999 000 0018' }]);
  });

  test('the focus stays in a field until Tab moves it, as people expect of a keyboard', async () => {
    show(dateOfBirth);
    await userEvent.tab();
    for (const part of ['15', '3', '1950']) {
      typeSlowly(part);
      await userEvent.tab();
    }
    expect(fields()).toEqual(['15', '3', '1950']);
  });

  test('every key of the screen can be reached with Tab', async () => {
    show(typeNumber);
    const reached: string[] = [];
    for (let step = 0; step < 20; step += 1) {
      await userEvent.tab();
      reached.push(document.activeElement?.textContent ?? '');
    }
    expect(reached).toEqual(expect.arrayContaining([...'1234567890', 'Delete', 'Continue', 'Start again']));
  });

  test('letters are shown, not swallowed: the person has to see what is wrong', () => {
    show(typeNumber);
    field('NHS number').focus();
    typeSlowly('QQ12 34');
    expect(field('NHS number').value).toBe('QQ12 34');
  });
});

describe('by scanner', () => {
  test.each([
    ['start', start],
    ['type-number', typeNumber],
    ['date-of-birth', dateOfBirth],
  ])('on %s the code is sent once, and nothing else happens', (_name, view) => {
    show(view);
    scanCode('TRN-2026-000187');
    expect(sent()).toEqual([{ kind: 'scan', text: 'TRN-2026-000187' }]);
  });

  test('a scan into the date of birth leaves the day that was typed, and only that', () => {
    show(dateOfBirth);
    field('Day').focus();
    typeSlowly('15');
    scanCode('9990000018');
    expect(fields()).toEqual(['15', '', '']);
    expect(sent()).toEqual([{ kind: 'scan', text: '9990000018' }]);
  });
});

describe('S13: what was typed is forgotten', () => {
  test('when the sitting changes, though the screen is the same', async () => {
    const { next } = show(dateOfBirth);
    await touch(...'1503');
    next({ ...dateOfBirth, sitting: 2 });
    expect(fields()).toEqual(['', '', '']);
  });

  test('but not when the idle question comes and goes', async () => {
    const { next } = show(dateOfBirth);
    await touch(...'1503');
    next({ ...dateOfBirth, stillThere: { secondsLeft: 10 } });
    next({ ...dateOfBirth, stillThere: { secondsLeft: 9 } });
    next(dateOfBirth);
    expect(fields()).toEqual(['15', '03', '']);
  });

  test('and nothing is offered from before: no field remembers', () => {
    show(dateOfBirth);
    for (const form of document.querySelectorAll('form')) expect(form.getAttribute('autocomplete')).toBe('off');
  });
});

describe('are you still there?', () => {
  const asked = { ...dateOfBirth, stillThere: { secondsLeft: 10 } };
  const dialog = () => within(screen.getByRole('dialog', { name: 'Do you need more time?' }));

  test('yes keeps everything; the answer is sent at once', async () => {
    show(asked);
    await userEvent.click(dialog().getByRole('button', { name: 'Yes, I need more time' }));
    expect(act.mock.calls).toEqual([[{ kind: 'still-here' }]]);
  });

  test('no starts again, and does not say yes on the way', async () => {
    show(asked);
    await userEvent.click(dialog().getByRole('button', { name: 'No, start again' }));
    expect(act.mock.calls).toEqual([[{ kind: 'start-again' }]]);
  });

  test('it says how long there is', () => {
    const { next } = show(asked);
    expect(dialog().getByRole('timer').textContent).toContain('10 seconds');
    next({ ...asked, stillThere: { secondsLeft: 1 } });
    expect(dialog().getByRole('timer').textContent).toMatch(/1 second\.$/);
  });

  test('a touch anywhere says that somebody is there, once for many touches', async () => {
    show(start);
    await userEvent.click(screen.getByRole('main'));
    await userEvent.click(screen.getByRole('main'));
    typeSlowly('1');
    expect(act.mock.calls.filter(([{ kind }]) => kind === 'still-here').length).toBeLessThanOrEqual(2);
    expect(act).toHaveBeenCalledWith({ kind: 'still-here' });
  });
});
