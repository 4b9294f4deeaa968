/** One view, pushed by main; actions that main refuses change nothing. */
import { act, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useView } from '../../../renderer/window/use-view.ts';

interface Counted {
  readonly number: number;
  readonly view: number;
}

/** A main of a few lines: counts up, refuses `stop`, and pushes when it is told to. Each count is a view. */
function counter() {
  let count = 0;
  const listeners = new Set<(shown: Counted) => void>();
  const counted = (view: number): Counted => ({ number: view, view });
  return {
    listeners,
    push(view: number) {
      count = view;
      for (const listener of listeners) listener(counted(view));
    },
    bridge: {
      view: async () => counted(count),
      async act(action: string) {
        if (action === 'stop') throw new Error('not an action');
        count += 1;
        return counted(count);
      },
      onView(listener: (shown: Counted) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

function Page({ bridge }: { bridge: ReturnType<typeof counter>['bridge'] }) {
  const { view, refusals, act } = useView<number, string>(bridge);
  return (
    <>
      <output>{view === null ? 'nothing yet' : view}</output>
      <meter value={refusals} />
      <button type="button" onClick={() => void act('go')}>
        go
      </button>
      <button type="button" onClick={() => void act('stop')}>
        stop
      </button>
    </>
  );
}

const shown = () => screen.getByRole('status').textContent;
const click = (name: string) => act(async () => screen.getByRole('button', { name }).click());

test('shows the first view, then what an action answers, then what main pushes', async () => {
  const main = counter();
  render(<Page bridge={main.bridge} />);
  expect(shown()).toBe('nothing yet');
  expect(await screen.findByText('0')).toBeTruthy();
  await click('go');
  expect(shown()).toBe('1');
  act(() => main.push(7));
  expect(shown()).toBe('7');
});

test('an answer that comes after a newer push is not shown: nothing goes back to what is over', async () => {
  const main = counter();
  const { promise: onItsWay, resolve: arrives } = Promise.withResolvers<Counted>();
  render(<Page bridge={{ ...main.bridge, act: () => onItsWay }} />);
  await screen.findByText('0');
  await click('go');
  act(() => main.push(2));
  await act(async () => arrives({ number: 1, view: 1 }));
  expect(shown()).toBe('2');
});

test('a push that comes after a newer answer is not shown', async () => {
  const main = counter();
  render(<Page bridge={main.bridge} />);
  await screen.findByText('0');
  await click('go');
  await click('go');
  act(() => main.push(1));
  expect(shown()).toBe('2');
});

const refused = () => screen.getByRole('meter').getAttribute('value');

test('how often main could not do what was asked is known, until it did', async () => {
  const main = counter();
  render(<Page bridge={main.bridge} />);
  await screen.findByText('0');
  for (const times of ['1', '2']) {
    await click('stop');
    expect(refused()).toBe(times);
  }
  await click('go');
  expect(refused()).toBe('0');
});

test('an action that main refuses leaves the window as main has it', async () => {
  const main = counter();
  render(<Page bridge={main.bridge} />);
  await screen.findByText('0');
  await click('stop');
  expect(shown()).toBe('0');
});

test('a page that is gone listens no longer', async () => {
  const main = counter();
  const page = render(<Page bridge={main.bridge} />);
  await screen.findByText('0');
  page.unmount();
  expect(main.listeners.size).toBe(0);
});
