import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';

const ourEnd = new URL('../../printing/worker.ts', import.meta.url).href;

/** Answers what it is asked in time, and rejects what it cannot do. */
function workerThatRejects(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worker-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'worker.mjs');
  fs.writeFileSync(
    file,
    `import { portToStarter } from '${ourEnd}';
     portToStarter().onQuestion(() => void Promise.reject(new Error('cannot be done')));`,
  );
  return file;
}

test('what goes wrong in a worker ends it, where a rejection is no more than a warning: nobody waits for an answer', async () => {
  // As Electron begins its processes.
  const execArgv = ['--unhandled-rejections=warn-with-error-code'];
  const worker = new Worker(workerThatRejects(), { execArgv, stdout: true, stderr: true });
  onTestFinished(() => void worker.terminate());
  worker.postMessage('a question');
  expect(await new Promise((resolve) => worker.once('exit', resolve))).toBe(1);
});
