/** The first screen: scan a letter, or type an NHS number. It says nothing about anybody. */
import { Button } from 'nhsuk-react-components';
import { useWords } from '../words/use-words.ts';
import { Heading } from './heading.tsx';
import { KeysPicture, LetterPicture } from './pictures.tsx';
import type { Act } from './use-answer.ts';

export function Start({ act }: { readonly act: Act }) {
  const { start } = useWords();
  return (
    <div className="app-start">
      <Heading text={start.heading} />
      <div className="app-start__ways">
        <section className="app-way" aria-labelledby="scan">
          <h2 id="scan" className="nhsuk-heading-l">
            {start.scanHeading}
          </h2>
          <LetterPicture />
          <p className="app-way__instruction">{start.scan}</p>
          <p>{start.scanThen}</p>
        </section>
        <section className="app-way" aria-labelledby="type">
          <h2 id="type" className="nhsuk-heading-l">
            {start.typeHeading}
          </h2>
          <KeysPicture />
          <p className="app-way__instruction">{start.type}</p>
          <Button type="button" className="app-button--wide" onClick={() => void act({ kind: 'type-number' })}>
            {start.typeButton}
          </Button>
        </section>
      </div>
    </div>
  );
}
