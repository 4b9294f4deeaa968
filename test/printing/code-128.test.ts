import bwipjs from 'bwip-js/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code128HeightMmMin, code128Modules, isBarcodeData, moduleDots } from '../../printing/labels/code-128.ts';

test.each([
  ['12345678', 79],
  ['1234567890', 90],
  ['123456789012', 101],
  ['T1234567890', 112],
  ['ABCDEFGH', 123],
  ['PH26A0012345', 145],
  ['ABCDEFGHIJ', 145],
  ['ABCDEFGHIJKL', 167],
  ['12345', 79],
  ['12A34', 90],
])('the bars of %s are %i modules long, as ISO/IEC 15417 counts them', (data, modules) => {
  expect(code128Modules(data)).toBe(modules);
});

test('a module is a quarter of a millimetre on both print heads', () => {
  expect([moduleDots(8), moduleDots(12)]).toEqual([2, 3]);
});

test('bars are never lower than a hand-held reader needs', () => {
  expect(code128HeightMmMin('12345678')).toBe(6.35);
});

test.each([
  ['PH26A0012345', true],
  ['A-1234', true],
  ['123', false],
  ['12345678901234567', false],
  ['ab1234', false],
  ['AB>5C12', false],
  ['AB^XZ', false],
  ['AB 12', false],
  ['ÄB12', false],
])('%s as the data of a barcode: %s', (data, expected) => {
  expect(isBarcodeData(data)).toBe(expected);
});

test('the bars are as long as those of another maker of Code 128, whatever the specimen number', () => {
  const number = fc.stringMatching(/^[A-Z0-9-]{4,16}$/);
  fc.assert(
    fc.property(number, (data) => {
      const [symbol] = bwipjs.raw({ bcid: 'code128', text: data });
      const modules = symbol !== undefined && 'sbs' in symbol ? symbol.sbs.reduce((sum, width) => sum + width, 0) : 0;
      expect(modules).toBe(code128Modules(data));
    }),
  );
});
