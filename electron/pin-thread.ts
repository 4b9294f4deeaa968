/** Checks a PIN in a thread of its own (pin-worker.ts), which ends with it: no window stands still meanwhile. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { onDisk } from '../offline-store/durable-file.ts';
import { isRightPin, type PinCheck } from './pin-check.ts';

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

function checkInThread(workerData: PinCheck): Promise<CheckedPin> {
  const { promise, resolve } = Promise.withResolvers<CheckedPin>();
  const { pin, pepper } = workerData;
  // The bundler names its own copy.
  const workerFile = fileURLToPath(new URL('./pin-worker.ts', import.meta.url));
  const transferList = [pin.buffer, pepper.buffer];
  const started = onDisk(() => new Worker(workerFile, { workerData, transferList, stdout: true, stderr: true }));
  // A system that has no room for another thread.
  if (!started.ok) return Promise.resolve(refuse('not-checked'));
  const thread = started.value;
  thread.stdout.resume();
  thread.stderr.resume();
  const tooLate = setTimeout(() => {
    resolve(refuse('not-checked'));
    void thread.terminate();
  }, checkingMsMax);
  thread.once('message', (isRight: boolean) => resolve(ok(isRight)));
  // An error ends the thread; its `exit` is what counts.
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    clearTimeout(tooLate);
    resolve(refuse('not-checked'));
  });
  return promise;
}
