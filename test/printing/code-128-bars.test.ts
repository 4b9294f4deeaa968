import bwipjs from 'bwip-js/node';
import { expect, test } from 'vitest';
import { code128Modules } from '../../printing/labels/code-128.ts';
import { code128Bars } from '../../printing/labels/code-128-bars.ts';

/** Every character, every pair of digits, and changes of subset in every place. */
const identifiers = [
  'ABCDEFGHIJKLM',
  'NOPQRSTUVWXYZ-',
  ...Array.from({ length: 25 }, (_, index) =>
    String(index * 4)
      .padStart(2, '0')
      .repeat(2),
  ),
  ...Array.from({ length: 100 }, (_, pair) => `12${String(pair).padStart(2, '0')}`),
  'PH26A0012345',
  'A1234567',
  '1234567A',
  '123A4567',
  '12A34B56',
  'A123456B',
  '12345',
  '1234567890123456',
];

test('bars are those that others draw: as long, and with the same check symbol and stop where the packing is the same', () => {
  let same = 0;
  for (const identifier of identifiers) {
    const [symbol] = bwipjs.raw({ bcid: 'code128', text: identifier });
    const theirs = symbol !== undefined && 'sbs' in symbol ? Array.from(symbol.sbs) : [];
    const ours = code128Bars(identifier);
    expect(ours.reduce((sum, width) => sum + width, 0)).toBe(code128Modules(identifier));
    expect(ours).toHaveLength(theirs.length);
    if (ours.join('') === theirs.join('')) same += 1;
  }
  expect(same).toBeGreaterThan(identifiers.length - 10);
});

test('what is no barcode of ours is not drawn', () => {
  expect(() => code128Bars('abc')).toThrow();
});
