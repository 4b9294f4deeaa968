/**
 * The threads of this process, which copy the ledger and read long lists from files, and whether they can be ended. Whoever leaves
 * waits for each of them, and one may never end: its compiler waits for it to collect its garbage, and it waits for its compiler
 * (nodejs/node#54918, #64560).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** A thread that can be ended ends in milliseconds, and in five seconds on a computer that has far too much to do. */
const endingMsMax = 10_000;

interface AppThreads {
  /** False: one of them does not end, and the process only ends when it is killed. */
  end(): Promise<boolean>;
}

/** From now on; threads that run already are not seen. */
export function watchThreads(): AppThreads {
  const running = new Set<Worker>();
  process.on('worker', (thread) => {
    running.add(thread);
    thread.once('exit', () => running.delete(thread));
  });
  return {
    async end() {
      const tooLate = delay(endingMsMax, undefined, { ref: false });
      await Promise.race([Promise.all([...running].map((thread) => thread.terminate())), tooLate]);
      return running.size === 0;
    },
  };
}
