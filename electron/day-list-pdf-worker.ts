/**
 * The thread that draws a list: half a second of work for a long list, while a patient may be touching the screen. It draws
 * one and ends. What its libraries say when they fail may quote a name, so none of it leaves this thread.
 */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../clinic/assert.ts';
import { drawLine } from '../printing/label-fonts.ts';
import { drawDayList } from './day-list-drawing.ts';
import type { DrawText } from './day-list-name-drawing.ts';
import { pictureEmDots } from './day-list-names.ts';
import type { ListOrder } from './day-list-pdf.ts';
import { drawNotSent } from './not-sent-drawing.ts';

/** The bundler points this to its own copies beside the bundle. */
const fontsFolder = fileURLToPath(new URL('../node_modules/dejavu-fonts-ttf/ttf', import.meta.url));

const starter = parentPort;
assert(starter, 'this runs in a thread of its own');
// Whoever started this thread gave it exactly this.
const order = workerData as ListOrder;
const fonts = { plain: `${fontsFolder}/DejaVuSans.ttf`, bold: `${fontsFolder}/DejaVuSans-Bold.ttf` };
/** One name that cannot be drawn, or a computer on which none can, is no reason for no list: it is said in words. */
const drawText: DrawText = (text, more) => {
  try {
    return drawLine(text, { emDots: pictureEmDots, more });
  } catch {
    return null;
  }
};
const drawn =
  'cells' in order ? drawNotSent({ ...order, fonts, drawText }) : drawDayList({ ...order, fonts, drawText });
// What cannot be drawn ends the thread.
void drawn.then((pdf) => starter.postMessage(pdf));
