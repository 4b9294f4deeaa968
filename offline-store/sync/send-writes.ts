/**
 * Sends the writes of one event: all of them as one transaction, or, where the settings say that the server takes none, the one
 * write that there is. That something may have been sent is durable before it is sent: after a power cut we look for it, and what
 * only a search can tell not before searches know it.
 */
import { assert, unreachable } from '../../clinic/assert.ts';
import { answerToWrite } from '../../clinic/write-back.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger } from '../store.ts';
import type { FhirClient } from './fhir-client.ts';
import type { FhirProblem } from './fhir-problem.ts';
import { type FhirResource, fhirSchemas } from './fhir-resources.ts';
import { uuidFor } from './own-events.ts';
import type { UpstreamSettings } from './upstream-settings.ts';
import { type EntryWritten, readTransactionResponse } from './write-back-resources.ts';

/** What was created is found by a search after this long, on servers whose search lags behind what is written. */
export const searchLagMsMax = 60_000;
/** What servers take at once where creations depend on a search. */
export const writesAtOnceMax = 8;

export interface FhirWrite {
  readonly method: 'PUT' | 'POST';
  /** Below the service root: `Appointment/a1`, `Encounter`. */
  readonly path: string;
  readonly resource: FhirResource;
  /** Of a PUT: the version that was read. Without it an update could overwrite a cancellation that was made a moment ago. */
  readonly ifMatch?: string;
  /** Of a POST: the search that finds it when it is there already. */
  readonly ifNoneExist?: string;
  /** Under which the other writes of the transaction refer to what a POST creates. */
  readonly fullUrl?: string;
}

export type Sent = Readonly<
  | { kind: 'written'; entries: readonly EntryWritten[] }
  /** `mayBeThere`: no answer, or one that nobody can read. `isNotFound`: what was written to, or the way to write, is not there. */
  | { kind: 'read-again'; mayBeThere: boolean; isNotFound: boolean }
  /** Staff said meanwhile that they have seen to it. */
  | { kind: 'not-owed' }
  | { kind: 'set-aside'; because: 'refused-by-server' | 'no-transactions' }
  /** `isSearchAwaited`: it may be done, and only a search can tell. */
  | { kind: 'later'; problem: FhirProblem; isSearchAwaited: boolean }
>;

interface SendContext {
  readonly client: FhirClient;
  readonly ledger: Pick<Ledger, 'write' | 'outboxOf'>;
  readonly site: Pick<UpstreamSettings, 'writeBack'>;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
}

export async function sendWrites(
  entry: OutboxEntry,
  writes: readonly FhirWrite[],
  { client, ledger, site, now }: SendContext,
): Promise<Sent> {
  if (!isStillOwed(entry, ledger)) return { kind: 'not-owed' };
  const nextAttemptAt = isGuarded(writes) ? null : new Date(Date.parse(now()) + searchLagMsMax).toISOString();
  const sending = { state: 'pending', attempts: entry.attempts + 1, nextAttemptAt } as const;
  ledger.write((ledgerWrites) => ledgerWrites.setOutbox(entry.eventId, sending));
  const requestId = uuidFor(entry.eventId, writes.map(({ path, ifMatch }) => `${path} ${ifMatch ?? ''}`).join());
  const isTransaction = site.writeBack === 'appointment-and-encounter';
  const answer = isTransaction
    ? await client.post(serviceRoot(client), transactionOf(writes, client), { requestId })
    : await sendOne(writes, requestId, client);
  if (!answer.ok) return afterProblem(answer.problem, writes, isTransaction);
  const { resource, version } = answer.value;
  const entries = isTransaction
    ? readTransactionResponse(resource, writes.length)
    : readSingle(resource, version, writes);
  return entries === null ? unknownWrite(writes, { kind: 'not-fhir' }) : { kind: 'written', entries };
}

const serviceRoot = ({ baseUrl }: FhirClient): URL => new URL(baseUrl.href.replace(/\/$/, ''));

