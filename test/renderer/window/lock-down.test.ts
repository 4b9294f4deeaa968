/**
 * @vitest-environment jsdom
 *
 * The ways out of a public window that the page closes.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDown } from '../../../renderer/window/lock-down.ts';

let unlock = () => {};
beforeEach(() => {
  document.body.innerHTML = '<p>Words</p><input>';
  unlock = lockDown(window);
});
afterEach(() => unlock());

function isStopped(event: Event, target: Element | null = document.querySelector('p')): boolean {
  target?.dispatchEvent(event);
  return event.defaultPrevented;
}

const options = { bubbles: true, cancelable: true };
const key = (init: KeyboardEventInit) => new KeyboardEvent('keydown', { ...options, ...init });

describe('closed', () => {
  test.each([
    ['the menu, also by a long press', new Event('contextmenu', options)],
    ['dragging words out', new Event('dragstart', options)],
    ['dragging a file in', new Event('dragover', options)],
    ['dropping a link', new Event('drop', options)],
    ['the middle button', new Event('auxclick', options)],
    ['selecting words', new Event('selectstart', options)],
    ['zooming with the wheel', new WheelEvent('wheel', { ...options, ctrlKey: true })],
    ['printing', key({ key: 'p', ctrlKey: true })],
    ['printing on a Mac', key({ key: 'p', metaKey: true })],
    ['zooming with keys', key({ key: '+', ctrlKey: true })],
    ['reloading', key({ key: 'r', ctrlKey: true })],
    ['reloading with F5', key({ key: 'F5' })],
    ['developer tools', key({ key: 'F12' })],
    ['going back', key({ key: 'ArrowLeft', altKey: true })],
    ['the menu key', key({ key: 'ContextMenu' })],
  ])('%s', (_name, event) => {
    expect(isStopped(event)).toBe(true);
  });
});

describe('open, because people need it', () => {
  test.each([
    ['typing', key({ key: '1' })],
    ['capital letters', key({ key: 'A', shiftKey: true })],
    ['Tab', key({ key: 'Tab' })],
    ['Shift and Tab', key({ key: 'Tab', shiftKey: true })],
    ['Enter', key({ key: 'Enter' })],
    ['signs with AltGr', key({ key: '@', ctrlKey: true, altKey: true, modifierAltGraph: true })],
    ['scrolling', new WheelEvent('wheel', options)],
  ])('%s', (_name, event) => {
    expect(isStopped(event)).toBe(false);
  });

  test('selecting what one typed', () => {
    expect(isStopped(new Event('selectstart', options), document.querySelector('input'))).toBe(false);
  });
});
