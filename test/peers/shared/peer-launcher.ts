/**
 * Starts a peer as a process of its own and speaks to its control door. Used from vitest, Playwright, the
 * training clinic and the benchmarks; each peer wraps it in a launcher with names of its own.
 *
 * Waiting is for events. A wait has a limit only so that a test which waits in vain says what it saw instead.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Numbered } from './event-log.ts';

type Command = (input: never) => unknown;
type Input<C, K extends keyof C> = C[K] extends (input: infer I) => unknown ? I : never;
type Output<C, K extends keyof C> = C[K] extends Command ? Awaited<ReturnType<C[K]>> : never;
/** The member of a union of events that has this kind. */
type OfKind<Event, Kind> = Event extends { readonly kind: infer Own }
  ? Kind extends Own
    ? Numbered<Event & { readonly kind: Kind }>
    : never
  : never;

export interface WaitOptions {
  /** Look only at events after this sequence number; without it, from the first event on. */
  readonly after?: number;
  readonly withinMs?: number;
}

export interface Peer<C, Event extends { readonly kind: string }> {
  readonly port: number;
  readonly controlPort: number;
  readonly pid: number;
  command<K extends keyof C & string>(name: K, input: Input<C, K>): Promise<Output<C, K>>;
  /** What it saw and did so far. */
  events(): Promise<readonly Numbered<Event>[]>;
  /** The first event of this kind, past or to come, for which `matches` holds. */
  waitFor<Kind extends Event['kind']>(
    kind: Kind,
    matches?: (event: OfKind<Event, Kind>) => boolean,
    options?: WaitOptions,
  ): Promise<OfKind<Event, Kind>>;
  /** The last event's number, to wait for something after now. */
  now(): Promise<number>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Node keeps what it compiled here, types stripped: a peer starts in half the time. */
const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/peers', import.meta.url));
const startingMsMax = 60_000;
const waitingMsMax = 45_000;
const stoppingMsMax = 8_000;
const complaintCharactersMax = 4_000;
const eventsInComplaintMax = 12;

type Ready = { event: 'ready'; port: number; controlPort: number };

export async function startPeer<C, Event extends { readonly kind: string }>(
  script: URL,
  options: Readonly<Record<string, string | number | boolean | undefined>>,
): Promise<Peer<C, Event>> {
  const { NODE_OPTIONS: _notInherited, ...inherited } = process.env;
  const env = { NODE_COMPILE_CACHE: compileCache, ...inherited };
  const child = spawn(node24(), [fileURLToPath(script), ...commandLine(options)], { env, stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  const complaints = collect(child);
  const ready = await readyLine(child, complaints).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return peerAt<C, Event>(child, ready, complaints);
}

/** `{ dotsPerMm: 8, clone: true }` becomes `--dots-per-mm 8 --clone`. */
function commandLine(options: Readonly<Record<string, string | number | boolean | undefined>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
    if (value === undefined || value === false) return [];
    return value === true ? [flag] : [flag, String(value)];
  });
}

/** Peers are TypeScript run by type stripping; under an older Node or Electron, use the Node of our lockfile. */
function node24(): string {
  if (process.versions.electron === undefined && Number.parseInt(process.versions.node, 10) >= 24)
    return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/${program}`);
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-complaintCharactersMax);
  });
  return () => text;
}

async function readyLine(child: ChildProcess, complaints: () => string): Promise<Ready> {
  if (!child.stdout) throw new Error('a peer is started with its stdout as a pipe');
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the peer ended (${code}) before it was ready:\n${complaints()}`);
  });
  gone.catch(() => undefined);
  const late = deadline(startingMsMax, () => `the peer was not ready in time:\n${complaints()}`);
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), gone, late.promise]).finally(
    late.clear,
  );
  // peer-process.ts prints exactly this as its first line.
  return JSON.parse(String(line[0])) as Ready;
}

function deadline(ms: number, message: () => string): { promise: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message())), ms);
  });
  return { promise, clear: () => clearTimeout(timer) };
}

function peerAt<C, Event extends { readonly kind: string }>(
  child: ChildProcess,
  ready: Ready,
  complaints: () => string,
): Peer<C, Event> {
  const base = `http://127.0.0.1:${ready.controlPort}`;
  const get = async (path: string, signal?: AbortSignal): Promise<readonly Numbered<Event>[]> => {
    const response = await fetch(`${base}${path}`, signal ? { signal } : {});
    // The control door sends the events of this very peer, whose type the launcher names.
    return (await response.json()) as readonly Numbered<Event>[];
  };
  const events = () => get('/events?after=0&hold=0');
  const command = async (name: string, input: unknown) => {
    const response = await fetch(`${base}/command`, { method: 'POST', body: JSON.stringify({ name, input }) });
    // control-server.ts answers with one of the two.
    const reply = (await response.json()) as { value?: unknown; problem?: string };
    if (reply.problem !== undefined) throw new Error(`${name}: ${reply.problem}\n${complaints()}`);
    return reply.value;
  };
  const stop = () => stopChild(child);
  return {
    port: ready.port,
    controlPort: ready.controlPort,
    pid: child.pid ?? 0,
    // The map of commands types both ends.
    command: command as Peer<C, Event>['command'],
    events,
    // control-server.ts answers with the number itself.
    now: async () => (await (await fetch(`${base}/now`)).json()) as number,
    waitFor: async (kind, matches, options) => {
      const wanted = (event: Numbered<Event>) =>
        // An event of this kind is the member of the union that `matches` takes.
        event.kind === kind && (matches?.(event as Parameters<typeof matches>[0]) ?? true);
      const found = await waitForEvent((after, signal) => get(`/events?after=${after}`, signal), wanted, options ?? {});
      return found as Awaited<ReturnType<Peer<C, Event>['waitFor']>> as never;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function waitForEvent<Event extends { readonly kind: string }>(
  eventsAfter: (after: number, signal: AbortSignal) => Promise<readonly Numbered<Event>[]>,
  wanted: (event: Numbered<Event>) => boolean,
  options: WaitOptions,
): Promise<Numbered<Event>> {
  const signal = AbortSignal.timeout(options.withinMs ?? waitingMsMax);
  const seen: Numbered<Event>[] = [];
  let after = options.after ?? 0;
  while (!signal.aborted) {
    const events = await eventsAfter(after, signal).catch((error: unknown) => {
      if (signal.aborted) return [];
      throw error;
    });
    const found = events.find(wanted);
    if (found) return found;
    seen.push(...events);
    after = seen.at(-1)?.sequence ?? after;
  }
  const last = seen.slice(-eventsInComplaintMax).map((event) => JSON.stringify(event).slice(0, 300));
  throw new Error(`waited in vain; ${seen.length} events since, the last ones:\n${last.join('\n')}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), stoppingMsMax);
  child.stdin?.end();
  await gone;
  clearTimeout(timer);
}
