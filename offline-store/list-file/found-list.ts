/** What was read from a file: the bookings of one site and day, or why there are none. Nothing is in use yet. */
import type { Booking } from '../../clinic/booking.ts';
import type { SetAside } from '../day-list-cache.ts';
import type { UpstreamSettings } from '../sync/upstream-settings.ts';

export interface FoundList {
  readonly source: 'bundle' | 'copy';
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly bookings: readonly Booking[];
  readonly setAside: readonly SetAside[];
}

/** For whom the list must be. */
export interface WantedList {
  readonly settings: Pick<
    UpstreamSettings,
    'baseUrl' | 'siteLocationIds' | 'siteOdsCode' | 'bookingReferenceSystems' | 'containerCodes'
  >;
  readonly siteId: string;
  /** YYYY-MM-DD. */
  readonly clinicDay: string;
  readonly timeZone: string;
}
