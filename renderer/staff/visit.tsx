/** One patient's visit: who, what is ordered, every label with its picture and what became of it, and what is left to do. */
import { Button, InsetText } from 'nhsuk-react-components';
import { tubes } from '../../clinic/tube.ts';
import type { StaffNotice, VisitActProblem, VisitDetail } from '../../electron/staff-api.ts';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { collectionWords } from '../words/collection-words.ts';
import { checkInWords, frameWords, list, noCheckInWords, visitWords } from '../words/staff-words.ts';
import { Collection } from './collection.tsx';
import { Notice } from './notice.tsx';
import { Papers } from './papers.tsx';
import { PatientBanner } from './patient-banner.tsx';
import type { Act, GetPicture } from './staff-act.ts';
import { Task } from './task.tsx';
import { ChooseTask } from './tasks.tsx';
import { useLabelScan } from './use-label-scan.ts';
import { useQuestion, VisitQuestion } from './visit-question.tsx';

interface VisitProps {
  readonly visit: VisitDetail;
  readonly isClosed: boolean;
  readonly problem: VisitActProblem | null;
  readonly notice: StaffNotice | null;
  readonly act: Act;
  readonly getPicture: GetPicture;
}

const problemWords: Readonly<Record<VisitActProblem, string>> = { ...visitWords.problems, ...collectionWords.problems };

export function Visit({ visit, isClosed, problem, notice, act, getPicture }: VisitProps) {
  const { step, setStep, answers, back, send } = useQuestion(act);
  const { scan, scans, isTaskMissing } = useLabelScan(visit.tasks, act);

  return (
    <>
      <button type="button" className="app-link app-back" onClick={() => void act({ kind: 'open-day-list' })}>
        {visitWords.back}
      </button>
      {problem === null ? null : (
        <ProblemSummary title={frameWords.thereIsAProblem} message={problemWords[problem]} times={answers} />
      )}
      {notice === null ? null : <Notice notice={notice} times={answers + scans} />}
      {isTaskMissing ? <ChooseTask /> : null}
      <PatientBanner visit={visit} hasProblem={problem !== null} />
      {visit.row.hasSimilarName ? (
        <InsetText className="app-similar">
          <p>{visitWords.similarName}</p>
        </InsetText>
      ) : null}
      {visit.hereAsTicket === null ? null : (
        <InsetText className="app-similar">
          <p>{checkInWords.hereAsTicket(visit.hereAsTicket)}</p>
        </InsetText>
      )}
      <CheckIn checkIn={visit.checkIn} onCheckIn={() => setStep({ step: 'checking-in' })} />
      <div className="app-visit">
        <div>
          <VisitTasks visit={visit} act={act} onScan={scan} />
          <Collection visit={visit} onRecord={() => setStep({ step: 'recording-collection' })} />
          <Ordered visit={visit} />
        </div>
        <Papers visit={visit} getPicture={getPicture} ask={setStep} send={send} />
      </div>
      <VisitQuestion step={step} visit={visit} isClosed={isClosed} send={send} back={back} />
    </>
  );
}

/** Whoever finds no button reads why. */
function CheckIn({ checkIn, onCheckIn }: Pick<VisitDetail, 'checkIn'> & { readonly onCheckIn: () => void }) {
  if (checkIn === 'done') return null;
  if (checkIn === 'possible') {
    return (
      <Button type="button" onClick={onCheckIn}>
        {checkInWords.button}
      </Button>
    );
  }
  return (
    <InsetText className="app-similar">
      <p>{noCheckInWords[checkIn]}</p>
    </InsetText>
  );
}

interface VisitTasksProps {
  readonly visit: VisitDetail;
  readonly act: Act;
  readonly onScan: (taskId: string, code: string) => void;
}

function VisitTasks({ visit, act, onScan }: VisitTasksProps) {
  if (visit.tasks.length === 0) return null;
  return (
    <>
      <h2 className="nhsuk-heading-m">{visitWords.tasks}</h2>
      <ul className="app-tasks">
        {visit.tasks.map((task) => (
          <Task key={task.taskId} task={task} act={act} onScan={onScan} isInVisit />
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
