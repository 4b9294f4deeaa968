/**
 * The worker that draws a list: half a second of work for a long list, while a patient may be touching the screen. It is stopped
 * after the first. What its libraries say when they fail may quote a name, so none of it leaves this worker.
 */
import { fileURLToPath } from 'node:url';
import { drawLine } from '../../printing/labels/label-fonts.ts';
import { portToStarter } from '../../printing/worker.ts';
import { drawDayList } from './day-list-drawing.ts';
import type { DrawText } from './day-list-name-drawing.ts';
import { pictureEmDots } from './day-list-names.ts';
import type { ListOrder } from './day-list-pdf.ts';
import { drawNotSent } from './not-sent-drawing.ts';

/** The bundler points this to its own copies beside the bundle. */
const fontsFolder = fileURLToPath(new URL('../../node_modules/dejavu-fonts-ttf/ttf', import.meta.url));

const fonts = { plain: `${fontsFolder}/DejaVuSans.ttf`, bold: `${fontsFolder}/DejaVuSans-Bold.ttf` };
/** One name that cannot be drawn, or a computer on which none can, is no reason for no list: it is said in words. */
const drawText: DrawText = (text, more) => {
  try {
    return drawLine(text, { emDots: pictureEmDots, more });
  } catch {
    return null;
  }
};
const draw = (order: ListOrder) =>
  'cells' in order ? drawNotSent({ ...order, fonts, drawText }) : drawDayList({ ...order, fonts, drawText });

const port = portToStarter<ListOrder, Uint8Array>();
// What cannot be drawn ends the worker.
port.onQuestion((order) => void draw(order).then(port.answer));
