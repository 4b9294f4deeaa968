import { describe, expect, test } from 'vitest';
import { type Bitmap, inkOf, isBlack } from '../../printing/labels/bitmap.ts';
import { code128Modules } from '../../printing/labels/code-128.ts';
import { drawLabel } from '../../printing/labels/draw-label.ts';
import { textWidthMm } from '../../printing/labels/fit-text.ts';
import { headerLabel } from '../../printing/labels/header-label.ts';
import type { Label, LabelElement } from '../../printing/labels/label.ts';
import { pngOf } from '../peers/ticket/label-picture.ts';
import { expectGolden } from './golden-picture.ts';
import { media8, media12, size, specimenContent, specimenLabelOf } from './labels-for-tests.ts';

const labelOf = (...elements: readonly LabelElement[]): Label => ({ size, elements });

/** Runs of black and white in a row, without the white at its ends. */
function runsOf(picture: Bitmap, row: number): readonly number[] {
  const dots = Array.from({ length: picture.widthDots }, (_, column) => (isBlack(picture, column, row) ? '1' : '0'));
  const bars = dots.join('').replace(/^0+|0+$/g, '');
  return Array.from(bars.matchAll(/1+|0+/g), ([run]) => run.length);
}

test.each([media8, media12])(
  'bars at $dotsPerMm dots per millimetre: whole modules of 0.25 mm, from where they belong',
  ({ dotsPerMm }) => {
    const bars = { kind: 'code-128', xMm: 5, yMm: 8, heightMm: 10, data: 'PH26A0012345' } as const;
    const picture = drawLabel(labelOf(bars), dotsPerMm);
    const runs = runsOf(picture, 10 * dotsPerMm);
    const moduleDots = dotsPerMm / 4;
    expect(runs.every((run) => run % moduleDots === 0)).toBe(true);
    const ink = inkOf(picture);
    expect([ink?.left, ink?.top]).toEqual([5 * dotsPerMm, 8 * dotsPerMm]);
    expect([ink?.bitmap.widthDots, ink?.bitmap.heightDots]).toEqual([
      code128Modules(bars.data) * moduleDots,
      10 * dotsPerMm,
    ]);
  },
);

describe('text is never wider than it was fitted', () => {
  test.each([
    ['WWWWWWWW', 1],
    ['Mmmmmmmm', 0.7],
    ['Taken __/__ __:__  By ____', 1],
    ['ilIl1', 1],
    ['f', 1],
    ['Jonathan Jeremiah', 0.71],
  ])('%s at %s', (text, widthScale) => {
    for (const dotsPerMm of [8, 12] as const) {
      const element = { kind: 'text', xMm: 2, yMm: 5, heightMm: 3, widthScale, text } as const;
      const ink = inkOf(drawLabel(labelOf(element), dotsPerMm));
      const fittedDots = textWidthMm(text, 3) * widthScale * dotsPerMm;
      expect(ink?.bitmap.widthDots).toBeLessThanOrEqual(fittedDots);
      expect(ink?.left).toBe(2 * dotsPerMm);
      // Within its line, what hangs below it included; the tallest letters stand a little above their capitals.
      expect(ink?.top).toBeGreaterThanOrEqual(4.75 * dotsPerMm);
      expect((ink?.top ?? 0) + (ink?.bitmap.heightDots ?? 0)).toBeLessThanOrEqual(8 * dotsPerMm);
    }
  });
});

test('what does not fit on the label is a mistake, not a shorter label', () => {
  const beyond = { kind: 'text', xMm: 45, yMm: 5, heightMm: 3, widthScale: 1, text: 'Featherstonehaugh' } as const;
  expect(() => drawLabel(labelOf(beyond), 8)).toThrow('inside');
});

describe('labels as they come out, which somebody has looked at', () => {
  const specimens = {
    ordinary: specimenContent(),
    'long-name': specimenContent({
      familyName: 'Featherstonehaugh-Cholmondeley',
      givenNames: 'Bartholomew Maximilian Augustus',
      handling: ['own-tube'],
    }),
    reprint: specimenContent({ copy: 2 }),
    'no-nhs-number': specimenContent({ nhsNumber: null, tube: 'GLUC-FLUOR' }),
    arabic: specimenContent({ familyName: 'الأحمدي', givenNames: 'فاطمة الزهراء' }),
    bengali: specimenContent({ familyName: 'চট্টোপাধ্যায়', givenNames: 'শ্রীকৃষ্ণ' }),
  };
  test.each(Object.entries(specimens))('specimen label: %s', (name, content) => {
    expectGolden(`esc-pos-${name}`, pngOf(drawLabel(specimenLabelOf(content), 8)));
  });

  const header = { ticketNumber: 47, visitCode: 'K7', labelCount: 3, tubesByHand: 0, problems: 0, copy: 0 };
  const headers = {
    header,
    'header-by-hand': { ...header, tubesByHand: 1, problems: 2, copy: 1 },
    'header-rest': { ...header, rest: { numbers: [2, 3], elsewhere: [{ numbers: [1], printer: 'LABELS-2' }] } },
  };
  test.each(Object.entries(headers))('%s', (name, content) => {
    expectGolden(`esc-pos-${name}`, pngOf(drawLabel(headerLabel(content, media8), 8)));
  });
});
