/** Checks a PIN in a thread of its own (pin-worker.ts), which ends with it: no window stands still meanwhile. */
import { fileURLToPath } from 'node:url';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { isRightPin, type PinCheck } from './pin-check.ts';
import { answerOfThread } from './thread-answer.ts';

/** Memory by passes, in which a thread only begins; a PIN that costs a thief anything is checked in a thread. */
const checkedHereKibMax = 1024;
/** Fifty times what it takes. */
const checkingMsMax = 10_000;

/** `not-checked`: the thread could not begin, or ended early. Nobody knows whether it is right, and it may be asked again. */
export type CheckedPin = Result<boolean, 'not-checked'>;

/** @param check whose bytes are given away: they may not be read afterwards */
export async function checkPin(check: PinCheck): Promise<CheckedPin> {
  return costKib(check.hash) <= checkedHereKibMax ? ok(await isRightPin(check)) : checkInThread(check);
}

function costKib(hash: string): number {
  const [, memoryKib, passes] = /\$m=(\d+),t=(\d+),/.exec(hash) ?? [];
  return Number(memoryKib) * Number(passes);
}

async function checkInThread(workerData: PinCheck): Promise<CheckedPin> {
  // The bundler names its own copy.
  const workerFile = fileURLToPath(new URL('./pin-worker.ts', import.meta.url));
  const transferList = [workerData.pin.buffer, workerData.pepper.buffer];
  const answer = await answerOfThread<boolean>(workerFile, { workerData, transferList }, checkingMsMax);
  return answer.ok ? answer : refuse('not-checked');
}
