/** The kiosk takes nobody: where patients go instead, and, small, what site IT has to mend. */
import { useWords } from '../words/use-words.ts';
import { Heading } from './heading.tsx';
import { Paragraphs } from './paragraphs.tsx';

export function OutOfService({ problems }: { readonly problems: readonly string[] }) {
  const { outOfService } = useWords();
  return (
    <div className="app-message">
      <Heading text={outOfService.heading} />
      <Paragraphs of={outOfService.paragraphs} />
      {problems.length === 0 ? null : (
        <section className="app-for-site-it" aria-labelledby="for-site-it">
          <h2 id="for-site-it">{outOfService.forSiteIt}</h2>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
