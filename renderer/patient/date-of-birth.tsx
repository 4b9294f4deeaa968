/** Asks for the date of birth, in three fields, as the NHS design system asks for dates. It never says whether anybody was found. */
import { Button, DateInput } from 'nhsuk-react-components';
import { useState } from 'react';
import type { DateOfBirthProblem } from '../../clinic/date-of-birth.ts';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { useWords } from '../words/use-words.ts';
import { type DateEntry, type DatePartName, datePartNames, noDate, withDigit, withoutLastDigit } from './date-parts.ts';
import { Heading, headingId } from './heading.tsx';
import { NumberPad } from './number-pad.tsx';

import { type Act, useAnswer } from './use-answer.ts';

interface DateOfBirthProps {
  readonly problem: DateOfBirthProblem | 'no-match' | null;
  readonly triesLeft: number;
  readonly act: Act;
}

const fieldId = 'date-of-birth';
const typedCharactersMax = 64;
const fields = { day: DateInput.Day, month: DateInput.Month, year: DateInput.Year } as const;

export function DateOfBirth({ problem, triesLeft, act }: DateOfBirthProps) {
  const words = useWords();
  const { answers, answer } = useAnswer(act);
  const { entry, setEntry, change } = useDateEntry();
  const message = useMessage(problem, triesLeft);
  const toMend = datePartNames.find((name) => entry.parts[name] === '') ?? 'day';

  return (
    <form
      className="app-ask"
      noValidate
      autoComplete="off"
      onSubmit={(event) => answer(event, entry, { kind: 'give-date-of-birth', ...entry.parts })}
    >
      {message === undefined ? null : (
        <ProblemSummary
          title={words.thereIsAProblem}
          message={message}
          fieldId={`${fieldId}-${toMend}`}
          times={answers}
        />
      )}
      <Heading text={words.dateOfBirth.heading} hasProblem={message !== undefined} />
      <div className="app-ask__question">
        <DateFields message={message} entry={entry} onChange={setEntry} />
      </div>
      <NumberPad
        onDigit={(digit) => change(withDigit(entry, digit))}
        onDelete={() => change(withoutLastDigit(entry))}
      />
      <div className="app-ask__actions">
        <Button type="submit" className="app-button--wide">
          {words.continue}
        </Button>
      </div>
    </form>
  );
}

interface DateFieldsProps {
  readonly message: string | undefined;
  readonly entry: DateEntry;
  readonly onChange: (entry: DateEntry) => void;
}

function DateFields({ message, entry, onChange }: DateFieldsProps) {
  const { dateOfBirth } = useWords();
  return (
    <DateInput
      id={fieldId}
      hint={dateOfBirth.hint}
      fieldsetProps={{ role: 'group', 'aria-labelledby': headingId }}
      {...(message === undefined ? {} : { error: message })}
    >
      {datePartNames.map((name) => (
        <DatePart key={name} name={name} entry={entry} onChange={onChange} />
      ))}
    </DateInput>
  );
}

interface DatePartProps {
  readonly name: DatePartName;
  readonly entry: DateEntry;
  readonly onChange: (entry: DateEntry) => void;
}

function DatePart({ name, entry, onChange }: DatePartProps) {
  const words = useWords();
  const Field = fields[name];
  return (
    <Field
      label={words.dateOfBirth[name]}
      className={entry.active === name ? 'app-field app-field--active' : 'app-field'}
      spellCheck={false}
      maxLength={typedCharactersMax}
      value={entry.parts[name]}
      onFocus={() => onChange({ ...entry, active: name })}
      onChange={(event) => onChange({ parts: { ...entry.parts, [name]: event.target.value }, active: name })}
    />
  );
}

function useDateEntry() {
  const words = useWords();
  const [entry, setEntry] = useState(noDate);
  /** By the keys on the screen; answers what is said aloud. */
  function change(next: DateEntry): string {
    setEntry(next);
    const touched = datePartNames.find((name) => next.parts[name] !== entry.parts[name]) ?? next.active;
    const content = [...next.parts[touched]].join(' ') || words.pad.nothingYet;
    return words.pad.soFar(words.dateOfBirth[touched], content);
  }
  return { entry, setEntry, change };
}

function useMessage(problem: DateOfBirthProps['problem'], triesLeft: number): string | undefined {
  const { dateOfBirth } = useWords();
  if (problem === null) return undefined;
  return problem === 'no-match' ? dateOfBirth.noMatch(triesLeft) : dateOfBirth.problems[problem];
}
