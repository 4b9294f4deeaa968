/** The heading of a patient's screen. */
import { useScreenTitle } from '../window/use-screen-title.ts';
import { useWords } from '../words/use-words.ts';

interface HeadingProps {
  readonly text: string;
  /** A problem summary takes the focus instead. */
  readonly hasProblem?: boolean;
  readonly className?: string;
}

export const headingId = 'heading';

export function Heading({ text, hasProblem = false, className = 'nhsuk-heading-xl' }: HeadingProps) {
  const words = useWords();
  const heading = useScreenTitle(words.title(text, hasProblem), !hasProblem);
  return (
    <h1 id={headingId} className={className} tabIndex={-1} ref={heading}>
      {text}
    </h1>
  );
}
