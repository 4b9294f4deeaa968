/** Delivers one event by its kind. */
import { unreachable } from '../../clinic/assert.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import { deliverArrival } from './deliver-arrival.ts';
import { deliverCollection } from './deliver-collection.ts';
import { deliverRegistration } from './deliver-registration.ts';
import type { Delivery, DeliveryContext } from './delivery.ts';

export function deliver(entry: OutboxEntry, context: DeliveryContext): Promise<Delivery> {
  switch (entry.kind) {
    case 'arrived':
      return deliverArrival(entry, context);
    case 'collected':
      return deliverCollection(entry, context);
    case 'walk-in':
      return deliverRegistration(entry, context);
    default:
      return unreachable(entry.kind);
  }
}
