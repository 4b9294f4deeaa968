/** Checks a PIN in a worker of its own (pin-worker.ts), which ends with it: no window stands still meanwhile. */
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { answerOfWorker } from '../worker-answer.ts';
import { beside } from '../worker-beside.ts';
import { isRightPin, type PinCheck } from './pin-check.ts';

/** Memory by passes, in which a worker only begins; a PIN that costs a thief anything is checked in a worker. */
const checkedHereKibMax = 1024;
/** Forty times what it takes. */
const checkingMsMax = 10_000;

/** `not-checked`: the worker could not begin, or ended early. Nobody knows whether it is right, and it may be asked again. */
export type CheckedPin = Result<boolean, 'not-checked'>;

/** Nothing is left afterwards in the bytes that were given. */
export async function checkPin(check: PinCheck): Promise<CheckedPin> {
  return costKib(check.hash) <= checkedHereKibMax ? ok(await isRightPin(check)) : checkInWorker(check);
}

function costKib(hash: string): number {
  const [, memoryKib, passes] = /\$m=(\d+),t=(\d+),/.exec(hash) ?? [];
  return Number(memoryKib) * Number(passes);
}

async function checkInWorker(check: PinCheck): Promise<CheckedPin> {
  // The bundler names its own copy.
  const start = beside<PinCheck, boolean>(new URL('./pin-worker.ts', import.meta.url), 'PIN check');
  const asked = answerOfWorker(start, check, checkingMsMax);
  // The worker has its own.
  for (const bytes of [check.pin, check.pepper]) bytes.fill(0);
  const answer = await asked;
  return answer.ok ? answer : refuse('not-checked');
}
