/** Waits until everything that was set in motion has come to rest: only what time or chance brings is left. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Some who give the event loop its turn do so again and again; nobody does for ever. */
const turnsMax = 100_000;

/** @param onTurn is called after each turn of the event loop. */
export async function quiet(onTurn: () => void = () => undefined): Promise<void> {
  for (let turns = 0; turns < turnsMax; turns++) {
    await nextTurn();
    onTurn();
    if (!process.getActiveResourcesInfo().includes('Immediate')) return;
  }
  throw new Error('the station never comes to rest');
}
