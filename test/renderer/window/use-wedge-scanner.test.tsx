/** What a scan does to the page: nothing, but for the one code that comes out. */
import { render, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { useWedgeScanner } from '../../../renderer/window/use-wedge-scanner.ts';
import { unreadableCode } from '../../../renderer/window/wedge-scanner.ts';
import { pressKeys, scanCode, typeSlowly } from '../keys.ts';

const scanned = vi.fn<(code: string) => void>();
const pressed = vi.fn();
const submitted = vi.fn();

function Page() {
  const [text, setText] = useState('');
  useWedgeScanner(scanned);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submitted();
      }}
    >
      <input aria-label="Field" value={text} onChange={(event) => setText(event.target.value)} />
      <button type="button" onClick={pressed}>
        Start again
      </button>
    </form>
  );
}

function open() {
  scanned.mockClear();
  pressed.mockClear();
  submitted.mockClear();
  render(<Page />);
  return {
    field: screen.getByRole<HTMLInputElement>('textbox', { name: 'Field' }),
    button: screen.getByRole('button', { name: 'Start again' }),
  };
}

test('a scan while nothing has the focus is one code', () => {
  open();
  scanCode('TRN-2026-000187');
  expect(scanned.mock.calls).toEqual([['TRN-2026-000187']]);
});

test('a scan while a field has the focus leaves the field as it was, and sends no form', () => {
  const { field } = open();
  field.focus();
  typeSlowly('999');
  scanCode('TRN-2026-000187');
  expect(scanned.mock.calls).toEqual([['TRN-2026-000187']]);
  expect(field.value).toBe('999');
  expect(submitted).not.toHaveBeenCalled();
});

test('a scan while a button has the focus does not press it', () => {
  const { button } = open();
  button.focus();
  scanCode('TRN 2026 000187');
  scanCode('12');
  expect(scanned.mock.calls).toEqual([['TRN 2026 000187']]);
  expect(pressed).not.toHaveBeenCalled();
});

test('typing goes into the field, and Enter sends it', () => {
  const { field } = open();
  field.focus();
  typeSlowly('9990000018');
  pressKeys(['Enter'], 180);
  expect(field.value).toBe('9990000018');
  expect(submitted).toHaveBeenCalledTimes(1);
  expect(scanned).not.toHaveBeenCalled();
});

test('software that types fast, for people who cannot, fills the field', () => {
  const { field } = open();
  field.focus();
  pressKeys([...'9990000018'], 1);
  pressKeys(['Enter'], 400);
  expect(field.value).toBe('9990000018');
  expect(submitted).toHaveBeenCalledTimes(1);
});

test('a burst of 10 kB is one unreadable code, and the field does not grow with it', () => {
  const { field } = open();
  field.focus();
  const changes = vi.fn();
  field.addEventListener('input', changes);
  scanCode('x'.repeat(10_000));
  expect(scanned.mock.calls).toEqual([[unreadableCode]]);
  expect(field.value).toBe('');
  expect(changes.mock.calls.length).toBeLessThan(100);
});

test('a second code right behind the first presses nothing', () => {
  const { button } = open();
  button.focus();
  pressKeys([...'ABC123', 'Enter', ...'DEF456', 'Enter', 'Enter'], 4);
  expect(scanned.mock.calls).toEqual([['ABC123']]);
  expect(pressed).not.toHaveBeenCalled();
});
