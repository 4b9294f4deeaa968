import { expect, test } from 'vitest';
import {
  areSameDots,
  type Bitmap,
  bitmapOf,
  blankBitmap,
  bytesPerRow,
  inkOf,
  isBlack,
  stamp,
} from '../../printing/labels/bitmap.ts';

function pictureOf(...lines: readonly string[]): Bitmap {
  return bitmapOf(lines[0]?.length ?? 0, lines.length, (column, row) => lines[row]?.[column] === '#');
}

test('the leftmost dot is the most significant bit, and every row begins with a whole byte', () => {
  expect([...pictureOf('#.......#.', '.#........').rows]).toEqual([0x80, 0x80, 0x40, 0x00]);
  expect([1, 8, 9, 400].map(bytesPerRow)).toEqual([1, 1, 2, 50]);
});

test('what lies outside the picture is white', () => {
  const picture = pictureOf('#');
  expect([isBlack(picture, 0, 0), isBlack(picture, 1, 0), isBlack(picture, 0, 1), isBlack(picture, -1, 0)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('a picture stamped onto another adds its black dots and takes none away', () => {
  const onto = pictureOf('#...', '....');
  stamp(onto, pictureOf('.#', '#.'), 0, 0);
  expect(areSameDots(onto, pictureOf('##..', '#...'))).toBe(true);
});

test('a picture that would not fit is not stamped in part', () => {
  expect(() => stamp(blankBitmap(3, 1), pictureOf('#.#'), 1, 0)).toThrow('inside its picture');
});

test('the ink of a picture is its least part with every black dot, and where that was', () => {
  const ink = inkOf(pictureOf('.....', '..#..', '.#...'));
  expect(ink).toMatchObject({ left: 1, top: 1 });
  expect(ink && areSameDots(ink.bitmap, pictureOf('.#', '#.'))).toBe(true);
  expect(inkOf(blankBitmap(9, 9))).toBeNull();
});

test('pictures of other sizes are not the same, whatever their dots', () => {
  expect(areSameDots(blankBitmap(7, 1), blankBitmap(8, 1))).toBe(false);
});
