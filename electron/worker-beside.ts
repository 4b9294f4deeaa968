/**
 * Where the kiosk's workers run: in the app each in a process of its own, as Electron has them for such work; on the command line
 * in a thread. A process can always be ended. A thread of Electron's Node now and then waits for ever for its own compiler, and
 * from then on every other that has something to compile waits with it (nodejs/node#54918; one in eighty that checked a PIN).
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { onDisk } from '../offline-store/durable-file.ts';
import { inThread, type StartWorker } from '../printing/worker.ts';

/** @param serviceName shown to site IT in the system's list of processes */
export function beside<Question, Answer>(workerFile: URL, serviceName: string): StartWorker<Question, Answer> {
  return process.type === 'browser' ? inProcess(workerFile, serviceName) : inThread(workerFile);
}

function inProcess<Question, Answer>(workerFile: URL, serviceName: string): StartWorker<Question, Answer> {
  return ({ onAnswer, onEnd }) => {
    // Asked for here, because this file is read on the command line too, where there is no Electron.
    const { app, utilityProcess } = createRequire(import.meta.url)('electron') as typeof import('electron');
    // What the libraries print may quote a name or a label: it goes nowhere.
    const child = utilityProcess.fork(fileURLToPath(workerFile), [], { serviceName, stdio: 'ignore' });
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    /** At once, also when it is stuck, unless it has just ended. */
    function kill(): void {
      const { pid } = child;
      if (pid !== undefined) onDisk(() => process.kill(pid, 'SIGKILL'));
    }
    // One that stands still would outlive the app.
    app.once('quit', kill);
    child.on('message', (answer: Answer) => onAnswer(answer));
    // What V8 says when it gives up; its `exit` is what counts.
    child.on('error', () => undefined);
    child.once('exit', () => {
      app.off('quit', kill);
      resolve();
      onEnd();
    });
    return {
      ask: (question) => child.postMessage(question),
      stop() {
        // Before it has begun there is nothing to end by number.
        child.once('spawn', kill);
        kill();
        return ended;
      },
    };
  };
}
