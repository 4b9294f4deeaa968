/** A process with a thread that works and, given a pipe, one that stands in a call which nothing interrupts; it leaves as the app does. */
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { watchThreads } from '../../electron/app-threads.ts';

const [pipe] = process.argv.slice(2);
const threads = watchThreads();
const begun = `require('node:worker_threads').parentPort.postMessage('begun');`;
const busy = new Worker(`${begun} setInterval(() => undefined, 1_000)`, { eval: true });
await once(busy, 'message');
const end = pipe === undefined ? null : await standStill(pipe);
const haveEnded = await threads.end();
console.log(haveEnded ? 'every thread has ended' : 'a thread does not end');
if (!haveEnded) process.kill(process.pid, 'SIGKILL');
if (end !== null) closeSync(end);

/** Reading the whole of a pipe is one call, and lasts until its other end is closed: that end is the answer. */
async function standStill(file: string): Promise<number> {
  new Worker(`require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8')`, { eval: true });
  for (;;) {
    try {
      // Refused until the other end stands in its call.
      return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      await nextTurn();
    }
  }
}
