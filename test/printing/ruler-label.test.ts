import { describe, expect, test } from 'vitest';
import type { BoxElement, LabelMedia } from '../../printing/labels/label.ts';
import { rulerLabel } from '../../printing/labels/ruler-label.ts';
import { media8, media12 } from './labels-for-tests.ts';

const content = { printerName: 'LABELS-1', printedAt: '21 Nov 14:05' };
const larger: LabelMedia = { size: { widthMm: 100, heightMm: 150 }, dotsPerMm: 12 };

function partsOf(media: LabelMedia) {
  const { elements } = rulerLabel(content, media);
  const boxes = elements.filter((element): element is BoxElement => element.kind === 'box');
  const texts = elements.flatMap((element) => (element.kind === 'text' ? [element] : []));
  return { boxes, texts };
}

describe.each([
  ['50 by 25 mm', media8],
  ['50 by 25 mm at 12 dots', media12],
  ['100 by 150 mm', larger],
] as const)('on %s', (_what, media) => {
  test('there is a line at every millimetre from the upper and from the left edge', () => {
    const { boxes } = partsOf(media);
    const across = boxes.filter(({ widthMm, yMm }) => widthMm < 0.5 && yMm < 1.5).map(({ xMm }) => xMm);
    const down = boxes.filter(({ heightMm, xMm }) => heightMm < 0.5 && xMm < 2).map(({ yMm }) => yMm);
    for (let mm = 2; mm <= media.size.widthMm - 2; mm++) expect(across).toContain(mm);
    for (let mm = 2; mm <= media.size.heightMm - 2; mm++) expect(down).toContain(mm);
  });

  test('every tenth has its number, and nothing comes nearer the edges than a tube’s label does', () => {
    const { boxes, texts } = partsOf(media);
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['10', '20', '40', 'LABELS-1']));
    for (const { xMm, yMm, widthMm, heightMm } of boxes) {
      expect(Math.min(xMm - 1.5, yMm - 1.1)).toBeGreaterThanOrEqual(0);
      expect(xMm + widthMm).toBeLessThanOrEqual(media.size.widthMm - 1.5);
      expect(yMm + heightMm).toBeLessThanOrEqual(media.size.heightMm - 1.5);
    }
  });
});

test('it says what the settings say, so that the paper in hand can be held against them', () => {
  const { texts } = partsOf({ ...media8, adjustment: { offsetMm: { x: -0.5, y: 1 } } });
  expect(texts.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['50 x 25 mm, 8 dots/mm', 'offset x -0.5, y 1 mm, 21 Nov 14:05']),
  );
});
