/** What happens when a page breaks: a calm screen for a moment, then the page again, which asks main for the view. */
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

const calmScreenMs = 10_000;

/** For React's `onUncaughtError`, when nothing is left on the page. The error itself is for main's log: it goes to the console. */
export function startAfresh(root: HTMLElement, calmScreen: ReactNode): (error: unknown) => void {
  return (error) => {
    console.error('page broke:', error instanceof Error ? error.name : typeof error);
    const page = document.createElement('div');
    root.after(page);
    createRoot(page).render(<main className="app-page app-main">{calmScreen}</main>);
    window.setTimeout(() => window.location.reload(), calmScreenMs);
  };
}
