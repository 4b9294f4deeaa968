/** Key events with a pace, as a keyboard or a scanner sends them: tests say when each key came, and never wait. */
import { act } from '@testing-library/react';

let clockMs = 1_000_000;

function keyEvent(key: string, target: Element): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: clockMs });
  act(() => void target.dispatchEvent(event));
  return event;
}

/** What a browser does with a key that nobody stopped: letters go into the field, Enter presses or submits. */
function browserWould(event: KeyboardEvent, target: Element): void {
  if (event.defaultPrevented) return;
  act(() => {
    if (target instanceof HTMLInputElement && event.key.length === 1) insert(target, event.key);
    else if (event.key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit();
    else if (event.key === 'Enter' && target instanceof HTMLButtonElement) target.click();
  });
}

function insert(field: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, field.value + text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Keys go to whatever has the focus then, as real ones do. */
export function pressKeys(keys: readonly string[], gapMs: number): void {
  clockMs += 10_000;
  for (const key of keys) {
    clockMs += gapMs;
    const target = document.activeElement ?? document.body;
    browserWould(keyEvent(key, target), target);
  }
}

export const scanCode = (code: string) => pressKeys([...code, 'Enter'], 4);
export const typeSlowly = (text: string) => pressKeys([...text], 180);
