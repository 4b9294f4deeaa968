/** A booking system for one process: it can say all that it knows, be made again from that, and take what a kiosk owes. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../../offline-store/store.ts';
import { createFhirClient } from '../../offline-store/sync/fhir-client.ts';
import { type PushReport, pushOutbox } from '../../offline-store/sync/push.ts';
import { computersTimers } from '../../offline-store/sync/silence-watch.ts';
import { UpstreamSettings } from '../../offline-store/sync/upstream-settings.ts';
import { nowText, today } from '../offline-store/store-values.ts';
import { type Resource, siteLocation } from '../simulation/booked-day.ts';
import { type Upstream, upstreamOf } from '../simulation/upstream.ts';

const kept = ['Appointment', 'Encounter', 'Provenance'] as const;
const nowMs = Date.parse(nowText);

export function bookedAppointment(id: string): Resource {
  const participant = [
    { actor: { reference: `Patient/patient-${id}` }, status: 'accepted' },
    { actor: { reference: `Location/${siteLocation}` }, status: 'accepted' },
  ];
  return { resourceType: 'Appointment', id, status: 'booked', start: `${today}T09:00:00Z`, participant };
}

/** @param onWritten hears of each write before anybody is answered. */
export function upstreamHolding(resources: readonly Resource[], onWritten: (upstream: Upstream) => void): Upstream {
  const upstream = upstreamOf({ nowMs: () => nowMs, onWritten: () => onWritten(upstream) });
  // What it made before keeps apart from what it will make.
  for (const resource of resources) {
    const isMadeHere = resource.resourceType !== 'Appointment';
    upstream.put(isMadeHere ? { ...resource, id: `before-${resource.id}` } : resource);
  }
  return upstream;
}

export const knownTo = (upstream: Upstream): readonly Resource[] =>
  kept.flatMap((type) => upstream.all(type).map(({ resource }) => resource));

/** One round of sending. */
export function pushTo(upstream: Upstream, { ledger, cache, walkIns }: Store): Promise<PushReport> {
  const settings = UpstreamSettings.parse({ baseUrl: upstream.baseUrl, siteLocationIds: [siteLocation] });
  const now = () => nowText;
  const client = createFhirClient({
    settings,
    now,
    newId: randomUUID,
    timers: computersTimers,
    async transport(url, { method, headers, body = '' }) {
      const answer = upstream.handle({ method, url, headers, body });
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    },
  });
  const where = { site: settings, siteId: siteLocation, timeZone: 'Europe/London', stationName: 'KIOSK-1' };
  return pushOutbox({ ...where, client, ledger, cache, walkIns, now, random: () => 0, isBack: true });
}
