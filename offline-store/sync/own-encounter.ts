/** Finds the Encounter that we made of an arrival or a registration. */
import { ok, type Result } from '../../clinic/result.ts';
import type { FhirClient } from './fhir-client.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { eventIdentifier, eventToken } from './own-events.ts';
import { findAll } from './upstream-booking.ts';
import { type EncounterRead, readAs } from './write-back-resources.ts';

export async function findOwnEncounter(
  eventId: string,
  client: FhirClient,
): Promise<Result<EncounterRead | null, FhirProblem>> {
  const found = await findAll(client, 'Encounter', [['identifier', eventToken(eventId)]]);
  if (!found.ok) return found;
  const encounters = found.value.map((raw) => readAs('Encounter', raw)).filter((encounter) => encounter !== null);
  return ok(encounters.find(({ read }) => read.identifier.some(({ value }) => value === wanted(eventId))) ?? null);
}

const wanted = (eventId: string): string => eventIdentifier(eventId).value;
