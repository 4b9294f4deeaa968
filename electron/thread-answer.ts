/**
 * One answer from a thread that is begun for it and ends with it. What goes wrong in the thread is no answer, and is told nowhere:
 * it may quote a name.
 */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { onDisk } from '../offline-store/durable-file.ts';

/** @param workerFile the script of the thread, which sends one message: the answer */
export function answerOfThread<Answer>(
  workerFile: string,
  options: Pick<WorkerOptions, 'workerData' | 'transferList'>,
  answerMsMax: number,
): Promise<Result<Answer, 'no-answer'>> {
  const { promise, resolve } = Promise.withResolvers<Result<Answer, 'no-answer'>>();
  const started = onDisk(() => new Worker(workerFile, { ...options, stdout: true, stderr: true }));
  // A system that has no room for another thread.
  if (!started.ok) return Promise.resolve(refuse('no-answer'));
  const thread = started.value;
  thread.stdout.resume();
  thread.stderr.resume();
  const tooLate = setTimeout(() => {
    resolve(refuse('no-answer'));
    void thread.terminate();
  }, answerMsMax);
  thread.once('message', (answer: Answer) => resolve(ok(answer)));
  // An error ends the thread; its `exit` is what counts.
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    clearTimeout(tooLate);
    resolve(refuse('no-answer'));
  });
  return promise;
}
