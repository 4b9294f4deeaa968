/** The worker that proves labels as a thread of this process: on the command line and in tests. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ProofAnswer, ProofWorker, ProofWorkerEvents } from './label-proof.ts';

/** The bundler points to its own copy beside the bundle. */
const ownFile = () => fileURLToPath(new URL('./label-proof-worker.ts', import.meta.url));

export function startProofThread({ onAnswer, onEnd }: ProofWorkerEvents, workerFile = ownFile()): ProofWorker {
  const thread = new Worker(workerFile, { stdout: true, stderr: true });
  // What the libraries print may quote a label: it goes nowhere.
  thread.stdout.resume();
  thread.stderr.resume();
  // An error ends the thread; its `exit` is what counts.
  thread.on('error', () => undefined);
  thread.on('message', (answer: ProofAnswer) => onAnswer(answer));
  thread.on('exit', onEnd);
  return {
    ask: (question) => thread.postMessage(question),
    stop: () => thread.terminate(),
  };
}
