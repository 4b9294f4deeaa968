/** Checked in: the ticket number, large enough to be read by somebody who left their glasses at home, and where to wait. */
import { Panel } from 'nhsuk-react-components';
import { useWords } from '../words/use-words.ts';
import { Heading } from './heading.tsx';
import { Paragraphs } from './paragraphs.tsx';

interface CheckedInProps {
  readonly ticketNumber: number;
  readonly waitAt: string;
  readonly isRepeat: boolean;
}

export function CheckedIn({ ticketNumber, waitAt, isRepeat }: CheckedInProps) {
  const words = useWords();
  const { checkedIn } = words;
  return (
    <div className="app-checked-in">
      <Panel className="app-ticket">
        <Heading
          text={isRepeat ? checkedIn.headingAgain : checkedIn.heading}
          className="nhsuk-panel__title app-ticket__heading"
        />
        <p className="app-ticket__label">{checkedIn.ticketNumberIs}</p>
        <p className="app-ticket__number">{words.number(ticketNumber)}</p>
      </Panel>
      <div className="app-checked-in__next">
        <p className="app-checked-in__take">{isRepeat ? checkedIn.again : checkedIn.takeTicket}</p>
        <h2 className="nhsuk-heading-m">{checkedIn.waitHeading}</h2>
        <p className="app-checked-in__where">{waitAt}</p>
        <h2 className="nhsuk-heading-m">{checkedIn.nextHeading}</h2>
        <Paragraphs of={checkedIn.next} />
      </div>
    </div>
  );
}
