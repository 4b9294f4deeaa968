/**
 * The keys of a kiosk without a keyboard: 1 to 9, 0 and delete, big enough for any finger.
 *
 * A touch leaves the focus in the field; Tab reaches each key too. What the field holds after a key is said aloud.
 */
import { useState } from 'react';
import { useWords } from '../words/use-words.ts';

interface NumberPadProps {
  /** Answers what the field holds now, for the ear. */
  readonly onDigit: (digit: string) => string;
  readonly onDelete: () => string;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

export function NumberPad({ onDigit, onDelete }: NumberPadProps) {
  const words = useWords();
  const [heard, setHeard] = useState('');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are keys
    <div className="app-pad" role="group" aria-label={words.pad.name}>
      {digits.map((digit) => (
        <button
          key={digit}
          type="button"
          className={digit === '0' ? 'app-pad__key app-pad__key--0' : 'app-pad__key'}
          onMouseDown={keepFocus}
          onClick={() => setHeard(onDigit(digit))}
        >
          {digit}
        </button>
      ))}
      <button
        type="button"
        className="app-pad__key app-pad__key--delete"
        onMouseDown={keepFocus}
        onClick={() => setHeard(onDelete())}
      >
        {words.pad.delete}
      </button>
      <p className="nhsuk-u-visually-hidden" role="status">
        {heard}
      </p>
    </div>
  );
}

function keepFocus(event: { preventDefault(): void }) {
  event.preventDefault();
}