function transactionOf(writes: readonly FhirWrite[], { baseUrl }: FhirClient): FhirResource {
  assert(writes.length <= writesAtOnceMax, 'a transaction is as large as servers take');
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: writes.map(({ method, path, resource, ifMatch, ifNoneExist, fullUrl }) => ({
      fullUrl: fullUrl ?? (method === 'PUT' ? new URL(path, baseUrl).href : undefined),
      resource,
      request: {
        method,
        url: path,
        ...(ifMatch === undefined ? {} : { ifMatch: `W/"${ifMatch}"` }),
        ...(ifNoneExist === undefined ? {} : { ifNoneExist }),
      },
    })),
  };
}

function sendOne(writes: readonly FhirWrite[], requestId: string, client: FhirClient) {
  const [write, ...more] = writes;
  assert(write !== undefined && more.length === 0, 'without transactions one resource is written at a time');
  const url = new URL(write.path, client.baseUrl);
  if (write.method === 'POST') {
    const { ifNoneExist } = write;
    return client.post(url, write.resource, { requestId, ...(ifNoneExist === undefined ? {} : { ifNoneExist }) });
  }
  assert(write.ifMatch !== undefined, 'an update names the version that was read');
  return client.put(url, write.resource, { ifMatch: write.ifMatch, requestId });
}

/** Somebody may end it while it is looked for upstream. */
export function isStillOwed({ bookingId, eventId }: OutboxEntry, ledger: Pick<Ledger, 'outboxOf'>): boolean {
  return ledger.outboxOf(bookingId).some((one) => one.eventId === eventId && one.state === 'pending');
}

/** Only an answer that shows what we wrote, or its version, is proof; a proxy can say 200 too. */
function readSingle(
  resource: FhirResource | null,
  version: string | null,
  writes: readonly FhirWrite[],
): readonly EntryWritten[] | null {
  const wanted = writes[0]?.resource;
  if (resource === null) return version === null ? null : [{ version, id: null }];
  const parsed = fhirSchemas.Appointment.safeParse(resource);
  if (resource.resourceType !== 'Appointment' || !parsed.success || parsed.data.status !== wanted?.status) return null;
  return [{ version: version ?? parsed.data.meta.versionId ?? null, id: parsed.data.id }];
}

function afterProblem(problem: FhirProblem, writes: readonly FhirWrite[], isTransaction: boolean): Sent {
  if (problem.kind === 'stopped') return { kind: 'later', problem, isSearchAwaited: false };
  if (problem.kind !== 'status') return unknownWrite(writes, problem);
  if (isTransaction && ([405, 501].includes(problem.status) || isNotSupported(problem))) {
    return { kind: 'set-aside', because: 'no-transactions' };
  }
  const meaning = answerToWrite(problem.status);
  switch (meaning) {
    case 'read-again':
      return { kind: 'read-again', mayBeThere: false, isNotFound: [404, 410].includes(problem.status) };
    case 'refused-by-server':
      return { kind: 'set-aside', because: 'refused-by-server' };
    case 'try-later':
    case 'written':
      return { kind: 'later', problem, isSearchAwaited: !isGuarded(writes) };
    default:
      return unreachable(meaning);
  }
}

const isNotSupported = ({ status, issue }: Extract<FhirProblem, { kind: 'status' }>): boolean =>
  status >= 400 && status < 500 && issue === 'not-supported';

/**
 * It may be done. A version guards an update, so what is there is read at once; what is only created is looked for by a search,
 * which on many servers lags behind the write, so it is looked for after a wait.
 */
function unknownWrite(writes: readonly FhirWrite[], problem: FhirProblem): Sent {
  if (isGuarded(writes)) return { kind: 'read-again', mayBeThere: true, isNotFound: false };
  return { kind: 'later', problem, isSearchAwaited: true };
}

const isGuarded = (writes: readonly FhirWrite[]): boolean => writes.some(({ ifMatch }) => ifMatch !== undefined);
