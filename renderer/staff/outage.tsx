/** What staff need while the booking system is away: how the list is, the list on paper, a list from a file, the downtime pack. */
import type { OutageView, StationStatus } from '../../electron/staff-api.ts';
import { outageWords } from '../words/outage-words.ts';
import { OutageLinks } from './outage-links.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';

interface OutageProps {
  readonly outage: OutageView;
  readonly list: StationStatus['list'] | null;
  readonly act: Act;
}

export function Outage({ outage, list, act }: OutageProps) {
  return (
    <>
      <StaffHeading text={outageWords.heading} />
      <section className="app-outage__part" aria-labelledby="outage-list">
        <h2 id="outage-list" className="nhsuk-heading-m">
          {outageWords.listHeading}
        </h2>
        <p>{outageWords.list[list?.state ?? 'none'](list?.asOf ?? '')}</p>
        {list?.state === 'good' || list?.state === 'ageing' ? <p>{outageWords.bookings(outage.bookings)}</p> : null}
      </section>
      <OutageLinks act={act} />
    </>
  );
}
