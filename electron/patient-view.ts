/** What the patient window shows of a check-in: a projection, so that no fact about anybody leaves main before it may (S2). */
import { checkInFrom } from '../clinic/arrival-window.ts';
import { unreachable } from '../clinic/assert.ts';
import type { CheckIn } from '../clinic/check-in.ts';
import { localTime } from '../clinic/clinic-day.ts';
import type { ClinicRules } from '../clinic/clinic-rules.ts';
import type { Store } from '../offline-store/store.ts';
import type { PatientScreen } from './patient-api.ts';

interface Surroundings {
  readonly store: Store;
  readonly rules: ClinicRules;
  readonly site: { readonly waitAt: string; readonly timeZone: string };
}

export function screenOf(checkIn: CheckIn, { store, rules, site }: Surroundings): PatientScreen {
  switch (checkIn.state) {
    case 'finding':
      return { screen: 'start' };
    case 'typing-number':
      return { screen: 'type-number', problem: checkIn.problem };
    case 'confirming':
      return {
        screen: 'date-of-birth',
        triesLeft: rules.wrongAnswersMax - checkIn.wrongAnswers,
        problem: checkIn.problem,
      };
    case 'checked-in': {
      const visit = store.ledger.visit(checkIn.bookingId);
      // Checked in at a desk or another kiosk: the ticket was given there.
      if (visit === null) return seeReception('could-not-match');
      return {
        screen: 'checked-in',
        ticketNumber: visit.ticketNumber,
        waitAt: site.waitAt,
        isRepeat: checkIn.isRepeat,
      };
    }
    case 'at-reception': {
      if (checkIn.reason !== 'too-early' || checkIn.startsAt === null) return seeReception(checkIn.reason);
      return {
        screen: 'see-reception',
        reason: 'too-early',
        startsAt: localTime(checkIn.startsAt, site.timeZone),
        checkInFrom: localTime(checkInFrom(checkIn.startsAt, rules), site.timeZone),
      };
    }
    default:
      return unreachable(checkIn);
  }
}

function seeReception(reason: Extract<CheckIn, { state: 'at-reception' }>['reason']): PatientScreen {
  return { screen: 'see-reception', reason, startsAt: null, checkInFrom: null };
}
