import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrderOfDraw } from '../../clinic/order-of-draw.ts';
import { type TubeClass, tubeClasses } from '../../clinic/tube.ts';

const drawn = (classes: readonly TubeClass[], siteTubes = {}) =>
  inOrderOfDraw(
    classes.map((tube, at) => ({ tube, at })),
    siteTubes,
  ).map(({ tube }) => tube);

test('every class has its place: cultures, citrate, serum, heparin, EDTA, fluoride, trace elements', () => {
  expect(drawn(tubeClasses.toReversed())).toEqual([
    'BC',
    'CIT',
    'ESR',
    'SER',
    'SST',
    'HEP',
    'PST',
    'NAHEP',
    'QFT',
    'EDTA',
    'XM',
    'PPT',
    'FLU',
    'TE-EDTA',
    'TE-SER',
    'CYTO',
    'SPECIAL',
  ]);
});

test('EDTA never comes before serum, because it would raise the potassium', () => {
  expect(drawn(['EDTA', 'FLU', 'SST', 'CIT'])).toEqual(['CIT', 'SST', 'EDTA', 'FLU']);
});

test('a site that draws gel before plain serum says so', () => {
  expect(drawn(['SER', 'SST'], { SST: { drawPosition: 3 } })).toEqual(['SST', 'SER']);
});

test('two tubes of one class keep the order in which they were planned', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...tubeClasses)), (classes) => {
      const sorted = inOrderOfDraw(
        classes.map((tube, at) => ({ tube, at })),
        {},
      );
      expect(sorted).toHaveLength(classes.length);
      for (const [place, item] of sorted.slice(1).entries()) {
        const before = sorted[place];
        if (before?.tube === item.tube) expect(before.at).toBeLessThan(item.at);
      }
    }),
  );
});
