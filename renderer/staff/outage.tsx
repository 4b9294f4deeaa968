/** What staff need while the booking system is away: how the list is, the list on paper, a list from a file, the downtime pack. */
import { Button } from 'nhsuk-react-components';
import type { ReactNode } from 'react';
import type { DowntimePackStatus, OutageTold, OutageView, StationStatus } from '../../electron/staff-api.ts';
import { ProblemSummary } from '../window/problem-summary.tsx';
import { outageSentence, outageWords } from '../words/outage-words.ts';
import { frameWords } from '../words/staff-words.ts';
import { ConfirmImport } from './confirm-import.tsx';
import { OutageFiles } from './outage-files.tsx';
import { OutageLinks } from './outage-links.tsx';
import type { Act } from './staff-act.ts';
import { StaffHeading } from './staff-heading.tsx';
import { useImport } from './use-import.ts';

interface OutageProps {
  readonly outage: OutageView;
  readonly list: StationStatus['list'] | null;
  readonly staffName: string;
  readonly act: Act;
}

export function Outage({ outage, list, staffName, act }: OutageProps) {
  const state = list?.state ?? 'none';
  const isUsable = state === 'good' || state === 'ageing';
  const { asked, ask, cancel, load, print, answers } = useImport(outage.told, act);
  return (
    <>
      <Told told={outage.told} isAsking={asked !== null} times={answers} />
      <StaffHeading text={outageWords.heading} hasProblem={isProblem(outage.told)} />
      <p className="app-busy" role="status">
        {outage.isBusy ? frameWords.busy : null}
      </p>
      <div className="app-outage">
        <Part id="list" heading={outageWords.listHeading}>
          <p>{outageWords.list[state](list?.asOf ?? '')}</p>
          {isUsable ? <p>{outageWords.bookings(outage.bookings)}</p> : null}
        </Part>
        <Part id="print" heading={outageWords.printHeading}>
          <PrintList hasPrinter={outage.hasDocumentPrinter} isUsable={isUsable} onPrint={print} />
        </Part>
        <Part id="load" heading={outageWords.loadHeading}>
          <OutageFiles outage={outage} act={act} onLoad={ask} />
        </Part>
        <Part id="pack" heading={outageWords.packHeading}>
          <Pack pack={outage.pack} />
        </Part>
        <Part id="more" heading={outageWords.moreHeading}>
          <OutageLinks act={act} />
        </Part>
      </div>
      {asked === null ? null : (
        <ConfirmImport
          key={`${asked.file.name} ${asked.agreed?.found}`}
          asked={asked}
          told={outage.told}
          times={answers}
          staffName={staffName}
          onConfirm={load}
          onCancel={cancel}
        />
      )}
    </>
  );
}

function Part({
  id,
  heading,
  children,
}: {
  readonly id: string;
  readonly heading: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="app-outage__part" aria-labelledby={`outage-${id}`}>
      <h2 id={`outage-${id}`} className="nhsuk-heading-s">
        {heading}
      </h2>
      {children}
    </section>
  );
}

function isProblem(told: OutageTold | null): boolean {
  return told?.kind === 'list-refused' || told?.kind === 'list-not-printed';
}

interface ToldProps {
  readonly told: OutageTold | null;
  readonly isAsking: boolean;
  readonly times: number;
}

/** What came of the last act; what is wrong with a second person's answer stands in the question. */
function Told({ told, isAsking, times }: ToldProps) {
  if (told === null || isAsking || told.kind === 'second-refused' || told.kind === 'second-locked') return null;
  const sentence = outageSentence(told);
  if (isProblem(told)) return <ProblemSummary title={frameWords.thereIsAProblem} message={sentence} times={times} />;
  return (
    <div className="app-notice app-notice--done" role="status" key={times}>
      <p>{sentence}</p>
    </div>
  );
}

interface PrintListProps {
  readonly hasPrinter: boolean;
  readonly isUsable: boolean;
  readonly onPrint: () => void;
}

function PrintList({ hasPrinter, isUsable, onPrint }: PrintListProps) {
  if (!hasPrinter) return <p>{outageWords.noPrinter}</p>;
  if (!isUsable) return <p>{outageWords.nothingToPrint}</p>;
  return (
    <>
      <p id="print-then">{outageWords.printThen}</p>
      <Button type="button" secondary aria-describedby="print-then" onClick={onPrint}>
        {outageWords.print}
      </Button>
    </>
  );
}

function Pack({ pack }: { readonly pack: DowntimePackStatus | null }) {
  if (pack === null) return <p>{outageWords.noPack}</p>;
  return (
    <>
      {pack.problem === null ? null : (
        <p className="app-outage__trouble">
          <strong>{outageWords.packProblem[pack.problem]}</strong>
        </p>
      )}
      <p>{outageWords.pack(pack)}</p>
      <dl className="app-outage__where">
        <dt>{outageWords.packAt}</dt>
        <dd>{pack.folder}</dd>
      </dl>
      <p>{outageWords.packThen}</p>
    </>
  );
}
