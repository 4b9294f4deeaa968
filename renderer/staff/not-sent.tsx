/** What happened here and is not yet in the booking system, in order of time: to read, and to print while there is no network. */
import { Button, Table } from 'nhsuk-react-components';
import type { StaffScreen } from '../../electron/staff-api.ts';
import { frameWords, list, ticket, visitWords } from '../words/staff-words.ts';
import { notSentWords as words } from '../words/walk-in-words.ts';
import { IgnoreScans } from './ignore-scans.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';

type NotSentView = Extract<StaffScreen, { screen: 'not-sent' }>['notSent'];

export function NotSent({ notSent, act }: { readonly notSent: NotSentView; readonly act: Act }) {
  const { lines, told, hasDocumentPrinter, isBusy } = notSent;
  return (
    <>
      <button type="button" className="app-link app-back" onClick={() => void act({ kind: 'open-day-list' })}>
        {visitWords.back}
      </button>
      {told === null ? null : (
        <div className={told === 'printed' ? 'app-notice' : 'app-notice app-notice--look'} role="alert">
          <p>{words.told(told)}</p>
        </div>
      )}
      <StaffHeading text={words.heading} />
      <IgnoreScans />
      <p className="app-busy" role="status">
        {isBusy ? frameWords.busy : null}
      </p>
      <p>{lines.length === 0 ? words.empty : words.lead}</p>
      {lines.length === 0 ? null : <Lines lines={lines} />}
      {lines.length === 0 || !hasDocumentPrinter ? null : (
        <Button
          type="button"
          secondary
          disabled={isBusy}
          preventDoubleClick
          onClick={() => void act({ kind: 'print-not-sent' })}
        >
          {words.print}
        </Button>
      )}
      {hasDocumentPrinter ? null : <p className="nhsuk-hint">{words.noPrinter}</p>}
    </>
  );
}

function Lines({ lines }: Pick<NotSentView, 'lines'>) {
  const { columns } = words;
  return (
    <Table className="app-day-list">
      <Table.Head>
        <Table.Row>
          {Object.values(columns).map((column) => (
            <Table.Cell key={column}>{column}</Table.Cell>
          ))}
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {lines.map((line) => (
          <Table.Row key={`${line.bookingId} ${line.what} ${line.specimens.join()}`}>
            <Table.Cell>{words.when(line.at, line.day)}</Table.Cell>
            <Table.Cell>{words.what[line.what]}</Table.Cell>
            <Table.Cell>{line.ticketNumber === null ? visitWords.none : ticket(line.ticketNumber)}</Table.Cell>
            <Table.Cell>{line.name ?? words.nameForgotten}</Table.Cell>
            <Table.Cell>{line.specimens.length === 0 ? visitWords.none : list(line.specimens)}</Table.Cell>
            <Table.Cell>{words.by(line.by)}</Table.Cell>
            <Table.Cell>{words.because[line.because]}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
