/** The thread that checks a PIN. It checks one and ends, and with it goes the memory in which the PIN was worked on. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../clinic/assert.ts';
import { isRightPin, type PinCheck } from './pin-check.ts';

const starter = parentPort;
assert(starter, 'this runs in a thread of its own');
// Whoever started this thread gave it exactly this. What goes wrong ends the thread.
void isRightPin(workerData as PinCheck).then((isRight) => starter.postMessage(isRight));
