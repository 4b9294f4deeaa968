/**
 * One answer from a worker that is begun for it and ends with it. What goes wrong in the worker is no answer, and is told nowhere:
 * it may quote a name.
 */
import { ok, type Result, refuse } from '../clinic/result.ts';
import { onDisk } from '../offline-store/durable-file.ts';
import type { StartWorker } from '../printing/worker.ts';

export function answerOfWorker<Question, Answer>(
  start: StartWorker<Question, Answer>,
  question: Question,
  answerMsMax: number,
): Promise<Result<Answer, 'no-answer'>> {
  const { promise, resolve } = Promise.withResolvers<Result<Answer, 'no-answer'>>();
  const settle = (answer: Result<Answer, 'no-answer'>) => {
    clearTimeout(tooLate);
    resolve(answer);
  };
  const tooLate = setTimeout(() => end(refuse('no-answer')), answerMsMax);
  const started = onDisk(() =>
    start({ onAnswer: (answer) => end(ok(answer)), onEnd: () => settle(refuse('no-answer')) }),
  );

  function end(answer: Result<Answer, 'no-answer'>): void {
    settle(answer);
    if (started.ok) void started.value.stop();
  }

  if (started.ok) started.value.ask(question);
  // A system that has no room for another worker.
  else settle(refuse('no-answer'));
  return promise;
}
