/** The state of the kiosk on every screen: how old the list is, whether the booking system answers, what each printer needs. */
import { Button, Tag } from 'nhsuk-react-components';
import type { ReactNode } from 'react';
import { troubleInWords } from '../../clinic/printer-trouble.ts';
import type { PrinterLine, StationStatus } from '../../electron/staff-api.ts';
import { statusWords } from '../words/staff-words.ts';
import type { Act } from './staff-act.ts';

const listTags = { good: 'green', ageing: 'yellow', none: 'red', yesterday: 'red' } as const;
const upstreamTags = { online: 'green', offline: 'orange', 'not-tried': 'grey' } as const;

export function StatusBar({ status, act }: { readonly status: StationStatus; readonly act: Act }) {
  const { list, upstream } = status;
  return (
    <section className="app-status" aria-label={statusWords.heading}>
      <ul className="app-status__items">
        <Item tag={<Tag modifier={listTags[list.state]}>{statusWords.list[list.state]}</Tag>}>
          {list.asOf === null ? null : statusWords.listAsOf(list.asOf, list.ageMinutes)}
        </Item>
        <Item tag={<Tag modifier={upstreamTags[upstream.state]}>{statusWords.upstream[upstream.state]}</Tag>}>
          {upstream.since === null ? null : statusWords.since(upstream.since)}
        </Item>
        <Item>{statusWords.outbox(status.outboxWaiting)}</Item>
        {status.printers.map((printer) => (
          <PrinterItem key={printer.name} printer={printer} />
        ))}
        <li>
          <Button type="button" secondary small onClick={() => void act({ kind: 'pull-now' })}>
            {statusWords.pullNow}
          </Button>
        </li>
      </ul>
      <Warnings status={status} />
    </section>
  );
}

function Item({ tag, children }: { readonly tag?: ReactNode; readonly children: ReactNode }) {
  return (
    <li>
      {tag} {children}
    </li>
  );
}

function PrinterItem({ printer }: { readonly printer: PrinterLine }) {
  const tag = printer.isReady ? (
    <Tag modifier={printer.troubles.length === 0 ? 'green' : 'yellow'}>{statusWords.printerReady}</Tag>
  ) : (
    <Tag modifier="red">{statusWords.printerNotReady}</Tag>
  );
  return (
    <li>
      <strong>{printer.name}</strong> {tag}{' '}
      {printer.papersWaiting === 0 ? null : statusWords.papersWaiting(printer.papersWaiting)}
    </li>
  );
}

/** Everything that somebody has to do something about, in whole sentences; announced when it changes. */
function Warnings({ status }: { readonly status: StationStatus }) {
  const { list, upstream } = status;
  const warnings = [
    statusWords.listThen[list.state],
    upstream.state === 'offline' && upstream.because !== null ? statusWords.because(upstream.because) : null,
    ...status.printers.flatMap(({ name, troubles }) =>
      troubles.map((trouble) => `${name}: ${troubleInWords[trouble]}`),
    ),
    status.setAside === 0 ? null : statusWords.setAside(status.setAside),
    status.keyIsOnDiskOnly ? statusWords.keyIsOnDiskOnly : null,
  ].filter((warning) => warning !== null);
  return (
    <div role="status">
      {warnings.length === 0 ? null : (
        <ul className="app-status__warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
