/** One label or ticket of a visit: its picture, what became of it, and a way to print it again. */
import { Button, Tag } from 'nhsuk-react-components';
import type { PaperState } from '../../clinic/visit.ts';
import type { PaperLine } from '../../electron/staff-api.ts';
import { handlingWords, list, paperWords, reprintWords } from '../words/staff-words.ts';
import { LabelPicture } from './label-picture.tsx';
import type { GetPicture } from './staff-act.ts';

interface PaperProps {
  readonly paper: PaperLine;
  readonly name: string;
  readonly getPicture: GetPicture;
  readonly onReprint: () => void;
}

const paperTags = {
  waiting: 'blue',
  sending: 'blue',
  printed: 'green',
  sent: 'green',
  uncertain: 'red',
  refused: 'red',
  voided: 'grey',
  spoiled: 'orange',
} as const satisfies Record<PaperState, string>;

export function Paper({ paper, name, getPicture, onReprint }: PaperProps) {
  return (
    <li className={`app-paper app-paper--${paper.state}`}>
      <LabelPicture paperId={paper.paperId} name={name} getPicture={getPicture} />
      <div>
        <h3 className="nhsuk-heading-s">
          {name} <Tag modifier={paperTags[paper.state]}>{paperWords.states[paper.state]}</Tag>
        </h3>
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
        {paper.mayReprint ? (
          <Button type="button" secondary small aria-label={reprintWords.buttonFor(name)} onClick={onReprint}>
            {reprintWords.button}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** `Label 2 of 3, REPRINT 1`. */
export function paperName(paper: PaperLine, papers: readonly PaperLine[]): string {
  const numbers = papers.map((other) => other.specimenNumber ?? 0);
  const name =
    paper.specimenNumber === null
      ? paperWords.kinds[paper.kind]
      : paperWords.specimen(paper.specimenNumber, Math.max(...numbers));
  if (paper.copy === 0) return name;
  const copy = paper.kind === 'queue-ticket' ? paperWords.copy.ticket(paper.copy) : paperWords.copy.label(paper.copy);
  return `${name}, ${copy}`;
}
