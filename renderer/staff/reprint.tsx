/** Asks why a paper is printed again, before it is (S9). One of a closed list: free text would be notes about a patient. */
import { Radios } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import type { ReprintReason } from '../../electron/staff-api.ts';
import { Modal } from '../window/modal.tsx';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { frameWords, reprintWords } from '../words/staff-words.ts';
import { ConfirmButtons } from './confirm-buttons.tsx';

interface ReprintProps {
  readonly name: string;
  readonly onConfirm: (reason: ReprintReason) => void;
  readonly onCancel: () => void;
}

/** In the order of the words; a Record of exactly the reasons has exactly their keys. */
const reasons = Object.keys(reprintWords.reasons) as ReprintReason[];

export function Reprint({ name, onConfirm, onCancel }: ReprintProps) {
  const [reason, setReason] = useState<ReprintReason | null>(null);
  const [refusals, setRefusals] = useState(0);
  const problem = refusals > 0 && reason === null;

  function confirm(event: SyntheticEvent) {
    event.preventDefault();
    if (reason === null) setRefusals(refusals + 1);
    else onConfirm(reason);
  }

  return (
    <Modal titleId="reprint" onCancel={onCancel}>
      <form noValidate onSubmit={confirm}>
        {problem ? (
          <ProblemSummary
            title={frameWords.thereIsAProblem}
            message={reprintWords.reasonMissing}
            fieldId={`reason-${reasons[0]}`}
            times={refusals}
          />
        ) : null}
        <h2 id="reprint" className="nhsuk-heading-m">
          {reprintWords.heading(name)}
        </h2>
        <p>{reprintWords.voids}</p>
        <Reasons reason={reason} onReason={setReason} hasProblem={problem} />
        <ConfirmButtons label={reprintWords.confirm} onCancel={onCancel} />
      </form>
    </Modal>
  );
}

interface ReasonsProps {
  readonly reason: ReprintReason | null;
  readonly onReason: (reason: ReprintReason) => void;
  readonly hasProblem: boolean;
}

function Reasons({ reason, onReason, hasProblem }: ReasonsProps) {
  return (
    <Radios
      id="reason"
      name="reason"
      legend={reprintWords.reasonHeading}
      legendProps={{ size: 's' }}
      {...(hasProblem ? { error: reprintWords.reasonMissing } : {})}
    >
      {reasons.map((each) => (
        <Radios.Item
          key={each}
          id={`reason-${each}`}
          value={each}
          checked={reason === each}
          onChange={() => onReason(each)}
        >
          {reprintWords.reasons[each]}
        </Radios.Item>
      ))}
    </Radios>
  );
}
