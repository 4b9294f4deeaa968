/** What is wrong with an answer, above the question, as in the NHS design system. Takes the focus each time something is refused. */
import { ErrorSummary } from 'nhsuk-react-components';
import { useEffect, useRef } from 'react';

interface ProblemSummaryProps {
  readonly title: string;
  readonly message: string;
  /** The field to mend, when there is one; the message leads to it. */
  readonly fieldId?: string;
  /** Changes with each refusal, so that the same problem twice is read out twice. */
  readonly times: number;
}

export function ProblemSummary({ title, message, fieldId, times }: ProblemSummaryProps) {
  const summary = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is announced
  useEffect(() => summary.current?.focus(), [times]);
  return (
    <ErrorSummary ref={summary} tabIndex={-1} disableAutoFocus>
      <ErrorSummary.Title>{title}</ErrorSummary.Title>
      <ErrorSummary.List>
        {fieldId === undefined ? (
          <ErrorSummary.ListItem>{message}</ErrorSummary.ListItem>
        ) : (
          <ErrorSummary.ListItem
            href={`#${fieldId}`}
            onClick={(event) => {
              event.preventDefault();
              document.getElementById(fieldId)?.focus();
            }}
          >
            {message}
          </ErrorSummary.ListItem>
        )}
      </ErrorSummary.List>
    </ErrorSummary>
  );
}
