/** The order in which the views of a window came to be is known to its page, by whichever way they come. */
import { expect, test } from 'vitest';
import { numberedViews } from '../../electron/windows/numbered-views.ts';

interface Shown {
  readonly screen: string;
}

/** A desk of a few lines: what is done there is pushed, and is the answer too. */
function desk() {
  const listeners = new Set<(view: Shown) => void>();
  let shown: Shown = { screen: 'start' };
  function show(screen: string): Shown {
    shown = { screen };
    for (const listener of listeners) listener(shown);
    return shown;
  }
  return {
    show,
    source: {
      view: async () => ({ ...shown }),
      act: async (screen: string) => show(screen),
      onView(listener: (view: Shown) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

test('what is pushed and answered has one number, and what is made later a greater one', async () => {
  const { show, source } = desk();
  const window = numberedViews<Shown, string>(source);
  const pushed: unknown[] = [];
  window.onView((view) => pushed.push(view));
  expect(await window.view()).toEqual({ number: 1, view: { screen: 'start' } });
  const answer = await window.act('day-list');
  show('tasks');
  expect(pushed).toEqual([answer, { number: 3, view: { screen: 'tasks' } }]);
  expect(answer.number).toBe(2);
});

test('an answer that leaves after the next push keeps its own place', async () => {
  const { show, source } = desk();
  const window = numberedViews<Shown, string>(source);
  const pushed: number[] = [];
  window.onView(({ number }) => pushed.push(number));
  const answer = window.act('day-list');
  show('tasks');
  expect((await answer).number).toBe(1);
  expect(pushed).toEqual([1, 2]);
});

test('whoever listens no longer is shown nothing more', () => {
  const { show, source } = desk();
  const window = numberedViews<Shown, string>(source);
  const pushed: unknown[] = [];
  const stop = window.onView((view) => pushed.push(view));
  stop();
  show('tasks');
  expect(pushed).toEqual([]);
});
