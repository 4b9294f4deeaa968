/** The page "If the booking system is away": what it says, and what it sends. */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { OutageTold, OutageView, StaffAction } from '../../../electron/staff-api.ts';
import { StaffApp } from '../../../renderer/staff/staff-app.tsx';
import { scanCode } from '../keys.ts';
import { outage, outageViews, staffView, troubledStatus } from '../staff-views.ts';

const act = vi.fn(async (_action: StaffAction) => undefined);
const sent = () => act.mock.calls.map(([action]) => action).filter(({ kind }) => kind !== 'still-here');
const getPicture = async () => ({ ok: false, problem: 'not-drawable' }) as const;
const button = (name: string | RegExp) => screen.getByRole('button', { name });

function show(over: Partial<OutageView> = {}) {
  const page = (shown: Partial<OutageView>) => {
    const content = { screen: 'outage', outage: { ...outage, ...shown } } as const;
    return <StaffApp view={staffView(content, { status: troubledStatus })} act={act} getPicture={getPicture} />;
  };
  const { rerender } = render(page(over));
  /** Main answers with this; null: it is at work. */
  return { answer: (told: OutageTold | null) => rerender(page({ ...over, told })) };
}

beforeEach(() => void act.mockReset());

test('it is one touch away from every screen of somebody who is signed in', async () => {
  render(<StaffApp view={staffView({ screen: 'day-list', rows: [] })} act={act} getPicture={getPicture} />);
  await userEvent.click(button('Outage'));
  expect(sent()).toEqual([{ kind: 'open-outage' }]);
});

test('it says in words how the list is, where the downtime pack is and how old', () => {
  show();
  expect(screen.getByText(/Today's list is here, as it was at 09:29/)).toBeTruthy();
  expect(screen.getByText('It has 240 bookings.')).toBeTruthy();
  expect(screen.getByText('/mnt/downtime/kiosk-1')).toBeTruthy();
  expect(screen.getByText('Last written at 09:15, with the list as it was at 09:14.')).toBeTruthy();
});

test('what is not set up says who can set it up, and offers no button for it', () => {
  render(<StaffApp view={outageViews['outage-not-set-up']} act={act} getPicture={getPicture} />);
  expect(screen.getByText(/There is no list of today, and yesterday's is never used/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Print the list' })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Load/ })).toBeNull();
  expect(screen.getByText(/This kiosk writes no downtime pack/)).toBeTruthy();
});

test('printing sends nothing but the wish, and says what came of it', async () => {
  const { answer } = show();
  await userEvent.click(button('Print the list'));
  expect(sent()).toEqual([{ kind: 'print-day-list' }]);
  answer({ kind: 'list-not-printed', because: 'unreachable' });
  expect(screen.getByText(/The office printer cannot be reached, and nothing was printed/)).toBeTruthy();
});

describe('loading a list', () => {
  const unsigned = 'day-list-riverside-2026-11-24.daylist';

  test('that the site signed asks once more, and for nobody else', async () => {
    show();
    await userEvent.click(button('Load riverside-today.json'));
    expect(screen.queryByLabelText("Second person's PIN")).toBeNull();
    await userEvent.click(button('Load this list'));
    expect(sent()).toEqual([{ kind: 'import-list', file: 'riverside-today.json', second: null, agreedCount: null }]);
  });

  test('that nobody signed needs badge and PIN of a second person; a scan fills the badge, and the PIN is not kept', async () => {
    const { answer } = show();
    await userEvent.click(button(`Load ${unsigned}`));
    expect(screen.getByText(/A second person must confirm it with badge and PIN, and not Robin Fennel/)).toBeTruthy();
    await userEvent.click(button('Load this list'));
    expect(screen.getAllByText("Scan the second person's badge, or type its number")).toHaveLength(2);
    scanCode('BADGE-0002');
    await userEvent.type(screen.getByLabelText("Second person's PIN"), '314159');
    await userEvent.click(button('Load this list'));
    const second = { badge: 'BADGE-0002', pin: '314159' };
    expect(sent()).toEqual([{ kind: 'import-list', file: unsigned, second, agreedCount: null }]);
    answer({ kind: 'second-refused', because: 'same-person' });
    const question = screen.getByRole('dialog');
    expect(within(question).getAllByText(/That is your own badge, or another one in your name/).length).toBeGreaterThan(
      0,
    );
    expect(screen.getByLabelText<HTMLInputElement>("Second person's PIN").value).toBe('');
  });

  test('that was refused is tried again in the same question: it stays open with the badge until main has answered', async () => {
    const { answer } = show();
    await userEvent.click(button(`Load ${unsigned}`));
    scanCode('BADGE-0002');
    for (const pin of ['000111', '314159']) {
      const { promise: atWork, resolve: answered } = Promise.withResolvers<undefined>();
      act.mockImplementation(async ({ kind }) => (kind === 'import-list' ? atWork : undefined));
      await userEvent.type(screen.getByLabelText("Second person's PIN"), pin);
      await userEvent.click(button('Load this list'));
      answer(null);
      expect(screen.getByLabelText<HTMLInputElement>("Second person's badge").value).toBe('BADGE-0002');
      answer({ kind: 'second-refused', because: 'not-recognised' });
      answered(undefined);
      await atWork;
    }
    expect(sent()).toHaveLength(2);
  });

  test('that is loaded closes the question, and says how many and how old', async () => {
    const { answer } = show();
    await userEvent.click(button('Load riverside-today.json'));
    await userEvent.click(button('Load this list'));
    answer({ kind: 'list-loaded', bookings: 240, kept: 2, setAside: 1, asOf: '06:30' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(
      screen.getByText(/The list is loaded: 240 bookings, as it was at 06:30. 2 bookings of the list before/),
    ).toBeTruthy();
  });

  test('that is far shorter is loaded only when it is asked for again, with the number that is agreed to', async () => {
    show({
      told: { kind: 'list-refused', file: 'riverside-today.json', because: { kind: 'held', before: 240, found: 61 } },
    });
    expect(screen.getByText(/The file has only 61 bookings, and the list in use has 240/)).toBeTruthy();
    await userEvent.click(button('Load riverside-today.json'));
    expect(screen.getByText(/Load it only if you both know why/)).toBeTruthy();
    await userEvent.click(button('Load this list'));
    expect(sent()).toMatchObject([{ kind: 'import-list', agreedCount: 61 }]);
  });

  test('can be left, and looking again asks main', async () => {
    show();
    await userEvent.click(button('Load riverside-today.json'));
    await userEvent.click(button('Cancel'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await userEvent.click(button('Look again'));
    expect(sent()).toEqual([{ kind: 'look-for-files' }]);
  });
});
