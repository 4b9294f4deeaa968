/**
 * Delivers one collection: the booking becomes fulfilled, our visit finished, and each tube whose blood was taken a Specimen. Orders
 * are left as they are: the laboratory completes them.
 *
 * Specimens are told apart by the number on the label, which is given once ever: those that upstream has are not sent again. A few
 * go with the booking, the rest after it.
 */
import { decideWriteBack, type WriteBackDecision } from '../../clinic/write-back.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import { type CollectionFound, readForCollection, type TubeFound } from './collection-reading.ts';
import { collectionWrites } from './collection-writes.ts';
import {
  afterFailedRead,
  afterSending,
  type Delivery,
  type DeliveryContext,
  deliverInSteps,
  ended,
  endedAs,
  type Step,
  setAside,
  wantedOf,
} from './delivery.ts';
import { sendWrites } from './send-writes.ts';

export function deliverCollection(entry: OutboxEntry, context: DeliveryContext): Promise<Delivery> {
  const appointmentId = upstreamIdOf(entry.bookingId, context);
  if (appointmentId === null) return Promise.resolve(setAside('not-registered'));
  return deliverInSteps(entry, async () => {
    const read = await readForCollection(entry, appointmentId, context);
    if (!read.ok) return afterFailedRead(read.problem);
    return step(entry, read.value, decisionOf(entry, read.value, context), context);
  });
}

/** Of a registration: the booking that upstream made of it. */
function upstreamIdOf(bookingId: string, { ledger }: DeliveryContext): string | null {
  const isRegistered = ledger.outboxOf(bookingId).some(({ kind }) => kind === 'walk-in');
  return isRegistered ? ledger.upstreamBookingOf(bookingId) : bookingId;
}

function decisionOf(entry: OutboxEntry, found: CollectionFound, context: DeliveryContext): WriteBackDecision {
  const there = found.tubes.filter(({ isThere }) => isThere).length;
  const some = there === 0 ? 'none' : 'some';
  return decideWriteBack({
    kind: 'collected',
    wanted: wantedOf(entry, context),
    found: found.booking,
    specimensThere: there > 0 && there === found.tubes.length ? 'all' : some,
    isOrderRevoked: found.isOrderRevoked,
    isPatientKnown: found.patientId !== null,
  });
}

async function step(
  entry: OutboxEntry,
  found: CollectionFound,
  decision: WriteBackDecision,
  context: DeliveryContext,
): Promise<Step> {
  const isOnlyBooking = context.site.writeBack === 'appointment-only';
  const all = found.tubes.map(idOf);
  // Under one number there may be somebody else's.
  const there = found.patientId === null ? [] : found.tubes.filter(({ isThere }) => isThere).map(idOf);
  if (decision.write === 'nothing') return endedAs(decision, { sentSpecimenIds: there });
  if (isOnlyBooking && decision.write === 'specimens') return endedAs(decision);
  const planned = collectionWrites(entry, found, decision.write, context);
  if (planned === null) return ended(setAside('refused-by-server'));
  const sent = await sendWrites(entry, planned.writes, context);
  if (sent.kind !== 'written') return afterSending(sent);
  if (!isOnlyBooking && planned.left > 0) return { kind: 'went-on' };
  const version = decision.write === 'all' ? (sent.entries[0]?.version ?? null) : null;
  return endedAs(decision, { version, sentSpecimenIds: all });
}

const idOf = ({ specimen }: TubeFound): string => specimen.id;
