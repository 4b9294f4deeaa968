/** Checks a patient in who could not do it alone; somebody says first that the patient told them name and date of birth (S1). */
import { Checkboxes } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import { Modal } from '../window/modal.tsx';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { checkInWords, frameWords } from '../words/staff-words.ts';
import { ConfirmButtons } from './confirm-buttons.tsx';

interface CheckInAtReceptionProps {
  readonly name: string;
  /** The clinic is over for today. */
  readonly isClosed: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function CheckInAtReception({ name, isClosed, onConfirm, onCancel }: CheckInAtReceptionProps) {
  const [isConfirmed, setConfirmed] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const problem = refusals > 0 && !isConfirmed;

  function confirm(event: SyntheticEvent) {
    event.preventDefault();
    if (isConfirmed) onConfirm();
    else setRefusals(refusals + 1);
  }

  return (
    <Modal titleId="check-in" onCancel={onCancel}>
      <form noValidate onSubmit={confirm}>
        {problem ? (
          <ProblemSummary
            title={frameWords.thereIsAProblem}
            message={checkInWords.confirmedMissing}
            fieldId="confirmed"
            times={refusals}
          />
        ) : null}
        <h2 id="check-in" className="nhsuk-heading-m">
          {checkInWords.heading(name)}
        </h2>
        {isClosed ? <p>{checkInWords.closed}</p> : null}
        <p>{checkInWords.ask}</p>
        <Checkboxes id="confirm" name="confirm" {...(problem ? { error: checkInWords.confirmedMissing } : {})}>
          <Checkboxes.Item
            id="confirmed"
            checked={isConfirmed}
            onChange={(event) => setConfirmed(event.target.checked)}
          >
            {checkInWords.confirmed}
          </Checkboxes.Item>
        </Checkboxes>
        <ConfirmButtons label={checkInWords.confirm} onCancel={onCancel} />
      </form>
    </Modal>
  );
}
