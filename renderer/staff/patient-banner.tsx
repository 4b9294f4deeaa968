/** Who this page is about, always in the same place and order: name, date of birth, NHS number, then the state of the visit. */
import { Tag } from 'nhsuk-react-components';
import type { VisitDetail } from '../../electron/staff-api.ts';
import { dayListWords, stateWords, ticket, visitWords } from '../words/staff-words.ts';
import { stateTags, TakenTag } from './day-list-row.tsx';
import { StaffHeading } from './staff-heading.tsx';

interface PatientBannerProps {
  readonly visit: VisitDetail;
  readonly hasProblem: boolean;
}

export function PatientBanner({ visit, hasProblem }: PatientBannerProps) {
  const { row } = visit;
  const sent = visitWords.arrivalSent[visit.arrivalSent];
  const facts: readonly (readonly [string, string])[] = [
    [visitWords.born, row.dateOfBirth || visitWords.noDateOfBirth],
    [visitWords.nhsNumber, row.nhsNumber || visitWords.noNhsNumber],
    [visitWords.appointment, row.startsAt],
    [visitWords.arrived, visit.arrivedAt ?? visitWords.none],
    [visitWords.ticket, row.ticketNumber === null ? visitWords.none : ticket(row.ticketNumber)],
    [visitWords.visitCode, visit.visitCode ?? visitWords.none],
  ];
  return (
    <div className="app-banner">
      <StaffHeading text={row.name || dayListWords.nameForgotten} title={visitWords.title} hasProblem={hasProblem}>
        {' '}
        <Tag modifier={stateTags[row.state]}>{stateWords[row.state]}</Tag>
        <TakenTag taken={row.taken} />
      </StaffHeading>
      <dl className="app-banner__facts">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {sent === null ? null : <p className="app-banner__sent">{sent}</p>}
    </div>
  );
}
