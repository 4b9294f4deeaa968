/** Every sentence of the page "If the booking system is away". Each says what is so, and what to do. */
import type { StationStatus } from '../../electron/staff-api.ts';
import { count } from './staff-words.ts';

type ListState = StationStatus['list']['state'];

export const outageWords = {
  heading: 'If the booking system is away',
  listHeading: 'The list in this kiosk',
  list: {
    good: (asOf: string) => `Today's list is here, as it was at ${asOf}. Patients can check in as usual.`,
    ageing: (asOf: string) =>
      `Today's list is here, as it was at ${asOf}. Patients can check in. What was booked, moved or cancelled since then is not on it.`,
    none: () =>
      'There is no list that may be used. Patients cannot check themselves in. Load a list from a file, or work from the printed list.',
    yesterday: () =>
      "There is no list of today. Yesterday's list is never used. Load today's list from a file, or work from the printed list.",
  } satisfies Record<ListState, (asOf: string) => string>,
  bookings: (bookings: number) => `It has ${count(bookings, 'booking', 'bookings')}.`,
} as const;
