/** Before a list from a file is used: what it does, and badge and PIN of a second person where the site has not signed it. */
import { TextInput } from 'nhsuk-react-components';
import { type SyntheticEvent, useRef, useState } from 'react';
import type { OutageTold } from '../../electron/staff-api.ts';
import { Modal } from '../window/modal.tsx';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import { unreadableCode } from '../window/wedge-scanner.ts';
import { confirmImportWords, secondPersonSentence } from '../words/outage-words.ts';
import { frameWords } from '../words/staff-words.ts';
import { ConfirmButtons } from './confirm-buttons.tsx';
import type { AskedImport } from './use-import.ts';

interface ConfirmImportProps {
  readonly asked: AskedImport;
  readonly told: OutageTold | null;
  /** Changes with each answer of main. */
  readonly times: number;
  readonly staffName: string;
  readonly onConfirm: (second: { readonly badge: string; readonly pin: string } | null) => void;
  readonly onCancel: () => void;
}

export function ConfirmImport(props: ConfirmImportProps) {
  const { asked, staffName, onCancel } = props;
  const second = useSecondPerson(props);
  const { problem } = second;
  return (
    <Modal titleId="confirm-import" onCancel={onCancel}>
      <form noValidate autoComplete="off" onSubmit={second.submit}>
        {problem === null ? null : (
          <ProblemSummary
            title={frameWords.thereIsAProblem}
            message={problem.message}
            fieldId={problem.field}
            times={second.refusals}
          />
        )}
        <h2 id="confirm-import" className="nhsuk-heading-m">
          {confirmImportWords.heading(asked.file.name)}
        </h2>
        <p>{confirmImportWords.consequence}</p>
        {asked.agreed === null ? null : (
          <p>
            <strong>{confirmImportWords.held(asked.agreed.found, asked.agreed.before)}</strong>
          </p>
        )}
        <p>{asked.file.isSigned ? confirmImportWords.signed : confirmImportWords.second(staffName)}</p>
        {asked.file.isSigned ? null : <SecondPersonFields second={second} />}
        <ConfirmButtons label={confirmImportWords.confirm} onCancel={onCancel} />
      </form>
    </Modal>
  );
}

function SecondPersonFields({ second }: { readonly second: ReturnType<typeof useSecondPerson> }) {
  const { problem } = second;
  const error = (field: string) => (problem?.field === field ? { error: problem.message } : {});
  return (
    <>
      <TextInput
        id="second-badge"
        label={confirmImportWords.badge}
        hint={confirmImportWords.badgeHint}
        width={20}
        spellCheck={false}
        maxLength={64}
        value={second.badge}
        onChange={(event) => second.setBadge(event.target.value)}
        {...error('second-badge')}
      />
      <TextInput
        id="second-pin"
        ref={second.pinField}
        label={confirmImportWords.pin}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        width={10}
        maxLength={64}
        value={second.pin}
        onChange={(event) => second.setPin(event.target.value)}
        {...error('second-pin')}
      />
    </>
  );
}

function useSecondPerson({ asked, told, times, onConfirm }: ConfirmImportProps) {
  const [badge, setBadge] = useState('');
  const [pin, setPin] = useState('');
  const [missing, setMissing] = useState<{ readonly field: string; readonly message: string } | null>(null);
  const [refusals, setRefusals] = useState(0);
  const pinField = useRef<HTMLInputElement>(null);
  useWedgeScanner((code) => {
    if (code === unreadableCode) return;
    setBadge(code);
    pinField.current?.focus();
  });

  function missingNow() {
    if (asked.file.isSigned) return null;
    if (badge.trim() === '') return { field: 'second-badge', message: confirmImportWords.badgeMissing };
    return pin === '' ? { field: 'second-pin', message: confirmImportWords.pinMissing } : null;
  }

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const found = missingNow();
    setMissing(found);
    setRefusals(refusals + 1);
    if (found !== null) return;
    setPin('');
    onConfirm(asked.file.isSigned ? null : { badge, pin });
  }

  const isRefused = told?.kind === 'second-refused' || told?.kind === 'second-locked';
  const refused = isRefused ? { field: 'second-badge', message: secondPersonSentence(told) } : null;
  return { badge, setBadge, pin, setPin, pinField, submit, problem: missing ?? refused, refusals: refusals + times };
}
