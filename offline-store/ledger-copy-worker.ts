/** The thread that copies the ledger and checks the copy, while somebody may be checking in. It makes one and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../clinic/assert.ts';
import { copyAndCheck } from './copy-bytes.ts';
import { copyPhases, type ThreadOrder } from './copy-thread.ts';

const starter = parentPort;
assert(starter, 'this runs in a thread of its own');
// Whoever started this thread gave it exactly this.
const order = workerData as ThreadOrder;
const phase = new Int32Array(order.phase);
const isWanted = () => Atomics.load(phase, 0) === copyPhases.atWork;

const { waiting, atWork, ended } = copyPhases;
if (Atomics.compareExchange(phase, 0, waiting, atWork) === waiting) {
  try {
    starter.postMessage(copyAndCheck(order, isWanted, () => starter.postMessage('bytes-copied')));
  } finally {
    // Nothing of it touches a file any more.
    Atomics.store(phase, 0, ended);
    Atomics.notify(phase, 0);
  }
}
