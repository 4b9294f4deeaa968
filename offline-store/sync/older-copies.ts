/**
 * Bookings that a whole pull brought in an older version than their rows have: a search that is behind itself would bring a
 * cancelled booking back as booked. Each is read alone, and what that says counts, also where it is the older version still: a
 * booking system that was restored from a copy has gone back as a whole.
 */
import type { Booking } from '../../clinic/booking.ts';
import type { FhirClient } from './fhir-client.ts';
import type { Reading } from './from-fhir.ts';
import type { Pulled } from './included-resources.ts';
import { notShownTo, readAlone, readsMax, whileThere } from './missing-rows.ts';

interface OlderCopies {
  readonly client: FhirClient;
  readonly reading: Reading;
  readonly previous: readonly Booking[];
  readonly pulled: Pulled;
}

export async function settleOlderCopies({ client, reading, previous, pulled }: OlderCopies): Promise<Pulled> {
  const rows = new Map(previous.map((row) => [row.id, row]));
  const there = whileThere(client);
  const bookings: Booking[] = [];
  const setAside = [...pulled.setAside];
  let reads = 0;
  for (const booking of pulled.bookings) {
    const row = rows.get(booking.id);
    if (row === undefined || !isOlder(booking, row)) bookings.push(booking);
    else {
      reads += 1;
      const answer: Answer =
        reads > readsMax ? { kind: 'no-answer' } : await readAlone(there, booking.id, { reading, rows });
      bookings.push(settled(answer, booking, row));
      if (answer.kind === 'not-shown') setAside.push(notShownTo(booking.id));
    }
  }
  return { bookings, setAside };
}

type Answer = Awaited<ReturnType<typeof readAlone>>;

function settled(answer: Answer, booking: Booking, row: Booking): Booking {
  if (answer.kind === 'still-here') return answer.booking;
  // Without reads the search is all that there is; whatever else it is, the next pull finds it.
  return answer.kind === 'not-offered' ? booking : row;
}

/** Only versions that count up say so. */
const isOlder = (came: Booking, row: Booking): boolean => versionNumber(came) < versionNumber(row);

const versionNumber = ({ version }: Booking): number =>
  /^[0-9]{1,15}$/.test(version ?? '') ? Number(version) : Number.NaN;
