/** Today's list, to find one patient in. Of thousands of rows only the first are drawn: nobody reads the rest, and typing stays quick. */
import { Select, Table, TextInput } from 'nhsuk-react-components';
import { useDeferredValue, useMemo, useState } from 'react';
import type { DayListRow, StationStatus } from '../../electron/staff-api.ts';
import { useWedgeScanner } from '../window/use-wedge-scanner.ts';
import { unreadableCode } from '../window/wedge-scanner.ts';
import { dayListWords, stateWords } from '../words/staff-words.ts';
import { walkInWords } from '../words/walk-in-words.ts';
import { filterDayList, type ShownState, shownStates } from './day-list-filter.ts';
import { DayListTableRow } from './day-list-row.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';

interface DayListProps {
  readonly rows: readonly DayListRow[];
  readonly list: StationStatus['list']['state'];
  readonly act: Act;
}

const rowsShownMax = 100;

export function DayList({ rows, list, act }: DayListProps) {
  const [sought, setSought] = useState('');
  const [shown, setShown] = useState<ShownState>('all');
  const soughtLately = useDeferredValue(sought);
  const found = useMemo(() => filterDayList(rows, soughtLately, shown), [rows, soughtLately, shown]);
  // A letter's barcode may be the NHS number; a ticket's is the ticket number.
  useWedgeScanner((code) => setSought(code === unreadableCode ? '' : code));
  return (
    <>
      <StaffHeading text={dayListWords.heading} />
      <button type="button" className="app-link app-register" onClick={() => void act({ kind: 'open-walk-in' })}>
        {walkInWords.link}
      </button>
      <Finder sought={sought} onSought={setSought} shown={shown} onShown={setShown} />
      <p role="status">{summary(rows, found, list)}</p>
      {found.length === 0 ? null : <DayListTable rows={found.slice(0, rowsShownMax)} act={act} />}
    </>
  );
}

function summary(rows: readonly DayListRow[], found: readonly DayListRow[], list: DayListProps['list']): string {
  if (rows.length === 0) return list === 'good' || list === 'ageing' ? dayListWords.empty : dayListWords.noList;
  if (found.length === 0) return dayListWords.notFound;
  return dayListWords.shown(Math.min(found.length, rowsShownMax), found.length);
}

interface FinderProps {
  readonly sought: string;
  readonly onSought: (sought: string) => void;
  readonly shown: ShownState;
  readonly onShown: (shown: ShownState) => void;
}

function Finder({ sought, onSought, shown, onShown }: FinderProps) {
  return (
    <div className="app-finder">
      <TextInput
        id="find"
        label={dayListWords.filter}
        hint={dayListWords.filterHint}
        width={20}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={sought}
        onChange={(event) => onSought(event.target.value)}
      />
      <Select
        id="show"
        label={dayListWords.show}
        value={shown}
        onChange={(event) => onShown(shownStates.find((state) => state === event.target.value) ?? 'all')}
      >
        {shownStates.map((state) => (
          <Select.Option key={state} value={state}>
            {shownWord(state)}
          </Select.Option>
        ))}
      </Select>
    </div>
  );
}

function shownWord(state: ShownState): string {
  if (state === 'all') return dayListWords.all;
  return state === 'needs-staff' ? dayListWords.needsStaff : stateWords[state];
}

function DayListTable({ rows, act }: { readonly rows: readonly DayListRow[]; readonly act: Act }) {
  const { columns } = dayListWords;
  return (
    <Table className="app-day-list">
      <Table.Head>
        <Table.Row>
          <Table.Cell>{columns.time}</Table.Cell>
          <Table.Cell>{columns.patient}</Table.Cell>
          <Table.Cell>{columns.nhsNumber}</Table.Cell>
          <Table.Cell>{columns.state}</Table.Cell>
          <Table.Cell>{columns.ticket}</Table.Cell>
          <Table.Cell>{columns.labels}</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {rows.map((row) => (
          <DayListTableRow key={row.bookingId} row={row} act={act} />
        ))}
      </Table.Body>
    </Table>
  );
}
