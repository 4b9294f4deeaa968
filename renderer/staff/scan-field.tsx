/** Where a label is scanned, or the number under its barcode typed, to show that it is there. */
import { Button, TextInput } from 'nhsuk-react-components';
import { type SyntheticEvent, useState } from 'react';
import type { TaskLine } from '../../electron/staff-api.ts';
import { scanWords } from '../words/task-words.ts';
import { scanFieldId } from './use-label-scan.ts';

interface ScanFieldProps {
  readonly task: TaskLine;
  readonly onScan: (code: string) => void;
}

const codeCharactersMax = 64;

export function ScanField({ task, onScan }: ScanFieldProps) {
  const [typed, setTyped] = useState('');
  const [isMissing, setMissing] = useState(false);

  function check(event: SyntheticEvent) {
    event.preventDefault();
    const code = typed.trim();
    setMissing(code === '');
    if (code === '') return document.getElementById(scanFieldId(task.taskId))?.focus();
    setTyped('');
    onScan(code);
  }

  return (
    <form className="app-scan" noValidate autoComplete="off" onSubmit={check}>
      <TextInput
        id={scanFieldId(task.taskId)}
        label={scanWords.field(task.ticketNumber)}
        labelProps={{ className: 'app-scan__label' }}
        spellCheck={false}
        maxLength={codeCharactersMax}
        value={typed}
        {...(isMissing ? { error: scanWords.missing } : {})}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" small secondary aria-label={scanWords.buttonFor(task.ticketNumber)}>
        {scanWords.button}
      </Button>
    </form>
  );
}
