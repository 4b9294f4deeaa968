/** The state of the kiosk on every screen: how old the list is, whether the booking system answers, what each printer needs. */
import { Button, Tag } from 'nhsuk-react-components';
import type { ReactNode } from 'react';
import { stops, troubleInWords } from '../../clinic/printer-trouble.ts';
import type { PrinterLine, StationStatus } from '../../electron/staff-api.ts';
import { statusWords } from '../words/staff-words.ts';
import { clockSentence } from '../words/station-task-words.ts';
import { diskFullWords } from '../words/store-words.ts';
import type { Act } from './staff-act.ts';

const listTags = { good: 'green', ageing: 'yellow', none: 'red', yesterday: 'red' } as const;
const upstreamTags = { online: 'green', offline: 'orange', 'not-tried': 'grey' } as const;
/** Of more printers than these, only those are named that have work or trouble. */
const printersNamedMax = 4;

interface StatusBarProps {
  readonly status: StationStatus;
  /** The list is fetched only for somebody who is signed in. */
  readonly isSignedIn: boolean;
  readonly act: Act;
}

export function StatusBar({ status, isSignedIn, act }: StatusBarProps) {
  const { list, upstream } = status;
  return (
    <section className="app-status" aria-label={statusWords.heading}>
      <div className="app-status__top">
        <ul className="app-status__items">
          {status.hours.isClosed ? (
            <Item tag={<Tag modifier="grey">{statusWords.closed}</Tag>}>
              {status.hours.closesAt === null ? null : statusWords.since(status.hours.closesAt)}
            </Item>
          ) : (
            <Item tag={<Tag modifier={listTags[list.state]}>{statusWords.list[list.state]}</Tag>}>
              {list.asOf === null ? null : statusWords.listAsOf(list.asOf, list.ageMinutes)}
            </Item>
          )}
          <Item tag={<Tag modifier={upstreamTags[upstream.state]}>{statusWords.upstream[upstream.state]}</Tag>}>
            {upstream.since === null ? null : statusWords.since(upstream.since)}
          </Item>
          <Item>{statusWords.outbox(status.outboxWaiting)}</Item>
          <PrinterItems printers={status.printers} />
        </ul>
        {isSignedIn && !status.hours.isClosed ? (
          <Button type="button" secondary small onClick={() => void act({ kind: 'pull-now' })}>
            {statusWords.pullNow}
          </Button>
        ) : null}
        {isSignedIn && status.clock !== null && status.clock.kind !== 'absurd' ? (
          <Button type="button" secondary small onClick={() => void act({ kind: 'confirm-time' })}>
            {statusWords.confirmTime}
          </Button>
        ) : null}
      </div>
      <div role="status" aria-atomic="false">
        <PrintersToSeeTo printers={status.printers} />
        <Warnings status={status} />
      </div>
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

function PrinterItems({ printers }: { readonly printers: readonly PrinterLine[] }) {
  const isQuiet = ({ isReady, troubles, papersWaiting }: PrinterLine) =>
    isReady && troubles.length === 0 && papersWaiting === 0;
  const named = printers.length > printersNamedMax ? printers.filter((printer) => !isQuiet(printer)) : printers;
  const others = printers.length - named.length;
  return (
    <>
      {named.map((printer) => (
        <PrinterItem key={printer.name} printer={printer} />
      ))}
      {others === 0 ? null : (
        <Item tag={<Tag modifier="green">{statusWords.printerReady}</Tag>}>
          {named.length === 0 ? statusWords.allPrinters(others) : statusWords.otherPrinters(others)}
        </Item>
      )}
    </>
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

/** What each printer needs, in whole sentences; those that print nothing until then come first. */
function PrintersToSeeTo({ printers }: { readonly printers: readonly PrinterLine[] }) {
  const toSeeTo = printers.filter(({ troubles }) => troubles.length > 0);
  const isStopped = ({ troubles }: PrinterLine) => troubles.some(stops);
  const inOrder = [...toSeeTo.filter(isStopped), ...toSeeTo.filter((printer) => !isStopped(printer))];
  if (inOrder.length === 0) return null;
  return (
    <ul className="app-status__printers">
      {inOrder.map((printer) => (
        <li key={printer.name} className={isStopped(printer) ? 'app-status__stopped' : undefined}>
          <strong>{printer.name}:</strong>
          <div>
            {printer.troubles.map((trouble) => (
              <p key={trouble}>{troubleInWords[trouble]}</p>
            ))}
            {printer.interrupted == null ? null : <p>{statusWords.interrupted(printer.interrupted)}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function whyInWords(state: StationStatus['upstream']['state'], because: string): string | null {
  if (state === 'offline') return statusWords.because(because);
  return state === 'online' ? statusWords.notSent(because) : null;
}

/** Everything else that somebody has to do something about, in whole sentences. */
function Warnings({ status }: { readonly status: StationStatus }) {
  const { list, upstream } = status;
  const warnings = [
    status.diskIsFull ? diskFullWords : null,
    status.clock === null ? null : clockSentence(status.clock),
    status.hours.isClosed ? statusWords.closedThen : statusWords.listThen[list.state],
    upstream.because === null ? null : whyInWords(upstream.state, upstream.because),
    status.setAside === 0 ? null : statusWords.setAside(status.setAside),
    status.notShown === 0 ? null : statusWords.notShown(status.notShown),
    status.keyIsOnDiskOnly ? statusWords.keyIsOnDiskOnly : null,
    status.certificateEndsInDays === null ? null : statusWords.certificateEnds(status.certificateEndsInDays),
  ].filter((warning) => warning !== null);
  if (warnings.length === 0) return null;
  return (
    <ul className="app-status__warnings">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}
