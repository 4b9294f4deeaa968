/**
 * What the system may write down of the kiosk's memory when it crashes: nothing. Today's names are in there, and the keys of the
 * store. Elsewhere than on Linux that is for the site to set.
 */
import { writeFileSync } from 'node:fs';
import { onDisk } from '../offline-store/durable-file.ts';

/** No part of a process's memory: core(5). */
const nothing = '0';

/**
 * Of these processes, by id, and of all that they start from now on. One that is locked in so far that nobody may say this of it
 * writes no dump either.
 */
export function keepMemoryOutOfDumps(processes: readonly number[]): void {
  if (process.platform !== 'linux') return;
  for (const id of processes) onDisk(() => writeFileSync(`/proc/${id}/coredump_filter`, nothing));
}
