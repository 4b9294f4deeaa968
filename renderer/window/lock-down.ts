/**
 * Ways out of a public window that a page can close: menu, dragging, selecting, zooming, printing and every other shortcut.
 *
 * Main closes them too, and the operating system is the real boundary; this is the innermost of three.
 */

const stop = (event: Event) => event.preventDefault();

/** Nothing in a public window needs a shortcut; Shift alone types. */
function stopShortcut(event: KeyboardEvent) {
  const isShortcut =
    event.ctrlKey || event.metaKey || event.altKey || /^(F\d+|ContextMenu|PrintScreen)$/.test(event.key);
  // AltGr types characters on many keyboards, and reports Ctrl and Alt.
  if (isShortcut && !event.getModifierState('AltGraph')) event.preventDefault();
}

function stopZoom(event: WheelEvent) {
  if (event.ctrlKey) event.preventDefault();
}

function stopSelection(event: Event) {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
}

/** For the life of the window. The answer undoes it. */
export function lockDown(target: Window): () => void {
  const closed = new AbortController();
  const options = { capture: true, passive: false, signal: closed.signal };
  for (const kind of ['contextmenu', 'auxclick', 'dragstart', 'dragover', 'drop']) {
    target.addEventListener(kind, stop, options);
  }
  target.addEventListener('selectstart', stopSelection, options);
  target.addEventListener('keydown', stopShortcut, options);
  target.addEventListener('wheel', stopZoom, options);
  return () => closed.abort();
}
