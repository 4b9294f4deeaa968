/** The paper form of a patient without a booking, as fields. What is typed lives here until it is sent whole. */
import { Button, Checkboxes, DateInput, TextInput } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import type { WalkInForm as Form, WalkInProblem } from '../../clinic/walk-in-form.ts';
import { ProblemList } from '../window/problem-list.tsx';
import { type WalkInView, walkInProblem, walkInWords as words } from '../words/walk-in-words.ts';
import { KnownPatients } from './listed-patients.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';
import { WalkInTests } from './walk-in-tests.tsx';

export type FormView = Extract<WalkInView, { step: 'form' }>;

interface WalkInFormProps {
  readonly view: FormView;
  readonly act: Act;
}

/** Where the error summary leads. */
const fieldIds: Readonly<Record<WalkInProblem['field'], string>> = {
  family: 'family',
  given: 'given',
  'date-of-birth': 'born-day',
  'nhs-number': 'nhs-number',
  tests: 'find-test',
  requisition: 'requisition',
};

export function WalkInForm({ view, act }: WalkInFormProps) {
  const [form, setForm] = useState<Form>(view.form);
  const [answers, setAnswers] = useState(0);
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }));
  const problemOf = (field: WalkInProblem['field']) => {
    const problem = view.problems.find((one) => one.field === field);
    return problem === undefined ? undefined : walkInProblem(problem);
  };

  function send(event: SyntheticEvent) {
    event.preventDefault();
    void act({ kind: 'read-walk-in', form: { ...form, tests: [...form.tests] } }).then(() =>
      setAnswers((count) => count + 1),
    );
  }

  return (
    <form className="app-walk-in" noValidate autoComplete="off" onSubmit={send}>
      <FormHead view={view} answers={answers} act={act} />
      <p>{words.lead}</p>
      <Names form={form} set={set} problemOf={problemOf} />
      <div className="app-walk-in__row">
        <Born form={form} set={set} problemOf={problemOf} />
        <Numbered form={form} set={set} problemOf={problemOf} />
      </div>
      <WalkInTests view={view} chosen={form.tests} onChosen={(tests) => set({ tests })} problem={problemOf('tests')} />
      <TextInput
        id="requisition"
        label={words.requisition}
        hint={words.requisitionHint}
        width={20}
        spellCheck={false}
        maxLength={64}
        value={form.requisition}
        {...errorOf(problemOf('requisition'))}
        // A scanner ends a code with Enter: that is no wish to go on.
        onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
        onChange={(event) => set({ requisition: event.target.value })}
      />
      <Button type="submit">{words.next}</Button>
    </form>
  );
}

/** What stands in the way, then the heading. */
function FormHead({ view, answers, act }: WalkInFormProps & { readonly answers: number }) {
  const { problems, known } = view;
  return (
    <>
      {problems.length === 0 ? null : (
        <ProblemList
          title={words.problemsHeading}
          times={answers}
          problems={problems.map((problem) => ({ fieldId: fieldIds[problem.field], message: walkInProblem(problem) }))}
        />
      )}
      {known === null ? null : <KnownPatients known={known} times={answers} act={act} />}
      <StaffHeading text={words.heading} hasProblem={problems.length > 0 || known !== null} />
    </>
  );
}

interface FieldsProps {
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
  readonly problemOf: (field: WalkInProblem['field']) => string | undefined;
}

const errorOf = (error: string | undefined) => (error === undefined ? {} : { error });

function Names({ form, set, problemOf }: FieldsProps) {
  return (
    <div className="app-walk-in__row">
      <TextInput
        id="family"
        label={words.family}
        spellCheck={false}
        maxLength={200}
        value={form.family}
        {...errorOf(problemOf('family'))}
        onChange={(event) => set({ family: event.target.value })}
      />
      <TextInput
        id="given"
        label={words.given}
        spellCheck={false}
        maxLength={200}
        value={form.given}
        {...errorOf(problemOf('given'))}
        onChange={(event) => set({ given: event.target.value })}
      />
    </div>
  );
}

function Born({ form, set, problemOf }: FieldsProps) {
  const { day, month, year } = form;
  return (
    <DateInput
      id="born"
      legend={words.dateOfBirth}
      legendProps={{ size: 's' }}
      hint={words.dateOfBirthHint}
      value={{ day, month, year }}
      {...errorOf(problemOf('date-of-birth'))}
    >
      <DateInput.Day id="born-day" maxLength={2} onChange={(event) => set({ day: event.currentTarget.value })} />
      <DateInput.Month id="born-month" maxLength={2} onChange={(event) => set({ month: event.currentTarget.value })} />
      <DateInput.Year id="born-year" maxLength={4} onChange={(event) => set({ year: event.currentTarget.value })} />
    </DateInput>
  );
}

function Numbered({ form, set, problemOf }: FieldsProps) {
  return (
    <div>
      <TextInput
        id="nhs-number"
        label={words.nhsNumber}
        hint={words.nhsNumberHint}
        inputMode="numeric"
        width={20}
        maxLength={30}
        value={form.nhsNumber}
        {...errorOf(problemOf('nhs-number'))}
        onChange={(event) => set({ nhsNumber: event.target.value })}
      />
      <Checkboxes id="not-known" name="not-known">
        <Checkboxes.Item
          id="number-not-known"
          hint={words.notKnownThen}
          checked={form.isNumberNotKnown}
          onChange={(event) => set({ isNumberNotKnown: event.target.checked })}
        >
          {words.notKnown}
        </Checkboxes.Item>
      </Checkboxes>
    </div>
  );
}
