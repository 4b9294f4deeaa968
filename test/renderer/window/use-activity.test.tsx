/** Somebody is there: said soon, and not with every key. */
import { act, render } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useActivity } from '../../../renderer/window/use-activity.ts';

const told = vi.fn();

function Page() {
  useActivity(told, 5_000);
  return null;
}

function touchAt(atMs: number) {
  const event = new Event('pointerdown', { bubbles: true });
  Object.defineProperty(event, 'timeStamp', { value: atMs });
  act(() => void document.body.dispatchEvent(event));
}

test('the first touch is told at once, the next ones every five seconds, and nothing by itself', () => {
  render(<Page />);
  expect(told).toHaveBeenCalledTimes(0);
  for (const atMs of [100, 200, 5_000, 5_099]) touchAt(atMs);
  expect(told).toHaveBeenCalledTimes(1);
  touchAt(5_100);
  expect(told).toHaveBeenCalledTimes(2);
});
