/**
 * The thread that reads a long list from a file: seconds of work, and whoever made the file may have made it so. It answers once
 * what it found, and then, as often as it is asked, some of the bookings: taking in a message is work for whoever asked.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../clinic/assert.ts';
import { ok } from '../../clinic/result.ts';
import type { ListHead } from './list-thread.ts';
import { type ListOrder, readList } from './read-list.ts';

const bookingsAtOnce = 100;

const starter = parentPort;
assert(starter, 'this runs in a thread of its own');
// Whoever started this thread gave it exactly this.
const found = readList(workerData as ListOrder);
let sent = 0;
let hasSaid = false;

starter.on('message', async () => {
  const list = await found;
  if (!list.ok || !hasSaid) {
    hasSaid = true;
    const head: ListHead = list.ok ? ok({ ...list.value, bookings: list.value.bookings.length }) : list;
    starter.postMessage(head);
    return;
  }
  starter.postMessage(list.value.bookings.slice(sent, sent + bookingsAtOnce));
  sent += bookingsAtOnce;
});
