/** The tests of a paper form: found by name or code, or added in the form's own words for a person to see to (S12). */
import { Button, TextInput } from 'nhsuk-react-components';
import { type KeyboardEvent, useState } from 'react';
import { wordsOfForm } from '../../clinic/walk-in-form.ts';
import { searchOffered } from '../../clinic/walk-in-search.ts';
import { walkInWords as words } from '../words/walk-in-words.ts';
import type { FormView } from './walk-in-form.tsx';

interface WalkInTestsProps {
  readonly view: FormView;
  readonly chosen: readonly string[];
  readonly onChosen: (tests: readonly string[]) => void;
  readonly problem: string | undefined;
}

const foundMax = 6;

export function WalkInTests({ view, chosen, onChosen, problem }: WalkInTestsProps) {
  const [sought, setSought] = useState('');
  const found = searchOffered(view.offered, sought, foundMax + chosen.length)
    .filter(({ key }) => !chosen.includes(key))
    .slice(0, foundMax);
  const asWritten = sought.trim().replaceAll(/\s+/g, ' ');

  function add(key: string) {
    if (!chosen.includes(key)) onChosen([...chosen, key]);
    setSought('');
    document.getElementById('find-test')?.focus();
  }

  /** Enter adds the first one found; it never sends the form from here. */
  function onKey(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const [first] = found;
    if (first !== undefined) add(first.key);
  }

  return (
    <section className="app-walk-in__tests" aria-labelledby="tests-heading">
      <h2 id="tests-heading" className="nhsuk-heading-s">
        {words.tests}
      </h2>
      <Chosen view={view} chosen={chosen} onChosen={onChosen} />
      <TextInput
        id="find-test"
        label={words.findTest}
        hint={words.findTestHint}
        width={30}
        autoComplete="off"
        spellCheck={false}
        maxLength={view.limits.testWords}
        value={sought}
        {...(problem === undefined ? {} : { error: problem })}
        onKeyDown={onKey}
        onChange={(event) => setSought(event.target.value)}
      />
      {asWritten === '' ? null : (
        <div className="app-walk-in__found" role="status">
          {found.length === 0 ? <p>{words.noneFound}</p> : null}
          {found.map(({ key, name }) => (
            <Button key={key} type="button" secondary small onClick={() => add(key)}>
              {words.addTest(name)}
            </Button>
          ))}
          <p className="nhsuk-hint">
            <button type="button" className="app-link" onClick={() => add(wordsOfForm + asWritten)}>
              {words.addWords(asWritten)}
            </button>{' '}
            {words.addWordsThen}
          </p>
        </div>
      )}
    </section>
  );
}

function Chosen({ view, chosen, onChosen }: Pick<WalkInTestsProps, 'view' | 'chosen' | 'onChosen'>) {
  if (chosen.length === 0) return <p>{words.noTests}</p>;
  const nameOf = (key: string) =>
    key.startsWith(wordsOfForm)
      ? key.slice(wordsOfForm.length)
      : (view.offered.find((test) => test.key === key)?.name ?? key);
  return (
    <ul className="nhsuk-list app-walk-in__chosen">
      {chosen.map((key) => (
        <li key={key}>
          <span>
            <strong>{nameOf(key)}</strong> {key.startsWith(wordsOfForm) ? `(${words.asOnForm})` : null}
          </span>
          <button
            type="button"
            className="app-link"
            aria-label={words.removeTest(nameOf(key))}
            onClick={() => onChosen(chosen.filter((other) => other !== key))}
          >
            {words.remove}
          </button>
        </li>
      ))}
    </ul>
  );
}
