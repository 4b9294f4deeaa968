/** The page that component tests run in: as our pages are, and as jsdom is not. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// As in renderer/*.html: without it the NHS.UK components refuse to start.
document.body.classList.add('nhsuk-frontend-supported');

// jsdom knows the element but not how to open it. Real dialogs, with their focus, are met in the end-to-end tests.
HTMLDialogElement.prototype.showModal ??= function showModal() {
  this.open = true;
  this.querySelector<HTMLElement>('button, input')?.focus();
};
HTMLDialogElement.prototype.close ??= function close() {
  this.open = false;
};

// There is no layout here to scroll in.
Element.prototype.scrollIntoView ??= () => undefined;

// However busy the machine is.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);
