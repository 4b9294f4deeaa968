/** One label or ticket of a visit: its picture, what became of it, and what may be done with it. */
import { Button, Tag } from 'nhsuk-react-components';
import type { PaperState } from '../../clinic/visit.ts';
import type { PaperLine } from '../../electron/staff-api.ts';
import { handlingWords, paperWords, reprintWords, spoilWords, stopWaitingWords } from '../words/paper-words.ts';
import { list } from '../words/staff-words.ts';
import { LabelPicture } from './label-picture.tsx';
import type { GetPicture } from './staff-act.ts';

interface PaperProps {
  readonly paper: PaperLine;
  readonly name: string;
  readonly getPicture: GetPicture;
  readonly onReprint: () => void;
  readonly onSpoil: () => void;
  readonly onStopWaiting: () => void;
}

const paperTags = {
  waiting: 'blue',
  sending: 'blue',
  printed: 'green',
  sent: 'yellow',
  uncertain: 'red',
  refused: 'red',
  voided: 'grey',
  spoiled: 'grey',
} as const satisfies Record<PaperState, string>;

export function Paper({ paper, name, getPicture, onReprint, onSpoil, onStopWaiting }: PaperProps) {
  // A picture of what nobody may use would look as if it might be.
  const isDead = paper.life === 'dead';
  return (
    <li className={isDead ? 'app-paper app-paper--dead' : 'app-paper'}>
      {isDead ? null : <LabelPicture paperId={paper.paperId} name={name} getPicture={getPicture} />}
      <div>
        <h3 className="nhsuk-heading-s">
          {name} <Tag modifier={paperTags[paper.state]}>{paperWords.states[paper.state]}</Tag>
        </h3>
        {paper.isToDestroy ? <p>{paperWords.doNotUse}</p> : null}
        {isDead ? null : <Contents paper={paper} />}
        {paper.mayReprint ? (
          <Button type="button" secondary small aria-label={reprintWords.buttonFor(name)} onClick={onReprint}>
            {reprintWords.button}
          </Button>
        ) : null}
        {paper.maySpoil ? (
          <Button type="button" secondary small aria-label={spoilWords.buttonFor(name)} onClick={onSpoil}>
            {spoilWords.button}
          </Button>
        ) : null}
        {paper.mayStopWaiting ? (
          <>
            <p>{stopWaitingWords.why}</p>
            <Button type="button" secondary small aria-label={stopWaitingWords.buttonFor(name)} onClick={onStopWaiting}>
              {stopWaitingWords.button}
            </Button>
          </>
        ) : null}
      </div>
    </li>
  );
}

/** Which tube, for which tests, and what to mind with it. */
function Contents({ paper }: { readonly paper: PaperLine }) {
  if (paper.tube === null && paper.identifier === null) return null;
  return (
    <>
      <p>
        {[paper.tube, paper.identifier]
          .filter((part) => part !== null)
          .map((part) => (
            <strong key={part}>{part} </strong>
          ))}
        {list(paper.tests)}
      </p>
      {paper.handling.length === 0 ? null : (
        <p className="app-paper__handling">
          {paper.handling.map((flag) => (
            <Tag key={flag} modifier="purple">
              {handlingWords[flag]}
            </Tag>
          ))}
        </p>
      )}
    </>
  );
}

/** `Label 2 of 3, REPRINT 1`. */
export function paperName(paper: PaperLine, papers: readonly PaperLine[]): string {
  const numbers = papers.map((other) => other.specimenNumber ?? 0);
  const name =
    paper.specimenNumber === null
      ? paperWords.kinds[paper.kind]
      : paperWords.specimen(paper.specimenNumber, Math.max(...numbers));
  if (paper.isContinuation) return paperWords.headerOfRest;
  if (paper.copy === 0) return name;
  const copy = paper.kind === 'queue-ticket' ? paperWords.copy.ticket(paper.copy) : paperWords.copy.label(paper.copy);
  return `${name}, ${copy}`;
}
