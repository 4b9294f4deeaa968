/** Everything that is wrong with a form, above it, each leading to its field. Takes the focus each time something is refused. */
import { ErrorSummary } from 'nhsuk-react-components';
import { useEffect, useRef } from 'react';

interface ProblemListProps {
  readonly title: string;
  /** Without a field, there is none to lead to. */
  readonly problems: readonly { readonly fieldId?: string | undefined; readonly message: string }[];
  /** Changes with each refusal, so that the same problems twice are read out twice. */
  readonly times: number;
}

export function ProblemList({ title, problems, times }: ProblemListProps) {
  const summary = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is announced
  useEffect(() => summary.current?.focus(), [times]);
  return (
    <ErrorSummary ref={summary} tabIndex={-1} disableAutoFocus>
      <ErrorSummary.Title>{title}</ErrorSummary.Title>
      <ErrorSummary.List>
        {problems.map(({ fieldId, message }) =>
          fieldId === undefined ? (
            <ErrorSummary.ListItem key={message}>{message}</ErrorSummary.ListItem>
          ) : (
            <ErrorSummary.ListItem
              key={fieldId}
              href={`#${fieldId}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(fieldId)?.focus();
              }}
            >
              {message}
            </ErrorSummary.ListItem>
          ),
        )}
      </ErrorSummary.List>
    </ErrorSummary>
  );
}
