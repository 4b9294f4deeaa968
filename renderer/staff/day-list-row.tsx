/** One booking of the day, as a row; the name opens the visit. */
import { Tag } from 'nhsuk-react-components';
import type { DayListRow, VisitState } from '../../electron/staff-api.ts';
import { collectionWords } from '../words/collection-words.ts';
import { dayListWords, stateWords, ticket } from '../words/staff-words.ts';
import type { Act } from './staff-act.ts';

export const stateTags = {
  expected: 'white',
  'checked-in': 'green',
  late: 'yellow',
  cancelled: 'grey',
  'not-coming': 'grey',
  'done-elsewhere': 'blue',
} as const satisfies Record<VisitState, string>;

const labelTags: Partial<Record<DayListRow['labels'], 'red' | 'yellow'>> = {
  'needs-staff': 'red',
  'to-confirm': 'yellow',
};

/** Behind the state of a visit: how much of its blood is recorded as taken. */
export function TakenTag({ taken }: Pick<DayListRow, 'taken'>) {
  if (taken === 'none') return null;
  return (
    <>
      {' '}
      <Tag modifier="blue">{collectionWords.tags[taken]}</Tag>
    </>
  );
}

function Labels({ labels }: Pick<DayListRow, 'labels'>) {
  const tag = labelTags[labels];
  return tag === undefined ? dayListWords.labels[labels] : <Tag modifier={tag}>{dayListWords.labels[labels]}</Tag>;
}

export function DayListTableRow({ row, act }: { readonly row: DayListRow; readonly act: Act }) {
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">{row.startsAt}</td>
      <td className="nhsuk-table__cell">
        <button
          type="button"
          className="app-link"
          onClick={() => void act({ kind: 'open-visit', bookingId: row.bookingId })}
        >
          {row.name || dayListWords.nameForgotten}
        </button>{' '}
        {row.hasSimilarName ? <Tag modifier="orange">{dayListWords.similarName}</Tag> : null}
        <div className="app-day-list__born">{dayListWords.born(row.dateOfBirth)}</div>
      </td>
      <td className="nhsuk-table__cell nhsuk-u-nowrap">
        {row.nhsNumber === '' ? dayListWords.noNhsNumber : row.nhsNumber}
      </td>
      <td className="nhsuk-table__cell">
        <Tag modifier={stateTags[row.state]}>{stateWords[row.state]}</Tag>
        <TakenTag taken={row.taken} />
      </td>
      <td className="nhsuk-table__cell">
        {row.ticketNumber === null ? dayListWords.labels.none : ticket(row.ticketNumber)}
      </td>
      <td className="nhsuk-table__cell">
        <Labels labels={row.labels} />
      </td>
    </tr>
  );
}
