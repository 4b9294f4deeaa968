/** The heading of a staff screen. */
import type { ReactNode } from 'react';
import { useScreenTitle } from '../window/use-screen-title.ts';
import { frameWords } from '../words/staff-words.ts';

interface StaffHeadingProps {
  readonly text: string;
  /** Of the window, where the heading is a patient's name: taskbars show titles to everybody. */
  readonly title?: string;
  readonly hasProblem?: boolean;
  readonly children?: ReactNode;
}

export function StaffHeading({ text, title = text, hasProblem = false, children }: StaffHeadingProps) {
  const heading = useScreenTitle(frameWords.title(title), !hasProblem);
  return (
    <h1 className="nhsuk-heading-l" tabIndex={-1} ref={heading}>
      {text}
      {children}
    </h1>
  );
}
