import bwipjs from 'bwip-js/node';
import { decode, encode } from 'fast-png';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { barcodesOf } from '../electron/read-barcode.ts';
import { type Lprint, startLprint } from './lprint-server-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from './zebra-printer-launcher.ts';

const barcode = 'PH26A0012345';
/** 2 by 1 inches at 203 dots per inch: lprint makes no other number of dots of them. */
const [widthDots, heightDots] = [406, 203];
const printer = { driver: 'zpl_2inch-203dpi-dt', media: 'oe_2x1-label_2x1in' };

let zebra: ZebraPrinter;
let lprint: Lprint;
beforeAll(async () => {
  zebra = await startZebraPrinter({ widthMm: 51, heightMm: 26 });
});
beforeEach(async () => {
  await zebra.renew();
  lprint = await startLprint();
});
afterEach(() => lprint.stop());
afterAll(() => zebra.stop());

const questions = async () => (await zebra.events()).flatMap((event) => (event.kind === 'asked' ? [event] : []));
const addTo = (name: string) => lprint.add({ name, port: zebra.port, ...printer });
const completed = () => lprint.waitFor('said', ({ line }) => /\[Job 1\] Completed/.test(line));

test('a program that nobody here wrote prints a picture on the virtual Zebra, and its barcode can be read', async () => {
  await addTo('labels');
  await lprint.submit('labels', await barcodePicture());
  await completed();
  await zebra.waitForLabel(1);
  const drawn = await zebra.picture(1);
  expect(drawn && (await barcodesOf(drawn))).toEqual([barcode]);
  expect(await zebra.labels()).toHaveLength(1);
});

test('it asks the virtual Zebra how it is, and understands the answers', async () => {
  await addTo('labels');
  expect(await lprint.status('labels')).toMatch(/^Running, idle since .* GMT\.$/m);
  expect((await questions()).map(({ question, answered }) => [question, answered])).toEqual(
    expect.arrayContaining([
      ['~HQES', true],
      ['~HS', true],
    ]),
  );
});

test.each([
  ['out of paper', { paperOut: true }, 'media-empty'],
  ['out of ribbon', { ribbonOut: true }, 'marker-supply-empty'],
  ['paused', { paused: true }, 'offline'],
])('it sees that the virtual Zebra is %s', async (_what, condition, word) => {
  await zebra.become(condition);
  await addTo('labels');
  expect(await lprint.status('labels')).toContain(word);
});

test('it sees that the head of the virtual Zebra is open', async () => {
  await zebra.become({ headOpen: true });
  await addTo('labels');
  expect(await lprint.status('labels')).toContain('other');
  await lprint.waitFor('said', ({ line }) => line.includes('Print head open.'));
});

test('it calls a label completed that the virtual Zebra holds for want of paper, and that is not out', async () => {
  await zebra.become({ paperOut: true });
  await addTo('labels');
  await lprint.submit('labels', await barcodePicture());
  await completed();
  await zebra.waitFor('format');
  expect(await zebra.state()).toMatchObject({ labels: 0 });
  await zebra.become({ paperOut: false });
  await zebra.waitForLabel(1);
});

/** A PNG of a label with a barcode in its middle. */
async function barcodePicture(): Promise<Uint8Array> {
  const code = decode(await bwipjs.toBuffer({ bcid: 'code128', text: barcode, scale: 2, backgroundcolor: 'FFFFFF' }));
  const [left, top] = [(widthDots - code.width) >> 1, (heightDots - code.height) >> 1];
  const data = new Uint8Array(widthDots * heightDots).fill(255);
  for (let y = 0; y < code.height; y += 1) {
    for (let x = 0; x < code.width; x += 1) {
      data[(top + y) * widthDots + left + x] = Number(code.data[(y * code.width + x) * code.channels]);
    }
  }
  return encode({ width: widthDots, height: heightDots, data, channels: 1, depth: 8 });
}
