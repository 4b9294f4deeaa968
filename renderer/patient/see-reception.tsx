/** Somebody else has to help. It always says that the patient is not checked in, and what to do; never why, where that would tell a stranger something. */
import { InsetText } from 'nhsuk-react-components';
import type { ReceptionReason } from '../../clinic/check-in.ts';
import { useWords } from '../words/use-words.ts';
import { Heading } from './heading.tsx';
import { Paragraphs } from './paragraphs.tsx';

interface SeeReceptionProps {
  readonly reason: ReceptionReason;
  readonly startsAt: string | null;
  readonly checkInFrom: string | null;
}

export function SeeReception({ reason, startsAt, checkInFrom }: SeeReceptionProps) {
  const { seeReception } = useWords();
  const instruction = seeReception.reasons[reason];
  const hasTimes = reason === 'too-early' && startsAt !== null && checkInFrom !== null;
  return (
    <div className="app-message">
      <Heading text={instruction.heading} />
      <InsetText className="app-not-checked-in">
        <p>{seeReception.notCheckedIn}</p>
      </InsetText>
      <Paragraphs of={hasTimes ? seeReception.tooEarly(startsAt, checkInFrom) : instruction.paragraphs} />
    </div>
  );
}
