/** The labels and tickets of a visit: how many may be used, each one with what became of it, and then the copies before them. */
import { Button } from 'nhsuk-react-components';
import type { PaperLine, StaffAction, VisitDetail } from '../../electron/staff-api.ts';
import { labelCountWords, paperWords, reprintWords, voidWords } from '../words/paper-words.ts';
import { visitWords } from '../words/staff-words.ts';
import { Paper, paperName } from './paper.tsx';
import type { GetPicture } from './staff-act.ts';
import type { Step } from './visit-question.tsx';

interface PapersProps {
  readonly visit: VisitDetail;
  readonly getPicture: GetPicture;
  readonly ask: (step: Step) => void;
  readonly send: (action: StaffAction) => void;
}

export function Papers({ visit, getPicture, ask, send }: PapersProps) {
  const older = visit.papers.filter(({ isNewest }) => !isNewest);
  const lines = (papers: readonly PaperLine[]) => (
    <ul className="app-papers">
      {papers.map((paper) => (
        <Paper
          key={paper.paperId}
          paper={paper}
          name={paperName(paper, visit.papers)}
          getPicture={getPicture}
          onReprint={() => ask({ step: 'reprinting', paper })}
          onSpoil={() => ask({ step: 'spoiling', paper })}
          onStopWaiting={() => send({ kind: 'stop-waiting', paperId: paper.paperId })}
        />
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="papers">
      <h2 id="papers" className="nhsuk-heading-m">
        {visitWords.papers}
      </h2>
      {visit.papers.length === 0 ? <p>{visitWords.noPapers}</p> : <SetOfLabels visit={visit} ask={ask} />}
      {lines(visit.papers.filter(({ isNewest }) => isNewest))}
      {older.length === 0 ? null : <h2 className="nhsuk-heading-s">{paperWords.olderCopies}</h2>}
      {lines(older)}
    </section>
  );
}

/** `3 labels, 1 void`, and what may be done with all of them together. */
function SetOfLabels({ visit, ask }: Pick<PapersProps, 'visit' | 'ask'>) {
  const { labelCount, voidSet } = visit;
  const isStopped = visit.papers.some(({ kind, mayStopWaiting }) => kind !== 'queue-ticket' && mayStopWaiting);
  if (labelCount === null) return null;
  return (
    <div className="app-set">
      <p className="app-set__count">{labelCountWords(labelCount)}</p>
      {voidSet === 'nothing-to-void' ? null : (
        <Button type="button" secondary small onClick={() => ask({ step: 'voiding', labels: labelCount })}>
          {voidWords.button}
        </Button>
      )}
      {visit.mayReprintSet ? (
        <Button type="button" secondary small onClick={() => ask({ step: 'reprinting-set' })}>
          {reprintWords.setButton}
        </Button>
      ) : null}
      {voidSet === 'being-printed' ? (
        <p className="app-set__busy">{isStopped ? voidWords.whilePrinterIsStopped : voidWords.whileBeingPrinted}</p>
      ) : null}
    </div>
  );
}
