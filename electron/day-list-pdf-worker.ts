/**
 * The thread that draws the day list: half a second of work for a long list, while a patient may be touching the screen. It draws
 * one and ends. What its libraries say when they fail may quote a name, so none of it leaves this thread.
 */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../clinic/assert.ts';
import { drawDayList } from './day-list-drawing.ts';
import type { DayListOrder } from './day-list-pdf.ts';

/** The bundler points this to its own copies beside the bundle. */
const fontsFolder = fileURLToPath(new URL('../node_modules/dejavu-fonts-ttf/ttf', import.meta.url));

assert(parentPort, 'this runs in a thread of its own');
// Whoever started this thread gave it exactly this.
const order = workerData as DayListOrder;
const fonts = { plain: `${fontsFolder}/DejaVuSans.ttf`, bold: `${fontsFolder}/DejaVuSans-Bold.ttf` };
parentPort.postMessage(await drawDayList({ ...order, fonts }));
