/** Asks why, before an act with papers is done (S9). One of a closed list: free text would be notes about a patient. */
import { Radios } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import { Modal } from '../window/modal.tsx';
import { ProblemSummary } from '../window/problem-summary.tsx';
import type { ReasonQuestion } from '../words/paper-words.ts';
import { frameWords } from '../words/staff-words.ts';
import { ConfirmButtons } from './confirm-buttons.tsx';

interface AskReasonProps<Reason extends string> {
  readonly question: ReasonQuestion<Reason>;
  readonly onConfirm: (reason: Reason) => void;
  readonly onCancel: () => void;
  readonly isWarning?: boolean;
}

export function AskReason<Reason extends string>({
  question,
  onConfirm,
  onCancel,
  isWarning = false,
}: AskReasonProps<Reason>) {
  const [reason, setReason] = useState<Reason | null>(null);
  const [refusals, setRefusals] = useState(0);
  const problem = refusals > 0 && reason === null;

  function confirm(event: SyntheticEvent) {
    event.preventDefault();
    if (reason === null) setRefusals(refusals + 1);
    else onConfirm(reason);
  }

  return (
    <Modal titleId="ask-reason" onCancel={onCancel}>
      <form noValidate onSubmit={confirm}>
        {problem ? (
          <ProblemSummary
            title={frameWords.thereIsAProblem}
            message={question.reasonMissing}
            fieldId={`reason-${reasonsOf(question)[0]}`}
            times={refusals}
          />
        ) : null}
        <h2 id="ask-reason" className="nhsuk-heading-m">
          {question.heading}
        </h2>
        <p>{question.consequence}</p>
        <Reasons question={question} reason={reason} onReason={setReason} hasProblem={problem} />
        <ConfirmButtons label={question.confirm} onCancel={onCancel} isWarning={isWarning} />
      </form>
    </Modal>
  );
}

/** In the order of the words; a Record of exactly the reasons has exactly their keys. */
function reasonsOf<Reason extends string>({ reasons }: ReasonQuestion<Reason>): readonly Reason[] {
  return Object.keys(reasons) as Reason[];
}

interface ReasonsProps<Reason extends string> {
  readonly question: ReasonQuestion<Reason>;
  readonly reason: Reason | null;
  readonly onReason: (reason: Reason) => void;
  readonly hasProblem: boolean;
}

function Reasons<Reason extends string>({ question, reason, onReason, hasProblem }: ReasonsProps<Reason>) {
  return (
    <Radios
      id="reason"
      name="reason"
      legend={question.reasonHeading}
      legendProps={{ size: 's' }}
      {...(hasProblem ? { error: question.reasonMissing } : {})}
    >
      {reasonsOf(question).map((each) => (
        <Radios.Item
          key={each}
          id={`reason-${each}`}
          value={each}
          checked={reason === each}
          onChange={() => onReason(each)}
        >
          {question.reasons[each]}
        </Radios.Item>
      ))}
    </Radios>
  );
}
