/**
 * A booking system that speaks FHIR R4: a process on a TCP port of loopback, whose engine is Medplum's and whose faults
 * are at a test's command (see fhir/fhir-door.ts).
 *
 *   node test/peers/fhir-server.ts --port 8103 --load day.json
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Resource } from '@medplum/fhirtypes';
import type { FhirCommands, FhirEvent, FhirJson } from './fhir/fhir-door.ts';
import { FhirHttp, recordWrites } from './fhir/fhir-http.ts';
import { MedplumEngine } from './fhir/medplum-engine.ts';
import { loadSchema } from './fhir/medplum-schema.ts';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { type RunningPeer, runPeer, wholeNumber } from './shared/peer-process.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    'base-path': { type: 'string', default: '/fhir/R4' },
    load: { type: 'string' },
  },
});

/** A Bundle's resources, or the list itself. */
function resourcesOf(given: FhirJson | readonly FhirJson[]): readonly FhirJson[] {
  if (Array.isArray(given)) return given;
  // A Bundle has entries that hold resources.
  const entries = 'entry' in given ? (given.entry as readonly { resource?: FhirJson }[] | undefined) : undefined;
  return entries?.flatMap(({ resource }) => (resource ? [resource] : [])) ?? [];
}

/** The two describe the same JSON; the engine is asked to store whatever a test gives it. */
const asResource = (json: FhirJson) => json as unknown as Resource;
const asJson = (resource: Resource) => resource as unknown as FhirJson;

async function load(engine: MedplumEngine, given: FhirJson | readonly FhirJson[]): Promise<number> {
  const resources = resourcesOf(given);
  await engine.alone(async () => {
    engine.repository.judges = false;
    for (const resource of resources) await engine.repository.createResource(asResource(resource), undefined, true);
    engine.repository.judges = true;
    engine.repository.takeWritten();
  });
  return resources.length;
}

function commands(engine: MedplumEngine, http: FhirHttp, log: EventLog<FhirEvent>): FhirCommands {
  const { repository } = engine;
  const atTheDesk = <T>(work: () => Promise<T>) =>
    engine.alone(async () => {
      const done = await work();
      recordWrites(log, engine, 'booking-system', null);
      return done;
    });
  return {
    load: (given) => load(engine, given),
    save: (resource) =>
      atTheDesk(async () => asJson(await repository.createResource(asResource(resource), undefined, true))),
    remove: ({ resourceType, id }) => atTheDesk(() => repository.deleteResource(resourceType, id)),
    read: async ({ resourceType, id }) =>
      repository.has(resourceType, id) ? asJson(await repository.readResource(resourceType, id)) : null,
    all: async (resourceType) => repository.everyOne(resourceType).map(asJson),
    history: async ({ resourceType, id }) => {
      const versions = await repository.readHistory(resourceType, id);
      return versions.entry?.flatMap(({ resource }) => (resource ? [asJson(resource)] : [])) ?? [];
    },
    empty: () => repository.clear(),
    misbehave: (rule) => http.misbehaviours.add(rule),
    behave: () => http.behave(),
    down: () => http.down(),
    up: () => http.up(http.port),
    clockOffset: (ms) => {
      http.clockOffsetMs = ms;
    },
  };
}

async function open(): Promise<RunningPeer> {
  loadSchema();
  const log = new EventLog<FhirEvent>();
  const engine = new MedplumEngine();
  const http = new FhirHttp(engine, log, options['base-path']);
  if (options.load !== undefined) await load(engine, JSON.parse(readFileSync(options.load, 'utf8')));
  await http.up(wholeNumber('port', options.port));
  const control = await openControl(
    commands(engine, http, log),
    log,
    wholeNumber('control-port', options['control-port']),
  );
  const close = () => {
    http.down();
    control.close();
  };
  return { port: http.port, controlPort: control.port, close };
}

await runPeer(open);
