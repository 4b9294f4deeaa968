/**
 * Listens for a keyboard-wedge scanner in the whole window, before any field or button sees a key.
 *
 * Keys go into a field as they come, because software for people who cannot type is as fast as a scanner. When Enter
 * proves that it was a code, the fields get back what they held before, and the Enter presses nothing.
 */
import { useEffect, useEffectEvent } from 'react';
import { codeCharactersMax, noBurst, press } from './wedge-scanner.ts';

export function useWedgeScanner(onCode: (code: string) => void): void {
  const codeRead = useEffectEvent(onCode);
  useEffect(() => {
    let burst = noBurst;
    let putFieldsBack = fieldsAsTheyAre();
    function keyPressed(event: KeyboardEvent) {
      const step = press(burst, {
        key: event.key,
        isCommand: event.ctrlKey || event.altKey || event.metaKey,
        isRepeat: event.repeat,
        atMs: event.timeStamp,
      });
      const isFirstKey = step.burst.keys === 1 && step.burst !== burst;
      burst = step.burst;
      if (step.verdict.kind === 'typing') {
        if (isFirstKey) putFieldsBack = fieldsAsTheyAre();
        return;
      }
      const mayLand = step.verdict.kind === 'burst' && burst.keys <= codeCharactersMax;
      if (isTextField(event.target) && (mayLand || step.verdict.kind === 'short')) return;
      event.preventDefault();
      event.stopPropagation();
      if (step.verdict.kind !== 'code') return;
      putFieldsBack();
      codeRead(step.verdict.text);
    }
    window.addEventListener('keydown', keyPressed, { capture: true });
    return () => window.removeEventListener('keydown', keyPressed, { capture: true });
  }, []);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** Remembers every field and the focus; the answer puts them back, through the events that the forms listen to. */
function fieldsAsTheyAre(): () => void {
  const focused = document.activeElement;
  const fields = [...document.querySelectorAll('input')].filter(isTextField);
  const values = fields.map((field) => [field, field.value] as const);
  return () => {
    for (const [field, value] of values) {
      if (field.value === value) continue;
      // React watches the property of the element; the prototype's setter goes past it, so that it notices the change.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (focused instanceof HTMLElement) focused.focus();
  };
}
