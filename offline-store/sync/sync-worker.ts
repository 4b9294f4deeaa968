/**
 * Keeps the day list fresh and the outbox empty, and says how that goes.
 *
 * Pulling and pushing run beside each other; a long pull never holds an arrival back. Nothing here decides anything about a
 * booking. A fault that nobody expected is told, and the next turn begins as usual: a kiosk that stopped syncing without a
 * word would be worse.
 */
import type { ClinicRules } from '../../clinic/clinic-rules.ts';
import type { Clock } from '../../clinic/clock.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Cache } from '../day-list-cache.ts';
import type { Ledger } from '../store.ts';
import { skewOfEvents } from './event-skew.ts';
import { createFhirClient } from './fhir-client.ts';
import { heldLists } from './held-lists.ts';
import type { HttpTransport } from './http-transport.ts';
import { listKeeper } from './list-keeper.ts';
import { watchNotTaken } from './not-taken-watch.ts';
import type { PullOptions } from './pull.ts';
import { type PullWish, startPullLoop } from './pull-loop.ts';
import { type PushOptions, type PushReport, pushOutbox } from './push.ts';
import { startPushLoop } from './push-loop.ts';
import {
  type ConnectionState,
  connectionAfterPull,
  connectionAfterPush,
  notTried,
  type PullResult,
  type PushResult,
  type SyncFault,
} from './sync-status.ts';
import { siteIdOf, type UpstreamSettings } from './upstream-settings.ts';

const msPerSecond = 1_000;

export interface SyncStatus {
  readonly connection: ConnectionState;
  readonly isPulling: boolean;
  /** The last pull and the last push that ended, well or not. */
  readonly lastPull: PullResult | null;
  readonly lastPush: PushResult | null;
  /** How far the server's clock is ahead of ours, to about a second. */
  readonly clockSkewMs: number | null;
  /** Of this kiosk's own certificate; null when it has none. */
  readonly certificateEndsAt: string | null;
}

export interface SyncOptions {
  readonly settings: UpstreamSettings;
  readonly timeZone: string;
  readonly rules: Pick<ClinicRules, 'listShrinkShareMax'>;
  readonly cache: PullOptions['cache'] & PushOptions['cache'] & Pick<Cache, 'isDamaged'>;
  readonly ledger: PushOptions['ledger'] & PullOptions['ledger'] & Pick<Ledger, 'openTasks' | 'lastEnded'>;
  readonly walkIns: PushOptions['walkIns'];
  readonly isOfVisit?: NonNullable<PushOptions['isOfVisit']>;
  /** What this kiosk is called upstream. */
  readonly stationName: string;
  readonly clock: Clock;
  /** Whether a list may be fetched now; always, when it is not given. */
  readonly mayPull?: () => boolean;
  /** A new UUID. */
  readonly newId: () => string;
  /** From 0 (included) to 1 (not included). */
  readonly random: () => number;
  /** The network, when it is not the real one. */
  readonly transport?: HttpTransport | undefined;
  readonly onStatus: (status: SyncStatus) => void;
  readonly onFault: (error: unknown) => void;
}

export interface Sync {
  /** A whole pull, or the one that is under way; while the server asks for patience, the last answer. */
  pullNow(): Promise<PullResult>;
  /** Sends what is due; after the push that is under way, if there is one. */
  pushNow(): Promise<PushResult>;
  /** The store changed: there may be something new in the outbox, or the list may have turned out to be damaged. */
  wake(): void;
  status(): SyncStatus;
  /** Ends what is under way; when it is done, nothing touches the store any more. */
  stop(): Promise<void>;
}

/** Begins with a pull and a push at the next turn of the event loop. */
export function startSync(options: SyncOptions): Sync {
  const { settings, clock, random } = options;
  const now = () => new Date(clock.nowMs()).toISOString();
  const client = createFhirClient({ ...options, now, timers: clock });
  const skewOfEvent = skewOfEvents({ ...options, client });
  const context = { ...options, now, client, siteId: siteIdOf(settings), site: settings, skewOfEvent };
  let pullId = options.newId();
  // An arrival goes before the next page of a long list.
  const pullClient = client.during(() => ({ correlationId: pullId, canWait: true }));
  const pullWell = listKeeper({ ...context, client: pullClient, held: heldLists(options) });
  let status: SyncStatus = {
    connection: notTried,
    isPulling: false,
    lastPull: null,
    lastPush: null,
    clockSkewMs: null,
    certificateEndsAt: null,
  };

  let wasDamaged = false;
  const notTaken = watchNotTaken(options.ledger, now);

  function tell(change: Partial<SyncStatus>): void {
    const { clockSkewMs, certificateEndsAt } = client;
    status = { ...status, ...change, clockSkewMs: clockSkewMs(), certificateEndsAt: certificateEndsAt() };
    try {
      options.onStatus(status);
    } catch (error) {
      options.onFault(error);
    }
  }

  /** Between two clinics no list is fetched; whether the server is there, and what time it has, is wanted all the same. */
  async function lookAtServer(): Promise<PullResult> {
    const answer = await client.get(new URL('metadata', client.baseUrl));
    return answer.ok ? refuse({ kind: 'no-list-wanted' }) : answer;
  }

  async function pullOnce(wish: PullWish): Promise<PullResult> {
    tell({ isPulling: true });
    pullId = options.newId();
    const isListWanted = options.mayPull?.() ?? true;
    const result = await guarded(() => (isListWanted ? pullWell(wish) : lookAtServer()), options.onFault);
    const wasOnline = status.connection.state === 'online';
    const connection = connectionAfterPull(status.connection, result, now());
    notTaken.heardList(connection.state === 'online');
    tell({ isPulling: false, lastPull: result, connection });
    // Also at the start: what was owed while the server was away need not wait for its next try.
    if (!wasOnline && connection.state === 'online') void pushes.push(true);
    return result;
  }

  async function pushRound(isBack: boolean): Promise<PushResult> {
    const correlationId = options.newId();
    const pushClient = client.during(() => ({ correlationId, canWait: false }));
    const result = await guarded<PushReport, never>(
      async () => ok(await pushOutbox({ ...context, client: pushClient, isBack, notTaken })),
      options.onFault,
    );
    const wasOffline = status.connection.state === 'offline';
    tell({ lastPush: result, connection: connectionAfterPush(status.connection, result, now()) });
    if (wasOffline && result.ok && result.value.wasAnswered) void pulls.pull();
    return result;
  }

  /** Once for each damage: when the server is away, the steady pace is enough. */
  function pullWhenDamaged(): void {
    const isDamaged = options.cache.isDamaged();
    if (isDamaged && !wasDamaged) void pulls.pull();
    wasDamaged = isDamaged;
  }

  const pushes = startPushLoop({ round: pushRound, clock, random });
  const pulls = startPullLoop({ once: pullOnce, pollMs: settings.pollSeconds * msPerSecond, clock, random });
  return {
    pullNow: () => pulls.pull(),
    pushNow: () => pushes.push(false),
    wake() {
      pullWhenDamaged();
      void pushes.push(false);
    },
    status: () => status,
    async stop() {
      client.stop();
      await Promise.all([pulls.stop(), pushes.stop()]);
    },
  };
}

async function guarded<Value, Problem>(
  work: () => Promise<Result<Value, Problem>>,
  onFault: (error: unknown) => void,
): Promise<Result<Value, Problem | SyncFault>> {
  try {
    return await work();
  } catch (error) {
    onFault(error);
    return refuse({ kind: 'fault' });
  }
}
