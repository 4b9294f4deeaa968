/** One patient's visit: who, what is ordered, every label with its picture and what became of it, and what is left to do. */
import { Button, InsetText } from 'nhsuk-react-components';
import { useState } from 'react';
import { unreachable } from '../../clinic/assert.ts';
import { tubes } from '../../clinic/tube.ts';
import type { PaperLine, VisitDetail } from '../../electron/staff-api.ts';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import { checkInWords, frameWords, list, visitWords } from '../words/staff-words.ts';
import { CheckInAtReception } from './check-in-at-reception.tsx';
import { Paper, paperName } from './paper.tsx';
import { PatientBanner } from './patient-banner.tsx';
import { Reprint } from './reprint.tsx';
import type { Act, GetPicture } from './staff-act.ts';
import { Task } from './task.tsx';

interface VisitProps {
  readonly visit: VisitDetail;
  readonly problem: 'not-possible-now' | null;
  readonly act: Act;
  readonly getPicture: GetPicture;
}

type Step = Readonly<{ step: 'reading' } | { step: 'reprinting'; paper: PaperLine } | { step: 'checking-in' }>;

export function Visit({ visit, problem, act, getPicture }: VisitProps) {
  const { step, setStep, answers, back, send } = useQuestion(act);
  // A stray scan must not print or check in: its Enter would press the button that has the focus.
  useWedgeScanner(() => undefined);

  return (
    <>
      <button type="button" className="app-link app-back" onClick={() => void act({ kind: 'open-day-list' })}>
        {visitWords.back}
      </button>
      {problem === null ? null : (
        <ProblemSummary title={frameWords.thereIsAProblem} message={visitWords.notPossibleNow} times={answers} />
      )}
      <PatientBanner visit={visit} hasProblem={problem !== null} />
      {visit.row.hasSimilarName ? (
        <InsetText className="app-similar">
          <p>{visitWords.similarName}</p>
        </InsetText>
      ) : null}
      {visit.mayCheckIn ? (
        <Button type="button" onClick={() => setStep({ step: 'checking-in' })}>
          {checkInWords.button}
        </Button>
      ) : null}
      <div className="app-visit">
        <div>
          <VisitTasks visit={visit} act={act} />
          <Ordered visit={visit} />
        </div>
        <Papers visit={visit} getPicture={getPicture} onReprint={(paper) => setStep({ step: 'reprinting', paper })} />
      </div>
      <Question step={step} visit={visit} send={send} back={back} />
    </>
  );
}

/** Which question is open, and how often main has answered. */
function useQuestion(act: Act) {
  const [step, setStep] = useState<Step>({ step: 'reading' });
  const [answers, setAnswers] = useState(0);
  const back = () => setStep({ step: 'reading' });
  function send(action: Parameters<Act>[0]) {
    back();
    void act(action).then(() => setAnswers((count) => count + 1));
  }
  return { step, setStep, answers, back, send };
}

interface QuestionProps {
  readonly step: Step;
  readonly visit: VisitDetail;
  readonly send: (action: Parameters<Act>[0]) => void;
  readonly back: () => void;
}

/** Before something is printed or somebody is checked in. */
function Question({ step, visit, send, back }: QuestionProps) {
  switch (step.step) {
    case 'reading':
      return null;
    case 'reprinting':
      return (
        <Reprint
          name={paperName(step.paper, visit.papers)}
          onConfirm={(reason) => send({ kind: 'reprint', paperId: step.paper.paperId, reason })}
          onCancel={back}
        />
      );
    case 'checking-in':
      return (
        <CheckInAtReception
          name={visit.row.name}
          onConfirm={() => send({ kind: 'check-in', bookingId: visit.row.bookingId })}
          onCancel={back}
        />
      );
    default:
      return unreachable(step);
  }
}

function VisitTasks({ visit, act }: { readonly visit: VisitDetail; readonly act: Act }) {
  if (visit.tasks.length === 0) return null;
  return (
    <>
      <h2 className="nhsuk-heading-m">{visitWords.tasks}</h2>
      <ul className="app-tasks">
        {visit.tasks.map((task) => (
          <Task key={task.taskId} task={task} act={act} isInVisit />
        ))}
      </ul>
    </>
  );
}

function Ordered({ visit }: { readonly visit: VisitDetail }) {
  return (
    <>
      <h2 className="nhsuk-heading-m">{visitWords.tests}</h2>
      {visit.tests.length === 0 ? <p>{visitWords.noTests}</p> : null}
      <ul className="nhsuk-list nhsuk-list--bullet">
        {visit.tests.map((test) => (
          <li key={test}>{test}</li>
        ))}
      </ul>
      {visit.heldBack.length === 0 ? null : <h2 className="nhsuk-heading-m">{visitWords.heldBack}</h2>}
      <ul className="nhsuk-list nhsuk-list--bullet">
        {visit.heldBack.map(({ tube, tests, why }) => (
          <li key={`${tube} ${why} ${tests.join()}`}>
            <strong>{tubes[tube].name}</strong>: {list(tests)}. {visitWords.whyHeldBack[why]}.
          </li>
        ))}
      </ul>
    </>
  );
}

interface PapersProps {
  readonly visit: VisitDetail;
  readonly getPicture: GetPicture;
  readonly onReprint: (paper: PaperLine) => void;
}

function Papers({ visit, getPicture, onReprint }: PapersProps) {
  return (
    <section aria-labelledby="papers">
      <h2 id="papers" className="nhsuk-heading-m">
        {visitWords.papers}
      </h2>
      {visit.papers.length === 0 ? <p>{visitWords.noPapers}</p> : null}
      <ul className="app-papers">
        {visit.papers.map((paper) => (
          <Paper
            key={paper.paperId}
            paper={paper}
            name={paperName(paper, visit.papers)}
            getPicture={getPicture}
            onReprint={() => onReprint(paper)}
          />
        ))}
      </ul>
    </section>
  );
}
