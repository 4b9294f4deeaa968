/** People of today's list whom the patient at the desk may be, as far as staff need to tell two people apart. */
import { useEffect, useRef } from 'react';
import { readBackWords, walkInWords as words } from '../words/walk-in-words.ts';
import type { Act } from './staff-act.ts';
import type { FormView } from './walk-in-form.tsx';

type Listed = NonNullable<FormView['known']>['patients'][number];

interface KnownPatientsProps {
  readonly known: NonNullable<FormView['known']>;
  readonly times: number;
  readonly act: Act;
}

/** The patient is on the list: that booking is used. */
export function KnownPatients({ known, times, act }: KnownPatientsProps) {
  const notice = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is announced
  useEffect(() => notice.current?.focus(), [times]);
  return (
    <div className="app-notice app-notice--look" role="alert" tabIndex={-1} ref={notice}>
      <p>{words.known[known.by]}</p>
      <ListedPatients patients={known.patients} act={act} />
      <p>{words.wrongPerson}</p>
    </div>
  );
}

/** With `act` each name leads to the visit. */
export function ListedPatients({ patients, act }: { readonly patients: readonly Listed[]; readonly act?: Act }) {
  return (
    <ul className="nhsuk-list app-listed">
      {patients.map((patient) => (
        <li key={patient.bookingId}>
          <span>{patient.startsAt}</span>
          <strong>{patient.name}</strong>
          <span>
            {patient.dateOfBirth === '' ? readBackWords.noDateOfBirth : readBackWords.born(patient.dateOfBirth)}
          </span>
          <span>{patient.nhsNumber === '' ? readBackWords.noNumber : patient.nhsNumber}</span>
          {patient.ticketNumber === null ? null : <span>{readBackWords.ticket(patient.ticketNumber)}</span>}
          {patient.isOff ? <span>{readBackWords.isOff}</span> : null}
          {act === undefined ? null : (
            <button
              type="button"
              className="app-link"
              onClick={() => void act({ kind: 'open-visit', bookingId: patient.bookingId })}
            >
              {words.openKnown(patient.name)}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
