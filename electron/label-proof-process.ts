/**
 * The worker that proves labels as a process of its own, as Electron has them for such work. A process can always be ended;
 * a thread of Electron's Node now and then waits for ever (app-threads.ts), and the app with it.
 */
import { once } from 'node:events';
import { utilityProcess } from 'electron';
import type { ProofAnswer, ProofWorker, StartProofWorker } from '../printing/label-proof.ts';

/** Shown to site IT in the system's list of processes. */
const serviceName = 'label proof';

export function proofProcess(workerFile: string): StartProofWorker {
  return ({ onAnswer, onEnd }): ProofWorker => {
    // What the libraries print may quote a label: it goes nowhere.
    const child = utilityProcess.fork(workerFile, [], { serviceName, stdio: 'ignore' });
    const ended = once(child, 'exit');
    child.on('message', (answer: ProofAnswer) => onAnswer(answer));
    child.on('exit', onEnd);
    return {
      ask: (question) => child.postMessage(question),
      async stop() {
        // At once, also when it is stuck; before it has begun there is nothing to end by number.
        if (child.pid === undefined) child.kill();
        else process.kill(child.pid, 'SIGKILL');
        await ended;
      },
    };
  };
}
