/** What was copied from the paper form, to be read back with the patient before anything is stored (S1). */
import { Button, Checkboxes, InsetText, SummaryList } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { frameWords } from '../words/staff-words.ts';
import { type WalkInView, readBackWords as words } from '../words/walk-in-words.ts';
import { IgnoreScans } from './ignore-scans.tsx';
import { ListedPatients } from './listed-patients.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';

type ReadBackView = Extract<WalkInView, { step: 'read-back' }>;

interface WalkInReadBackProps {
  readonly view: ReadBackView;
  readonly act: Act;
}

export function WalkInReadBack({ view, act }: WalkInReadBackProps) {
  const [isConfirmed, setConfirmed] = useState(false);
  const [lookedAt, setLookedAt] = useState('');
  const [answers, setAnswers] = useState(0);
  const { problem, similar, similarCount } = view;
  // Said of these people: who comes up afterwards is looked at anew.
  const people = [similarCount, ...similar.map(({ bookingId }) => bookingId)].join(' ');
  const isSomebodyElse = lookedAt === people;

  function register(event: SyntheticEvent) {
    event.preventDefault();
    void act({ kind: 'register-walk-in', isConfirmed, isSomebodyElse }).then(() => setAnswers((count) => count + 1));
  }

  return (
    <form className="app-walk-in" noValidate onSubmit={register}>
      {problem === null ? null : (
        <ProblemSummary
          title={frameWords.thereIsAProblem}
          message={words.problems[problem]}
          {...fieldOf(problem)}
          times={answers}
        />
      )}
      <StaffHeading text={words.heading} hasProblem={problem !== null} />
      <IgnoreScans />
      <p>{words.lead}</p>
      <Facts view={view} />
      {similar.length === 0 ? null : (
        <InsetText className="app-similar">
          <h2 className="nhsuk-heading-s">{words.similar(similarCount)}</h2>
          <ListedPatients patients={similar} />
          {similarCount > similar.length ? <p>{words.similarMore(similarCount - similar.length)}</p> : null}
        </InsetText>
      )}
      <Checkboxes id="read-back" name="read-back">
        {similar.length === 0 ? null : (
          <Checkboxes.Item
            id="somebody-else"
            checked={isSomebodyElse}
            onChange={(event) => setLookedAt(event.target.checked ? people : '')}
          >
            {words.isSomebodyElse}
          </Checkboxes.Item>
        )}
        <Checkboxes.Item id="confirmed" checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
          {words.confirmed}
        </Checkboxes.Item>
      </Checkboxes>
      <div className="app-modal__answers">
        <Button type="submit">{words.register}</Button>
        <Button type="button" secondary onClick={() => void act({ kind: 'change-walk-in' })}>
          {words.change}
        </Button>
      </div>
    </form>
  );
}

function fieldOf(problem: NonNullable<ReadBackView['problem']>): { readonly fieldId?: string } {
  if (problem === 'not-stored') return {};
  return { fieldId: problem === 'not-confirmed' ? 'confirmed' : 'somebody-else' };
}

function Facts({ view: { name, dateOfBirth, nhsNumber, tests, requisition } }: { readonly view: ReadBackView }) {
  const facts: readonly (readonly [string, string])[] = [
    [words.name, name],
    [words.dateOfBirth, dateOfBirth],
    [words.nhsNumber, nhsNumber ?? words.notKnown],
    [words.requisition, requisition ?? words.none],
  ];
  return (
    <SummaryList>
      {facts.map(([term, fact]) => (
        <SummaryList.Row key={term}>
          <SummaryList.Key>{term}</SummaryList.Key>
          <SummaryList.Value>{fact}</SummaryList.Value>
        </SummaryList.Row>
      ))}
      <SummaryList.Row>
        <SummaryList.Key>{words.tests}</SummaryList.Key>
        <SummaryList.Value>
          <ul className="nhsuk-list">
            {tests.map((test) => (
              <li key={test.name}>
                {test.name}
                {test.isKnown ? null : ` (${words.toPerson})`}
              </li>
            ))}
          </ul>
        </SummaryList.Value>
      </SummaryList.Row>
    </SummaryList>
  );
}
