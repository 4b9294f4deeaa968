/**
 * From what the server sent to bookings of this site and day; what cannot be one is set aside, with why.
 *
 * Pure. Every Appointment ends in exactly one of the two lists, so that nothing disappears unseen. Cancelled ones are kept
 * with their status, and a patient without NHS number is kept and found by reference.
 */
import type { Booking, BookingStatus } from '../../clinic/booking.ts';
import { clinicDayWindow } from '../../clinic/clinic-day.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { SetAside } from '../day-list-cache.ts';
import type { FhirAppointment, FhirLocation, FhirReference } from './fhir-resources.ts';
import { patientOf } from './patient-from-fhir.ts';
import { patientInUse } from './patient-records.ts';
import { type NotUnderstood, notUnderstood } from './read-resource.ts';
import { type RequestReading, requestOf } from './request-from-fhir.ts';
import { referredId, type UpstreamResources } from './upstream-resources.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

export const odsSiteSystem = 'https://fhir.nhs.uk/Id/ods-site-code';

export interface Reading extends RequestReading {
  readonly siteId: string;
  readonly site: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>;
  readonly clinicDay: string;
  /** The local day of the clinic, as two instants. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bookingReferenceSystems: readonly string[];
}

type ReadingSettings = Reading['site'] & Pick<Reading, 'bookingReferenceSystems' | 'containerCodes'>;

/** @param of the list that is wanted, with the service root, ending in a slash. */
export function readingOf(of: {
  readonly baseUrl: string;
  readonly settings: ReadingSettings;
  readonly siteId: string;
  readonly clinicDay: string;
  readonly timeZone: string;
}): Reading {
  const { baseUrl, settings, siteId, clinicDay, timeZone } = of;
  const { from, to } = clinicDayWindow(clinicDay, timeZone);
  const { bookingReferenceSystems, containerCodes } = settings;
  const window = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return { baseUrl, siteId, site: settings, clinicDay, ...window, bookingReferenceSystems, containerCodes };
}

const statuses: Readonly<Record<FhirAppointment['status'], BookingStatus>> = {
  proposed: 'not-booked',
  waitlist: 'not-booked',
  pending: 'booked',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  noshow: 'no-show',
  'entered-in-error': 'entered-in-error',
};

export function bookingOf(
  appointment: FhirAppointment,
  resources: UpstreamResources,
  reading: Reading,
): Result<Booking, SetAside> {
  const aside = (why: SetAside['why']) => refuse({ appointmentId: appointment.id, why });
  const at = siteOf(appointment, resources, reading);
  if (at !== 'ours') return aside(at === 'other' ? 'other-site' : 'not-understood');
  if (appointment.start === undefined) return aside('not-understood');
  if (!isInWindow(appointment.start, reading)) return aside('other-day');
  const patientIds = participants(appointment, 'Patient', reading.baseUrl);
  const [patientId] = patientIds;
  if (patientId === undefined) return aside('no-patient');
  // A group booking cannot be checked in as one person.
  if (patientIds.length > 1) return aside('not-understood');
  const found = patientInUse(patientId, resources, reading.baseUrl);
  if (!found.ok) return aside(found.problem);
  const patient = patientOf(found.value, reading.clinicDay);
  return ok({
    id: appointment.id,
    version: appointment.meta.versionId ?? null,
    status: statuses[appointment.status],
    siteId: reading.siteId,
    startsAt: new Date(appointment.start).toISOString(),
    references: referencesOf(appointment, reading.bookingReferenceSystems),
    patient,
    requests: requestIds(appointment, reading.baseUrl).map((id) => requestOf(id, patient, resources, reading)),
  });
}

/** What upstream says of one appointment, as the write-back rule asks it. */
export function statusOf(appointment: FhirAppointment): BookingStatus {
  return statuses[appointment.status];
}

function isInWindow(start: string, { fromMs, toMs }: Pick<Reading, 'fromMs' | 'toMs'>): boolean {
  const startMs = Date.parse(start);
  return startMs >= fromMs && startMs < toMs;
}

/**
 * One of its Locations is of this site; an appointment that names none is nobody's, and not ours. `unknown`: a Location whose code
 * the server did not show, so that nothing says that it is another's (S11).
 */
export function siteOf(
  appointment: FhirAppointment,
  resources: Pick<UpstreamResources, 'locations'>,
  { site, baseUrl }: Pick<Reading, 'site' | 'baseUrl'>,
): 'ours' | 'other' | 'unknown' {
  const sites = appointment.participant.map(({ actor }) => {
    const id = referredId(actor, 'Location', baseUrl);
    if (site.siteOdsCode === undefined) return id !== null && site.siteLocationIds?.includes(id) === true;
    if (hasOdsCode(actor, site.siteOdsCode)) return true;
    return id === null ? false : isOdsSite(resources.locations.get(id), site.siteOdsCode);
  });
  if (sites.includes(true)) return 'ours';
  return sites.includes(null) ? 'unknown' : 'other';
}

/** Null when the server did not show it. */
function isOdsSite(location: FhirLocation | NotUnderstood | undefined, odsCode: string): boolean | null {
  if (location === undefined || location === notUnderstood) return null;
  return location.identifier.some(({ system, value }) => system === odsSiteSystem && value === odsCode);
}

function hasOdsCode(actor: FhirReference | undefined, odsCode: string): boolean {
  return actor?.identifier?.system === odsSiteSystem && actor.identifier.value === odsCode;
}

function participants(appointment: FhirAppointment, type: 'Patient', baseUrl: string): readonly string[] {
  const ids = appointment.participant.map(({ actor }) => referredId(actor, type, baseUrl));
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Every order, also one that this server cannot show: then its id stands for it and staff are asked. */
function requestIds(appointment: FhirAppointment, baseUrl: string): readonly string[] {
  const ids = appointment.basedOn.map(
    (order, index) => referredId(order, 'ServiceRequest', baseUrl) ?? `${appointment.id}-order-${index + 1}`,
  );
  return [...new Set(ids)];
}

function referencesOf(appointment: FhirAppointment, systems: readonly string[]): readonly string[] {
  const carried = appointment.identifier.filter(
    ({ system, use }) => use !== 'old' && (systems.length === 0 || systems.includes(system ?? '')),
  );
  const values = carried.map(({ value }) => value?.trim() ?? '').filter((value) => value !== '');
  return [...new Set(values)];
}
