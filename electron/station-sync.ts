/** Syncing as the station runs it: over its store, by its clock, with how it goes in the log. */
import type { Store } from '../offline-store/store.ts';
import { type Sync, type SyncStatus, startSync } from '../offline-store/sync/sync-worker.ts';
import type { KioskConfig } from './kiosk-config.ts';
import { type Log, placeOf } from './log.ts';
import type { StationPorts } from './station-ports.ts';
import { isOfVisit } from './visit-marks.ts';

/** How far the server's clock was ahead of the station's, when it last answered; null: it has not yet. */
export interface ServerClock {
  skewMs(): number | null;
  heard(skewMs: number | null): void;
}

export function serverClock(): ServerClock {
  let last: number | null = null;
  return {
    skewMs: () => last,
    heard(skewMs) {
      last = skewMs;
    },
  };
}

interface StationSyncOptions {
  readonly settings: KioskConfig;
  readonly store: Store;
  readonly ports: Pick<StationPorts, 'clock' | 'newId' | 'random' | 'transport'>;
  readonly server: ServerClock;
  readonly mayPull: () => boolean;
  readonly log: Log;
  readonly onStatus: () => void;
}

export function startStationSync({ settings, store, ports, server, mayPull, log, onStatus }: StationSyncOptions): Sync {
  const { clock, newId, random, transport } = ports;
  let logged: SyncStatus['lastPull'] = null;
  return startSync({
    settings: settings.upstream,
    timeZone: settings.site.timeZone,
    rules: settings.clinicRules,
    cache: store.cache,
    ledger: store.ledger,
    walkIns: store.walkIns,
    isOfVisit: (booking, visit) => isOfVisit(visit, booking, store),
    stationName: settings.station.name,
    clock,
    mayPull,
    newId,
    random,
    transport,
    onStatus(status) {
      server.heard(status.clockSkewMs);
      if (status.lastPull !== logged) logPull(status, log);
      logged = status.lastPull;
      onStatus();
    },
    onFault: (error) => log.event('not-handled', { where: 'sync', ...placeOf(error) }),
  });
}

function logPull({ lastPull }: SyncStatus, log: Log): void {
  if (lastPull === null || (!lastPull.ok && lastPull.problem.kind === 'no-list-wanted')) return;
  if (!lastPull.ok) log.event('pull-failed', { problem: lastPull.problem.kind });
  else log.event('pull-finished', { bookings: lastPull.value.bookings, setAside: lastPull.value.setAside });
}
