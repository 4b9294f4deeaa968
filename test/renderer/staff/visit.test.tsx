/** One visit: its labels and their pictures, printing again, checking in at reception. */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type {
  PaperActProblem,
  StaffAction,
  StaffBridge,
  StaffNotice,
  VisitDetail,
} from '../../../electron/staff-api.ts';
import { StaffApp } from '../../../renderer/staff/staff-app.tsx';
import { scanCode } from '../keys.ts';
import {
  quietStatus,
  scanTasks,
  staffView,
  visit,
  visitNotYetHere,
  visitsWithoutCheckIn,
  visitVoid,
} from '../staff-views.ts';

const act = vi.fn(async (_action: StaffAction) => undefined);
const sent = () => act.mock.calls.map(([action]) => action).filter(({ kind }) => kind !== 'still-here');
const png = 'data:image/png;base64,AAAA';

const getPicture: StaffBridge['picture'] = (paperId) => {
  if (paperId.includes('slow')) return new Promise(() => undefined);
  return Promise.resolve(
    paperId.includes('broken') ? { ok: false, problem: 'not-drawable' } : { ok: true, value: png },
  );
};

function show(shown: VisitDetail, problem: PaperActProblem | null = null, notice: StaffNotice | null = null) {
  render(
    <StaffApp view={staffView({ screen: 'visit', visit: shown, problem, notice })} act={act} getPicture={getPicture} />,
  );
}

const button = (name: string) => screen.getByRole('button', { name });
const papers = () => within(screen.getByRole('region', { name: 'Labels and ticket' }));

beforeEach(() => void act.mockClear());

test('the patient stands at the top: name, date of birth, NHS number, always in this order', () => {
  show(visit);
  const facts = screen.getAllByRole('definition').map(({ textContent }) => textContent);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('THISTLEDOWN, Marigold');
  expect(facts).toEqual(['18-Jan-1950', '999 000 0018', '09:40', '09:32', '7', 'K7']);
  expect(screen.getByText(/similar name or the same date of birth/)).toBeTruthy();
});

describe('labels', () => {
  test('each one has its picture, or says that there is none yet, or that there cannot be one', async () => {
    show(visit);
    const picture = await screen.findByRole('img', { name: 'Picture of Label 1 of 3' });
    expect(picture.getAttribute('src')).toBe(png);
    expect(papers().getAllByText('Picture is being made')).toHaveLength(1);
    expect(papers().getAllByText('No picture can be made')).toHaveLength(1);
  });

  test('each one says what became of it, and a new copy says REPRINT as its paper does', () => {
    show(visit);
    expect(
      papers()
        .getAllByRole('heading', { level: 3 })
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Header label Printed',
      'Label 1 of 3 Printed',
      'Label 2 of 3, REPRINT 1 May have printed: look',
      'Label 3 of 3 Not printed: see the task',
      'Queue ticket Sent: not confirmed',
      'Label 2 of 3 Void',
    ]);
  });

  test('S7: transfusion tubes are listed as labelled by hand', () => {
    show(visit);
    expect(screen.getByText(/Transfusion: label by hand at the chair/)).toBeTruthy();
  });
});

