/**
 * Starts CUPS with nothing in it, and tells it what to do.
 *
 *   const cups = await startCupsServer();
 *   await cups.addQueue({ queue: 'labels', port: zebra.port });
 *   const connection = cupsConnection({ queue: 'labels', server: cups.server });
 */
import type { CupsCommands, CupsEvent, NewQueue, QueueAct } from './cups/cups-door.ts';
import { type Peer, startPeer } from './shared/peer-launcher.ts';

export type CupsServer = Omit<Peer<CupsCommands, CupsEvent>, 'command' | 'port'> & {
  readonly server: string;
  addQueue(queue: NewQueue): Promise<void>;
  change(change: QueueAct): Promise<void>;
  jobs(queue: string): Promise<readonly string[]>;
  cancelAll(): Promise<void>;
  log(): Promise<readonly string[]>;
  /** The scheduler is gone; the peer stays. */
  end(): Promise<void>;
};

export async function startCupsServer(): Promise<CupsServer> {
  const script = new URL('./cups-server.ts', import.meta.url);
  const { command, ...peer } = await startPeer<CupsCommands, CupsEvent>(script, {});
  return {
    ...peer,
    server: await command('server', null),
    addQueue: (queue) => command('addQueue', queue),
    change: (change) => command('change', change),
    jobs: (queue) => command('jobs', queue),
    cancelAll: () => command('cancelAll', null),
    log: () => command('log', null),
    end: () => command('end', null),
  };
}
