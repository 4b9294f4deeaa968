/**
 * A worker: a script that works beside the kiosk and answers what it is asked, in a thread or in a process of its own. Both of its
 * ends are here. What its libraries print may quote a name or a label: it goes nowhere.
 */
import { parentPort, Worker } from 'node:worker_threads';
import { assert } from '../clinic/assert.ts';

/** One life of a worker, as whoever started it has it. */
export interface RunningWorker<Question> {
  ask(question: Question): void;
  /** Settles when it has ended; one that is stuck in its memory may not end. */
  stop(): Promise<unknown>;
}

export interface WorkerEvents<Answer> {
  onAnswer(answer: Answer): void;
  /** It has ended, of itself or because it was stopped. */
  onEnd(): void;
}

export type StartWorker<Question, Answer> = (events: WorkerEvents<Answer>) => RunningWorker<Question>;

/** In a thread of this process: on the command line and in tests. Throws where the system has no room for another. */
export function inThread<Question, Answer>(workerFile: string | URL): StartWorker<Question, Answer> {
  return ({ onAnswer, onEnd }) => {
    const thread = new Worker(workerFile, { stdout: true, stderr: true });
    thread.stdout.resume();
    thread.stderr.resume();
    // An error ends the thread; its `exit` is what counts.
    thread.on('error', () => undefined);
    thread.on('message', onAnswer);
    thread.on('exit', onEnd);
    return { ask: (question) => thread.postMessage(question), stop: () => thread.terminate() };
  };
}

/** The way from a worker to whoever started it. */
interface WorkerPort<Question, Answer> {
  onQuestion(listener: (question: Question) => void): void;
  answer(answer: Answer): void;
}

/** Where a process of Electron's (utilityProcess) has a port, and a thread has none. */
interface UtilityProcess<Question> {
  readonly parentPort?: {
    on(event: 'message', listener: (event: { readonly data: Question }) => void): void;
    postMessage(answer: unknown): void;
  };
}

/** In the script of a worker. Whoever starts it asks what it answers. What goes wrong in it ends it. */
export function portToStarter<Question, Answer>(): WorkerPort<Question, Answer> {
  // A process of Electron's only warns of a rejection, and would be waited for until its time is over.
  process.on('unhandledRejection', () => process.exit(1));
  // Electron adds it to Node's `process`, where it starts a script so.
  const { parentPort: utilityPort } = process as UtilityProcess<Question>;
  if (utilityPort !== undefined) {
    return {
      onQuestion: (listener) => utilityPort.on('message', ({ data }) => listener(data)),
      answer: (answer) => utilityPort.postMessage(answer),
    };
  }
  const port = parentPort;
  assert(port, 'this file runs as a worker');
  return {
    onQuestion: (listener) => port.on('message', listener),
    answer: (answer) => port.postMessage(answer),
  };
}
