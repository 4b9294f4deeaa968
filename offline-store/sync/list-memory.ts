/**
 * The list that the last pull stored, kept so that the next one need not read thousands of rows back at once, which would hold
 * up the patient's window. It is believed only while the cache says that the same pull is the one in use, and forgotten else.
 */
import type { Booking } from '../../clinic/booking.ts';
import type { Cache, DayListAge } from '../store.ts';

export interface ListMemory {
  /** What the list of this day and site held before; nothing when the cache holds another one, which says nothing about today. */
  before(cache: Pick<Cache, 'age' | 'bookings'>, wanted: Pick<DayListAge, 'clinicDay' | 'siteId'>): readonly Booking[];
  note(age: DayListAge, bookings: readonly Booking[]): void;
}

export function listMemory(): ListMemory {
  let noted: { readonly age: DayListAge; readonly bookings: readonly Booking[] } | null = null;
  return {
    before(cache, { clinicDay, siteId }) {
      const inUse = cache.age();
      if (noted?.age.pulledAt !== inUse?.pulledAt) noted = null;
      if (inUse?.clinicDay !== clinicDay || inUse.siteId !== siteId) {
        noted = null;
        return [];
      }
      return noted?.bookings ?? cache.bookings();
    },
    note(age, bookings) {
      noted = { age, bookings };
    },
  };
}
