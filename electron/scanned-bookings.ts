/** Which bookings a scanned code may mean. */
import type { Booking } from '../clinic/booking.ts';
import type { ClinicRules } from '../clinic/clinic-rules.ts';
import { readScan } from '../clinic/scan.ts';
import type { Cache } from '../offline-store/day-list-cache.ts';

interface ScannedBookings {
  /** About the shape of the code alone, never about who is booked. */
  readonly isRecognised: boolean;
  readonly candidates: readonly Booking[];
}

/** An exact booking reference or order number comes before the reading as an NHS number (a 10-digit order number may pass its check). */
export function scannedBookings(
  code: string | null,
  cache: Pick<Cache, 'findByCode' | 'findByNhsNumber'>,
  rules: Pick<ClinicRules, 'wristbandPrefixes'>,
): ScannedBookings {
  const read = code === null ? null : readScan(code, rules);
  if (read === null || read.kind === 'not-recognised') return { isRecognised: false, candidates: [] };
  const byReference = read.reference === null ? [] : cache.findByCode(read.reference);
  if (byReference.length > 0) return { isRecognised: true, candidates: byReference };
  return { isRecognised: true, candidates: read.nhsNumber === null ? [] : cache.findByNhsNumber(read.nhsNumber) };
}
