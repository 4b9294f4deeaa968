/** The question that is open over a visit, before something is printed, void or spoiled, or somebody is checked in. */
import { useState } from 'react';
import { unreachable } from '../../clinic/assert.ts';
import type { PaperCount } from '../../clinic/paper-life.ts';
import type { PaperLine, VisitDetail } from '../../electron/staff-api.ts';
import { reprintWords, spoilWords, voidWords } from '../words/paper-words.ts';
import { AskReason } from './ask-reason.tsx';
import { CheckInAtReception } from './check-in-at-reception.tsx';
import { paperName } from './paper.tsx';
import { RecordCollection } from './record-collection.tsx';
import type { Act } from './staff-act.ts';

export type Step = Readonly<
  | { step: 'reading' }
  | { step: 'reprinting' | 'spoiling'; paper: PaperLine }
  | { step: 'reprinting-set' }
  | { step: 'voiding'; labels: PaperCount }
  | { step: 'checking-in' }
  | { step: 'recording-collection' }
>;

/** Which question is open, and how often main has answered. */
export function useQuestion(act: Act) {
  const [step, setStep] = useState<Step>({ step: 'reading' });
  const [answers, setAnswers] = useState(0);
  const back = () => setStep({ step: 'reading' });
  function send(action: Parameters<Act>[0]) {
    back();
    void act(action).then(() => setAnswers((count) => count + 1));
  }
  return { step, setStep, answers, back, send };
}

interface VisitQuestionProps {
  readonly step: Step;
  readonly visit: VisitDetail;
  readonly isClosed: boolean;
  readonly send: (action: Parameters<Act>[0]) => void;
  readonly back: () => void;
}

export function VisitQuestion({ step, visit, isClosed, send, back }: VisitQuestionProps) {
  const { bookingId, name } = visit.row;
  switch (step.step) {
    case 'reading':
      return null;
    case 'reprinting':
      return (
        <AskReason
          question={reprintQuestion(step.paper, visit)}
          onConfirm={(reason) => send({ kind: 'reprint', paperId: step.paper.paperId, reason })}
          onCancel={back}
        />
      );
    case 'reprinting-set':
      return (
        <AskReason
          question={reprintWords.set()}
          onConfirm={(reason) => send({ kind: 'reprint-set', bookingId, reason })}
          onCancel={back}
        />
      );
    case 'spoiling':
      return (
        <AskReason
          question={spoilWords.question(paperName(step.paper, visit.papers))}
          onConfirm={(reason) => send({ kind: 'spoil', paperId: step.paper.paperId, reason })}
          onCancel={back}
          isWarning
        />
      );
    case 'voiding':
      return (
        <AskReason
          question={voidWords.question(step.labels)}
          onConfirm={(reason) => send({ kind: 'void-set', bookingId, reason })}
          onCancel={back}
          isWarning
        />
      );
    case 'checking-in':
      return (
        <CheckInAtReception
          name={name}
          isClosed={isClosed}
          onConfirm={() => send({ kind: 'check-in', bookingId })}
          onCancel={back}
        />
      );
    case 'recording-collection':
      return <RecordCollection visit={visit} onConfirm={send} onCancel={back} />;
    default:
      return unreachable(step);
  }
}

function reprintQuestion(paper: PaperLine, { papers }: VisitDetail) {
  const name = paperName(paper, papers);
  return paper.kind === 'queue-ticket' ? reprintWords.ticket(name) : reprintWords.label(name);
}
