/** What is wrong with an answer, above the question, as in the NHS design system: a list of one. */
import { ProblemList } from './problem-list.tsx';

interface ProblemSummaryProps {
  readonly title: string;
  readonly message: string;
  /** The field to mend, when there is one; the message leads to it. */
  readonly fieldId?: string;
  /** Changes with each refusal, so that the same problem twice is read out twice. */
  readonly times: number;
}

export function ProblemSummary({ title, message, fieldId, times }: ProblemSummaryProps) {
  return <ProblemList title={title} problems={[{ fieldId, message }]} times={times} />;
}
