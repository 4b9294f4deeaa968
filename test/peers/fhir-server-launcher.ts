/**
 * Starts the booking system's FHIR server and tells it what to do.
 *
 *   const fhir = await startFhirServer();
 *   await fhir.load(bundle);
 *   const write = await fhir.waitForWrite({ resourceType: 'Appointment', id: 'a1' });
 */
import type {
  FhirCommands,
  FhirEvent,
  FhirJson,
  Misbehaviour,
  MisbehaviourRule,
  RequestSeen,
  WriteSeen,
} from './fhir/fhir-door.ts';
import type { Numbered } from './shared/event-log.ts';
import { type Peer, startPeer, type WaitOptions } from './shared/peer-launcher.ts';

interface FhirServerOptions {
  /** 0, or absent: any free port. */
  readonly port?: number;
  /** Where FHIR begins; `/fhir/R4` when absent. */
  readonly basePath?: string;
  /** A JSON file with a Bundle or a list of resources to begin with. */
  readonly load?: string;
}

export type FhirServer = Omit<Peer<FhirCommands, FhirEvent>, 'command'> & {
  /** `http://127.0.0.1:PORT/fhir/R4`, without a slash at its end. */
  readonly baseUrl: string;
  /** Puts resources in as they are, fast and unjudged; replaces by id. Answers how many. */
  load(resources: FhirJson | readonly FhirJson[]): Promise<number>;
  /** Somebody at the booking system changes or adds a resource: a new version. */
  save(resource: FhirJson): Promise<FhirJson>;
  remove(resourceType: string, id: string): Promise<void>;
  /** The resource as it stands, with `meta.versionId`; null when there is none. */
  read(resourceType: string, id: string): Promise<FhirJson | null>;
  all(resourceType: string): Promise<readonly FhirJson[]>;
  /** Every version, newest first. */
  history(resourceType: string, id: string): Promise<readonly FhirJson[]>;
  /** Forgets every resource; what was seen stays in the list of events. */
  empty(): Promise<void>;
  misbehave(misbehaviour: Misbehaviour, when?: Omit<MisbehaviourRule, 'misbehaviour'>): Promise<void>;
  behave(): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  clockOffset(ms: number): Promise<void>;
  requests(): Promise<readonly Numbered<RequestSeen>[]>;
  writes(): Promise<readonly Numbered<WriteSeen>[]>;
  /** The first write by a client, past or to come, of this type (and id). */
  waitForWrite(
    wanted: { resourceType: string; id?: string; matches?: (resource: FhirJson | null) => boolean },
    options?: WaitOptions,
  ): Promise<Numbered<WriteSeen>>;
  waitForRequest(pathContains: string, options?: WaitOptions): Promise<Numbered<RequestSeen>>;
};

export async function startFhirServer(options: FhirServerOptions = {}): Promise<FhirServer> {
  const script = new URL('./fhir-server.ts', import.meta.url);
  const { command, ...peer } = await startPeer<FhirCommands, FhirEvent>(script, { ...options });
  return {
    ...peer,
    baseUrl: `http://127.0.0.1:${peer.port}${options.basePath ?? '/fhir/R4'}`,
    load: (resources) => command('load', resources),
    save: (resource) => command('save', resource),
    remove: (resourceType, id) => command('remove', { resourceType, id }),
    read: (resourceType, id) => command('read', { resourceType, id }),
    all: (resourceType) => command('all', resourceType),
    history: (resourceType, id) => command('history', { resourceType, id }),
    empty: () => command('empty', null),
    misbehave: (misbehaviour, when = {}) => command('misbehave', { ...when, misbehaviour }),
    behave: () => command('behave', null),
    down: () => command('down', null),
    up: () => command('up', null),
    clockOffset: (ms) => command('clockOffset', ms),
    requests: async () => (await peer.events()).filter((event) => event.kind === 'request'),
    writes: async () => (await peer.events()).filter((event) => event.kind === 'write'),
    waitForWrite: ({ resourceType, id, matches }, wait) =>
      peer.waitFor(
        'write',
        (write) =>
          write.by === 'client' &&
          write.resourceType === resourceType &&
          (id === undefined || write.id === id) &&
          (matches === undefined || matches(write.resource)),
        wait,
      ),
    waitForRequest: (pathContains, wait) => peer.waitFor('request', ({ path }) => path.includes(pathContains), wait),
  };
}
