/** What each screen of the patient window says, and to whom. */
import { render, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { PatientView } from '../../../electron/patient-api.ts';
import { PatientApp } from '../../../renderer/patient/patient-app.tsx';
import { patientView, patientViews } from '../patient-views.ts';

const show = (view: PatientView) => render(<PatientApp view={view} act={async () => undefined} />);

describe.each(Object.entries(patientViews))('%s', (name, view) => {
  test('has one main heading, a title and a language, so that a screen reader can say where it is', () => {
    show(view);
    const headings = screen.getAllByRole('heading', { level: 1, hidden: true });
    expect(headings).toHaveLength(1);
    expect(document.title).toContain(headings[0]?.textContent);
    expect(document.querySelector('[lang="en-GB"]')).not.toBeNull();
  });

  test('says where to get help, and has a way back', () => {
    show(view);
    const text = document.body.textContent ?? '';
    expect(text).toMatch(/reception/i);
    if (name === 'start' || name === 'out-of-service') return;
    expect(screen.getAllByRole('button', { name: /^(Start again|Finish)$/, hidden: true })).toHaveLength(1);
  });

  test('carries no style attribute, which the policy of the page forbids', () => {
    show(view);
    expect(document.querySelectorAll('[style]')).toHaveLength(0);
  });
});

test('the focus is on the heading of a new screen, so that it is read out', () => {
  show(patientView({ screen: 'start' }));
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
});

describe('a refused answer is said once more, in words that help', () => {
  test.each([
    ['type-number-refused', 'Check your NHS number. One or more of the numbers is not right.'],
    ['date-of-birth-refused', 'Your date of birth must be a real date. Check the day and the month.'],
    [
      'date-of-birth-no-match',
      'We could not match the details you gave. Check your date of birth. You can try 1 more time.',
    ],
  ])('%s', (name, sentence) => {
    const view = patientViews[name];
    if (view === undefined) throw new Error(`There is no view ${name}.`);
    show(view);
    const alert = screen.getByRole('alert');
    expect(within(alert).getByRole('link').textContent).toBe(sentence);
    expect(document.title).toMatch(/^Error: /);
    expect(document.activeElement?.contains(alert)).toBe(true);
  });
});

describe('checked in', () => {
  test('the ticket number, where to wait and what happens next', () => {
    show(patientView({ screen: 'checked-in', ticketNumber: 7, waitAt: 'Blue seats', isRepeat: false }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('You are checked in');
    expect(screen.getByText('7')).toBeTruthy();
    expect(screen.getByText('Blue seats')).toBeTruthy();
    expect(screen.getByText('We will call your ticket number.')).toBeTruthy();
  });

  test('the second time, that it was done already; the number is the same as on the ticket', () => {
    show(patientView({ screen: 'checked-in', ticketNumber: 1207, waitAt: 'Blue seats', isRepeat: true }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('You are already checked in');
    expect(screen.getByText('1207')).toBeTruthy();
  });
});

describe('see reception', () => {
  const reception = Object.entries(patientViews).filter(([name]) => name.startsWith('see-reception'));

  test.each(reception)('%s: nobody leaves believing that they are checked in', (_name, view) => {
    show(view);
    expect(screen.getByText('You are not checked in yet.')).toBeTruthy();
  });

  test('somebody early hears both times, as people say them', () => {
    const times = { startsAt: '14:05', checkInFrom: '13:00' };
    show(patientView({ screen: 'see-reception', reason: 'too-early', ...times }));
    expect(screen.getByText('Your appointment is at 2:05pm. You can check in from 1pm.')).toBeTruthy();
  });

  test('S2: who could not be matched is told one same thing, which says nothing about anybody', () => {
    const content = { screen: 'see-reception', reason: 'could-not-match', startsAt: null, checkInFrom: null } as const;
    show(patientView(content));
    const main = screen.getByRole('main').textContent ?? '';
    expect(main).not.toMatch(
      /booked|cancel|another|other site|not found|no appointment|date of birth|NHS number|wrong/i,
    );
  });
});

test('out of service: patients know where to go, and site IT reads every problem', () => {
  show(patientView({ screen: 'out-of-service', problems: ['site.odsCode: is missing', 'store.key: is missing'] }));
  expect(screen.getByText('Check in at reception.')).toBeTruthy();
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'site.odsCode: is missing',
    'store.key: is missing',
  ]);
});
