/** Which file somebody is about to load, and whether its question is still open. What came of it is in the view. */
import { useState } from 'react';
import type { ImportFile, OutageTold } from '../../electron/staff-api.ts';
import type { Act } from './staff-act.ts';

export interface AskedImport {
  readonly file: ImportFile;
  /** The list is short, and that is asked too. */
  readonly agreed: { readonly found: number; readonly before: number } | null;
}

export function useImport(told: OutageTold | null, act: Act) {
  const [asked, setAsked] = useState<AskedImport | null>(null);
  const [isAnswered, setAnswered] = useState(false);
  const [answers, setAnswers] = useState(0);
  const count = () => setAnswers((before) => before + 1);
  const isRefused = told?.kind === 'second-refused' || told?.kind === 'second-locked';

  /** A file that was held because it is short is asked about with its numbers. */
  function ask(file: ImportFile): void {
    const isHeld = told?.kind === 'list-refused' && told.file === file.name && told.because.kind === 'held';
    const agreed = isHeld && told.because.kind === 'held' ? told.because : null;
    setAsked({ file, agreed });
    setAnswered(false);
  }

  function load(second: { readonly badge: string; readonly pin: string } | null): void {
    if (asked === null) return;
    const { file, agreed } = asked;
    // Until main has answered this try, whatever it said of the one before.
    setAnswered(false);
    void act({ kind: 'import-list', file: file.name, second, agreedCount: agreed?.found ?? null }).then(() => {
      setAnswered(true);
      count();
    });
  }

  return {
    asked: isAnswered && !isRefused ? null : asked,
    ask,
    cancel: () => setAsked(null),
    load,
    print: () => void act({ kind: 'print-day-list' }).then(count),
    answers,
  };
}
