import { describe, expect, test } from 'vitest';
import { bitmapOf, blacken, blankBitmap } from '../../../printing/labels/bitmap.ts';
import type { LabelMedia } from '../../../printing/labels/label.ts';
import {
  encodeEscPosLabel,
  endOfTornLabel,
  holdsRealTimeCommand,
  shiftedSideways,
  shiftsDots,
} from '../../../printing/languages/esc-pos-label.ts';
import { readEscPosLabel } from '../../../printing/languages/esc-pos-label-reader.ts';

/** Two rows of two bytes. */
const smallMedia: LabelMedia = { size: { widthMm: 2, heightMm: 0.25 }, dotsPerMm: 8 };
const picture = (...rows: readonly number[]) => ({
  widthDots: 16,
  heightDots: rows.length / 2,
  rows: Uint8Array.from(rows),
});
const bytesOf = (drawing: ReturnType<typeof picture>, token: string | null = null) => {
  const encoded = encodeEscPosLabel(drawing, { token });
  if (!encoded.ok) throw new Error(encoded.problem);
  return encoded.value;
};
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const start = '1b401c284c02004332';
const end = '1c284c02004130';

test('a label is one picture: initialised, fed to where it begins, drawn, fed to where it is torn off, confirmed', () => {
  expect(hexOf(bytesOf(picture(0x00, 0x18, 0x3c, 0x00), 'A2 ~'))).toBe(
    `${start}1d763000020002000018${'3c00'}${end}1d2848060030304132207e`,
  );
});

test('rows below the last dot are not sent: on a head that rounds they would begin the next label', () => {
  expect(hexOf(bytesOf(picture(0x00, 0x18, 0x00, 0x00)))).toBe(`${start}1d763000020001000018${end}`);
});

test('a large picture goes in bands that a small buffer takes, and is read back whole', () => {
  const drawing = bitmapOf(600, 300, (column, row) => (column + 3 * row) % 5 === 0);
  const encoded = encodeEscPosLabel(drawing, { token: 'AAAA' });
  if (!encoded.ok) throw new Error(encoded.problem);
  const heads = hexOf(encoded.value).split('1d763000').length - 1;
  expect(heads).toBe(Math.ceil((75 * 300) / 4_000));
  const read = readEscPosLabel(encoded.value, { size: { widthMm: 50, heightMm: 25 }, dotsPerMm: 12 });
  expect(read).toEqual({ ok: true, value: { picture: drawing, token: 'AAAA' } });
});

describe('what a printer obeys at once, even among the dots of a picture, never stands in a label', () => {
  test.each([
    ['a status question, DLE EOT', [0x10, 0x04]],
    ['a recovery, which forgets what waits, DLE ENQ', [0x10, 0x05]],
    ['a pulse, or the end of power, DLE DC4', [0x10, 0x14]],
  ] as const)('%s: the picture moves by a dot', (_, dots) => {
    const drawing = { widthDots: 32, heightDots: 1, rows: Uint8Array.of(0, ...dots, 0) };
    const bytes = bytesOf(drawing);
    expect(holdsRealTimeCommand(Uint8Array.from(dots))).toBe(true);
    expect(holdsRealTimeCommand(bytes)).toBe(false);
    const read = readEscPosLabel(bytes, { ...smallMedia, size: { widthMm: 4, heightMm: 0.125 } });
    expect(read.ok && read.value.picture).toEqual(shiftedSideways(drawing, 1));
  });

  test('from the end of one row to the beginning of the next', () => {
    expect(hexOf(bytesOf(picture(0x00, 0x10, 0x04, 0x00)))).toContain('00080200');
  });

  test('where every place within half a millimetre would hold one, the label is refused', () => {
    const drawing = blankBitmap(64, 18);
    // For each shift a row that holds a command once it is shifted back.
    for (const [row, dots] of shiftsDots.entries()) {
      for (const column of [19, 29]) blacken(drawing, column - dots, 2 * row);
    }
    expect(encodeEscPosLabel(drawing, { token: null })).toEqual({ ok: false, problem: 'holds-real-time-command' });
  });

  test('no dot falls off the edge: rather than that, the picture moves the other way', () => {
    const drawing = picture(0x10, 0x05);
    expect(shiftedSideways(drawing, 1)).toBeNull();
    expect(hexOf(bytesOf(drawing))).toContain('200a');
  });
});

describe('S6: only our own form is read back, so that nothing else is ever sent', () => {
  const good = hexOf(bytesOf(picture(0x00, 0x18, 0x3c, 0x00), 'A2 ~'));
  const problemOf = (hex: string) => {
    const read = readEscPosLabel(Buffer.from(hex, 'hex'), smallMedia);
    return read.ok ? null : read.problem;
  };

  test.each([
    ['two labels', good + good, 'not-one-label'],
    ['no picture', start + end, 'not-one-label'],
    ['a cut', `${good}1d564200`, 'not-our-commands'],
    ['text before the picture', good.replace(start, `${start}41`), 'not-our-commands'],
    ['a picture twice as wide', good.replace('1d763000', '1d763001'), 'not-our-commands'],
    ['no initialising', good.slice(4), 'not-our-commands'],
    ['no feeding', good.replace(end, ''), 'not-our-commands'],
    ['a token that is no token', good.replace('4132207e', '41320a7e'), 'not-our-commands'],
    ['broken off in the picture', good.slice(0, 40), 'not-our-commands'],
    ['broken off in the token', good.slice(0, -2), 'not-our-commands'],
    ['more after the token', `${good}00`, 'not-our-commands'],
    ['a status question', good.replace('3c00', '1004'), 'real-time-command'],
    ['a row too many', good.replace('02000018', '03000018').replace('3c00', '3c003c00'), 'wrong-size'],
    ['rows too narrow', good.replace('0200020000183c00', '0100040000183c00'), 'wrong-size'],
  ])('%s', (_, hex, problem) => {
    expect(problemOf(good)).toBeNull();
    expect(problemOf(hex)).toBe(problem);
  });

  test('dots beyond the right edge of the label', () => {
    const narrow: LabelMedia = { size: { widthMm: 1.5, heightMm: 0.25 }, dotsPerMm: 8 };
    const read = readEscPosLabel(bytesOf(picture(0x00, 0x18, 0x3c, 0x00)), narrow);
    expect(read).toEqual({ ok: false, problem: 'wrong-size' });
  });
});

test('what ends a torn label holds no command but the last: it feeds what there is of it out', () => {
  const bytes = endOfTornLabel(400);
  const padding = bytes.subarray(0, -7);
  expect(padding.every((byte) => byte === 0)).toBe(true);
  expect(hexOf(bytes.subarray(-7))).toBe(end);
});
