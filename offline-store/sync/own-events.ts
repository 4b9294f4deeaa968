/**
 * The names under which upstream knows our events: each event has one identifier, wherever it is looked for, and each request
 * one id of its own.
 */
import { createHash } from 'node:crypto';

/** Identifiers that are URIs, which a UUID may be: it needs no agreement with anybody. */
const eventSystem = 'urn:ietf:rfc:3986';

export const eventIdentifier = (eventId: string) => ({ system: eventSystem, value: `urn:uuid:${eventId}` });
/** As a search asks for it. */
export const eventToken = (eventId: string): string => `${eventSystem}|urn:uuid:${eventId}`;

/**
 * A UUID that follows from the event and a part of it. The same request sent again has the same id, so that a server can know a
 * repeat; one for another version of a booking has another, or such a server would repeat its refusal of the first.
 */
export function uuidFor(eventId: string, part: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([eventId, part]))
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
