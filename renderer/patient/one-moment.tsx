/** Between an answer and what follows; usually too short to be read. */
import { useWords } from '../words/use-words.ts';
import { Heading } from './heading.tsx';
import { Paragraphs } from './paragraphs.tsx';

export function OneMoment() {
  const { oneMoment } = useWords();
  return (
    <div className="app-message" role="status">
      <Heading text={oneMoment.heading} />
      <Paragraphs of={oneMoment.paragraphs} />
    </div>
  );
}
