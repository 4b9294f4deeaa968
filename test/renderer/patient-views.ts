/** One view for each thing that a patient can see; tests and pictures are made from the same ones. */
import type { ReceptionReason } from '../../clinic/check-in.ts';
import type { PatientScreen, PatientView } from '../../electron/patient-api.ts';

export function patientView(content: PatientScreen, rest: Partial<Omit<PatientView, 'content'>> = {}): PatientView {
  return { siteName: 'Training Clinic', content, stillThere: null, sitting: 1, ...rest };
}

export const receptionReasons: Readonly<Record<ReceptionReason, true>> = {
  'could-not-match': true,
  'too-early': true,
  'too-late': true,
  'not-today': true,
  'code-not-recognised': true,
  'list-not-ready': true,
  resting: true,
  closed: true,
  'not-possible-now': true,
};

const checkedIn = { screen: 'checked-in', ticketNumber: 7, waitAt: 'Blue seats, outside room 4' } as const;

export const patientViews: Readonly<Record<string, PatientView>> = {
  start: patientView({ screen: 'start' }),
  'type-number': patientView({ screen: 'type-number', problem: null }),
  'type-number-refused': patientView({ screen: 'type-number', problem: 'wrong-check-digit' }),
  'date-of-birth': patientView({ screen: 'date-of-birth', triesLeft: 3, problem: null }),
  'date-of-birth-refused': patientView({ screen: 'date-of-birth', triesLeft: 3, problem: 'not-a-date' }),
  'date-of-birth-no-match': patientView({ screen: 'date-of-birth', triesLeft: 1, problem: 'no-match' }),
  'one-moment': patientView({ screen: 'one-moment' }),
  'checked-in': patientView({ ...checkedIn, isRepeat: false }),
  'checked-in-again': patientView({ ...checkedIn, ticketNumber: 1207, isRepeat: true }),
  ...Object.fromEntries(
    Object.keys(receptionReasons).map((reason) => [
      `see-reception-${reason}`,
      // Keys of a Record of exactly these reasons.
      patientView({ screen: 'see-reception', reason: reason as ReceptionReason, startsAt: null, checkInFrom: null }),
    ]),
  ),
  'see-reception-too-early-with-times': patientView({
    screen: 'see-reception',
    reason: 'too-early',
    startsAt: '14:05',
    checkInFrom: '13:00',
  }),
  'out-of-service': patientView({
    screen: 'out-of-service',
    problems: [
      'printers.bay.dotsPerMm: 203 is dots per inch; expected 8 or 12 per millimetre',
      'site.odsCode: is missing',
    ],
  }),
  'still-there': patientView(
    { screen: 'date-of-birth', triesLeft: 3, problem: null },
    { stillThere: { secondsLeft: 9 } },
  ),
};