describe('S9: a label is printed again only with a reason', () => {
  const dialog = () => within(screen.getByRole('dialog', { name: 'Reprint: Label 1 of 3' }));

  test('only what main allows can be printed again', () => {
    show(visit);
    expect(
      papers()
        .getAllByRole('button')
        .map((one) => one.getAttribute('aria-label')),
    ).toEqual([
      null,
      'Reprint Header label',
      'Mark as spoiled: Header label',
      'Reprint Label 1 of 3',
      'Mark as spoiled: Label 1 of 3',
      'Reprint Label 3 of 3',
      'Reprint Queue ticket',
    ]);
  });

  test('without a reason nothing is printed', async () => {
    show(visit);
    await userEvent.click(button('Reprint Label 1 of 3'));
    await userEvent.click(dialog().getByRole('button', { name: 'Print it again' }));
    expect(dialog().getByRole('alert').textContent).toContain('Choose why it is printed again');
    expect(sent()).toEqual([]);
  });

  test('with a reason it is, once, and the question closes', async () => {
    show(visit);
    await userEvent.click(button('Reprint Label 1 of 3'));
    await userEvent.click(dialog().getByRole('radio', { name: 'It is damaged or cannot be read' }));
    await userEvent.click(dialog().getByRole('button', { name: 'Print it again' }));
    expect(sent()).toEqual([{ kind: 'reprint', paperId: 'paper-2', reason: 'damaged' }]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('cancel prints nothing', async () => {
    show(visit);
    await userEvent.click(button('Reprint Label 1 of 3'));
    await userEvent.click(dialog().getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(sent()).toEqual([]);
  });
});

describe('a set of labels', () => {
  const dialog = () => within(screen.getByRole('dialog'));

  test('says how many may be used', () => {
    show(visit);
    expect(papers().getByText('3 labels (1 not confirmed, 1 not printed), 1 void')).toBeTruthy();
  });

  test('is voided only with a reason', async () => {
    show(visit);
    await userEvent.click(button('Void the set'));
    expect(dialog().getByText(/1 label will not be printed/)).toBeTruthy();
    await userEvent.click(dialog().getByRole('button', { name: 'Void the set' }));
    expect(dialog().getByRole('alert').textContent).toContain('Choose why the set is void');
    expect(sent()).toEqual([]);
    await userEvent.click(dialog().getByRole('radio', { name: 'The patient left' }));
    await userEvent.click(dialog().getByRole('button', { name: 'Void the set' }));
    expect(sent()).toEqual([{ kind: 'void-set', bookingId: 'booking-7', reason: 'patient-left' }]);
  });

  test('a label with which its printer stopped is waited for no longer when staff say so', async () => {
    const [first, ...others] = visit.papers;
    if (first === undefined) throw new Error('the visit has papers');
    const stopped = { ...first, state: 'sending', life: 'may-be-live', mayStopWaiting: true } as const;
    show({ ...visit, voidSet: 'being-printed', papers: [stopped, ...others] });
    expect(papers().getByText(/^A printer stopped with a label of this set/)).toBeTruthy();
    expect(papers().getByText(/look in its tray yourself/)).toBeTruthy();
    await userEvent.click(papers().getByRole('button', { name: 'Do not wait for Header label' }));
    expect(sent()).toEqual([{ kind: 'stop-waiting', paperId: first.paperId }]);
  });

  test('while a label of it is being printed, staff are told to wait before they void it', () => {
    show({ ...visit, voidSet: 'being-printed' }, 'being-printed');
    expect(papers().getByText(/is being printed\. Wait until it is out/)).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('Nothing was voided');
  });

  test('that is void says what to destroy, shows no picture to be taken for a label, and is printed again whole', async () => {
    show(visitVoid, null, { kind: 'destroy', labels: 3, perhaps: 0, withHeader: true });
    expect(screen.getByText('Put 3 labels in the confidential waste. The header label is one of them.')).toBeTruthy();
    expect(papers().queryByRole('img', { name: /Label/ })).toBeNull();
    expect(papers().getAllByText(/^Do not use it/)).toHaveLength(3);
    expect(screen.queryByRole('button', { name: 'Void the set' })).toBeNull();
    await userEvent.click(button('Reprint the set'));
    await userEvent.click(dialog().getByRole('radio', { name: /needed after all/ }));
    await userEvent.click(dialog().getByRole('button', { name: 'Print the set again' }));
    expect(sent()).toEqual([{ kind: 'reprint-set', bookingId: 'booking-7', reason: 'needed-after-all' }]);
  });

  test('a label that came out unusable is spoiled with a reason', async () => {
    show(visit);
    await userEvent.click(button('Mark as spoiled: Label 1 of 3'));
    await userEvent.click(dialog().getByRole('radio', { name: 'It is faint or smeared' }));
    await userEvent.click(dialog().getByRole('button', { name: 'It is spoiled' }));
    expect(sent()).toEqual([{ kind: 'spoil', paperId: 'paper-2', reason: 'not-readable' }]);
  });

  test('the question before a ticket is printed again says that the first stays good', async () => {
    show(visit);
    await userEvent.click(button('Reprint Queue ticket'));
    expect(dialog().getByText(/says DUPLICATE\. The one before stays good/)).toBeTruthy();
  });

  test('only sent is confirmed by a scan on this page, too, and not while a question is open', async () => {
    show({ ...visit, tasks: scanTasks.slice(0, 1) });
    await userEvent.click(button('Void the set'));
    scanCode('TR26-000187');
    expect(sent()).toEqual([]);
    await userEvent.click(dialog().getByRole('button', { name: 'Cancel' }));
    scanCode('TR26-000187');
    expect(sent()).toEqual([{ kind: 'scan-label', taskId: 'task-7', code: 'TR26-000187' }]);
  });
});

describe('S1: at reception, too, the date of birth comes before the check-in', () => {
  test('somebody who has not confirmed it cannot check the patient in', async () => {
    show(visitNotYetHere);
    await userEvent.click(button('Check in at reception'));
    await userEvent.click(button('Check in'));
    expect(sent()).toEqual([]);
    await userEvent.click(screen.getByRole('checkbox', { name: /I have confirmed name and date of birth/ }));
    await userEvent.click(button('Check in'));
    expect(sent()).toEqual([{ kind: 'check-in', bookingId: 'booking-7' }]);
  });

  test('what was confirmed of one patient is not taken for another to whom the booking is given meanwhile', async () => {
    const page = (name: string) => {
      const row = { ...visitNotYetHere.row, name };
      const content = { screen: 'visit', visit: { ...visitNotYetHere, row }, problem: null, notice: null } as const;
      return <StaffApp view={staffView(content)} act={act} getPicture={getPicture} />;
    };
    const { rerender } = render(page('QUILLFEATHER, Jonathan'));
    await userEvent.click(button('Check in at reception'));
    await userEvent.click(screen.getByRole('checkbox', { name: /I have confirmed name and date of birth/ }));
    rerender(page('QUILLFEATHER, Jo'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await userEvent.click(button('Check in at reception'));
    await userEvent.click(button('Check in'));
    expect(sent()).toEqual([]);
  });

  test('after the clinic has closed it is said first, before anybody is asked', async () => {
    const closed = { ...quietStatus, hours: { closesAt: '18:00', isClosed: true } };
    const content = { screen: 'visit', visit: visitNotYetHere, problem: null, notice: null } as const;
    render(<StaffApp view={staffView(content, { status: closed })} act={act} getPicture={getPicture} />);
    await userEvent.click(button('Check in at reception'));
    const asked = screen.getByRole('dialog').textContent ?? '';
    const [said, question] = ['The clinic is closed for today.', 'Ask the patient to say'].map((words) =>
      asked.indexOf(words),
    );
    expect(said).toBeGreaterThan(0);
    expect(question).toBeGreaterThan(said ?? 0);
  });

  test('while it is open, nothing of closing is said', async () => {
    show(visitNotYetHere);
    await userEvent.click(button('Check in at reception'));
    expect(screen.queryByText(/The clinic is closed/)).toBeNull();
  });

  test('a patient who is here already is not offered it', () => {
    show(visit);
    expect(screen.queryByRole('button', { name: 'Check in at reception' })).toBeNull();
    expect(screen.queryByText(/cannot be checked in/)).toBeNull();
  });

  test('S4: whoever is here by another ticket is not checked in again unread: which ticket is said before the button', () => {
    show({ ...visitNotYetHere, hereAsTicket: 7 });
    const said = screen.getByText(/checked in already, as ticket 7, with a booking that the booking system gave/);
    const order = said.compareDocumentPosition(button('Check in at reception'));
    expect(order & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  test.each(visitsWithoutCheckIn)('nor is anybody when it is not possible ($checkIn), and why is said', (shown) => {
    show(shown);
    expect(screen.queryByRole('button', { name: 'Check in at reception' })).toBeNull();
    expect(screen.getAllByText(/cannot be checked in/)).toHaveLength(1);
  });
});

test('what could not be done is said, and where to look', () => {
  show(visit, 'not-possible-now');
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('That could not be done.');
  expect(document.activeElement?.contains(alert)).toBe(true);
});

test('back leads to the list', async () => {
  show(visit);
  await userEvent.click(button("Back to today's list"));
  expect(sent()).toEqual([{ kind: 'open-day-list' }]);
});
