/**
 * Ticket numbers of a day: each follows the one before. Those that lost acts may have given are in people's hands, and are left
 * out: kept beside the specimen numbers that were given out, under a prefix that no station's range can have.
 */
import { type checkInsTable, ticketsPerDayMax } from './check-ins.ts';
import type { reservedNumbersTable } from './reserved-numbers.ts';

const digits = 4;
/** More people than one kiosk can check in on one day. */
const peopleMax = 2_000;

interface Tables {
  readonly checkIns: Pick<ReturnType<typeof checkInsTable>, 'nextTicketNumber'>;
  readonly reservedNumbers: Pick<ReturnType<typeof reservedNumbersTable>, 'highest' | 'leaveOut'>;
}

export function ticketNumbers({ checkIns, reservedNumbers }: Tables) {
  const rangeOf = (clinicDay: string, from: number) =>
    ({ prefix: `ticket ${clinicDay} `, digits, from, to: ticketsPerDayMax }) as const;

  function next(clinicDay: string): number {
    const leftOut = reservedNumbers.highest(rangeOf(clinicDay, 1)) ?? 0;
    return Math.max(checkIns.nextTicketNumber(clinicDay), leftOut + 1);
  }

  return {
    next,
    /** @param checkInsMax how many may be lost; Infinity: nobody knows. However often that happens, some numbers stay. */
    leaveOut(clinicDay: string, checkInsMax: number): void {
      const from = next(clinicDay);
      const half = Math.floor((ticketsPerDayMax - from) / 2);
      reservedNumbers.leaveOut(rangeOf(clinicDay, from), Math.min(checkInsMax, peopleMax, half));
    },
  };
}
