/** What else is done while the booking system is away, each with a screen of its own: the way to those screens. */
import { notSentWords, walkInWords } from '../words/walk-in-words.ts';
import type { Act } from './staff-act.ts';

export function OutageLinks({ act }: { readonly act: Act }) {
  return (
    <ul className="nhsuk-list">
      <li>
        <button type="button" className="app-link" onClick={() => void act({ kind: 'open-walk-in' })}>
          {walkInWords.link}
        </button>
      </li>
      <li>
        <button type="button" className="app-link" onClick={() => void act({ kind: 'open-not-sent' })}>
          {notSentWords.link}
        </button>
      </li>
    </ul>
  );
}
