/** Asks for the NHS number: one field, grouped 3 3 4 while it is typed, by keys on the screen or on a keyboard. */
import { Button, Details, TextInput } from 'nhsuk-react-components';
import { type ChangeEventHandler, type Ref, useLayoutEffect, useRef, useState } from 'react';
import type { NhsNumberProblem } from '../../clinic/nhs-number.ts';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { useWords } from '../words/use-words.ts';
import { Heading } from './heading.tsx';
import { caretAfterGrouping, grouped } from './nhs-number-field.ts';
import { NumberPad } from './number-pad.tsx';

import { type Act, useAnswer } from './use-answer.ts';

interface TypeNumberProps {
  readonly problem: NhsNumberProblem | null;
  readonly act: Act;
}

const fieldId = 'nhs-number';
/** The contract takes no more. */
const typedCharactersMax = 64;

export function TypeNumber({ problem, act }: TypeNumberProps) {
  const words = useWords();
  const { answers, answer } = useAnswer(act);
  const { typed, setTyped, field, onChange } = useGroupedField();
  const message = problem === null ? undefined : words.typeNumber.problems[problem];

  function change(next: string): string {
    setTyped(grouped(next));
    return words.pad.soFar(words.typeNumber.label, [...next.replaceAll(' ', '')].join(' ') || words.pad.nothingYet);
  }

  return (
    <form
      className="app-ask"
      noValidate
      autoComplete="off"
      onSubmit={(event) => answer(event, typed, { kind: 'give-number', text: typed })}
    >
      {message === undefined ? null : (
        <ProblemSummary title={words.thereIsAProblem} message={message} fieldId={fieldId} times={answers} />
      )}
      <Heading text={words.typeNumber.heading} hasProblem={message !== undefined} />
      <div className="app-ask__question">
        <NumberField ref={field} message={message} typed={typed} onChange={onChange} />
      </div>
      <NumberPad
        onDigit={(digit) => change(`${typed}${digit}`.slice(0, typedCharactersMax))}
        onDelete={() => change(typed.trimEnd().slice(0, -1))}
      />
      <div className="app-ask__actions">
        <Button type="submit" className="app-button--wide">
          {words.continue}
        </Button>
        <NotKnown />
      </div>
    </form>
  );
}

interface NumberFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly message: string | undefined;
  readonly typed: string;
  readonly onChange: ChangeEventHandler<HTMLInputElement>;
}

function NumberField({ ref, message, typed, onChange }: NumberFieldProps) {
  const { typeNumber } = useWords();
  return (
    <TextInput
      ref={ref}
      id={fieldId}
      label={typeNumber.label}
      labelProps={{ className: 'nhsuk-u-visually-hidden' }}
      hint={typeNumber.hint}
      {...(message === undefined ? {} : { error: message })}
      className="app-field app-field--nhs-number app-field--active"
      inputMode="numeric"
      spellCheck={false}
      maxLength={typedCharactersMax}
      value={typed}
      onChange={onChange}
    />
  );
}

function NotKnown() {
  const { typeNumber } = useWords();
  return (
    <Details>
      <Details.Summary>{typeNumber.notKnown}</Details.Summary>
      <Details.Text>
        {typeNumber.notKnownThen.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </Details.Text>
    </Details>
  );
}

/** Keeps the caret behind the digit where it was when the spaces move. */
function useGroupedField() {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  function onChange({ target }: { target: HTMLInputElement }) {
    caret.current = caretAfterGrouping(target.value, target.selectionStart ?? target.value.length);
    setTyped(grouped(target.value));
  }
  return { typed, setTyped, field, onChange };
}
