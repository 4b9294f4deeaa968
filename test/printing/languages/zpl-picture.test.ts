import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createLabelProof } from '../../../printing/label-proof.ts';
import { bitmapOf } from '../../../printing/labels/bitmap.ts';
import type { Label } from '../../../printing/labels/label.ts';
import { encodeZpl } from '../../../printing/languages/zpl.ts';
import { lintZpl } from '../../../printing/languages/zpl-lint.ts';
import { media8 } from '../labels-for-tests.ts';

const bitmap = bitmapOf(20, 9, (column, row) => (column + row) % 3 === 0);
const label: Label = {
  size: { widthMm: 50, heightMm: 25 },
  elements: [{ kind: 'bitmap', xMm: 1.5, yMm: 2, bitmap, text: 'a name' }],
};
const good = new TextDecoder().decode(encodeZpl(label, { dotsPerMm: 8 }));

function picturesIn(zpl: string) {
  const format = lintZpl(new TextEncoder().encode(zpl));
  return format.ok ? format.value.pictures : format.problem;
}

function checksum(text: string): string {
  let crc = 0;
  for (const byte of Buffer.from(text)) {
    for (let bit = 7; bit >= 0; bit--) {
      const top = (crc >> 15) ^ ((byte >> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (top ? 0x1021 : 0);
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** With another picture in its place, and a checksum that is right. */
function withRows(rows: Uint8Array, base64 = deflateSync(rows).toString('base64')): string {
  return good.replace(/:Z64:.*?:[0-9A-F]{4}/, `:Z64:${base64}:${checksum(base64)}`);
}

test('the checksum is the CRC-16 of XMODEM, as ZPL asks', () => {
  expect(checksum('123456789')).toBe('31C3');
});

test('a picture is read back dot for dot, at its place', () => {
  const rows = bitmap.rows;
  expect(picturesIn(good)).toEqual([{ xDots: 12, yDots: 16, bitmap: { widthDots: 24, heightDots: 9, rows } }]);
  expect(picturesIn(withRows(rows))).toHaveLength(1);
});

describe('S6: a picture that is not exactly ours is refused', () => {
  test.each([
    ['another checksum', good.replace(/:[0-9A-F]{4}\^FS/, ':0000^FS')],
    ['no checksum', good.replace(/:[0-9A-F]{4}\^FS/, '^FS')],
    ['a letter of it changed', good.replace(/:Z64:e/, ':Z64:f')],
    ['a size that it does not have', good.replace('^GFA,27,27,3', '^GFA,28,28,3')],
    ['two sizes', good.replace('^GFA,27,27,3', '^GFA,27,28,3')],
    ['rows that do not come out even', good.replace('^GFA,27,27,3', '^GFA,27,27,4')],
    ['no rows', good.replace('^GFA,27,27,3', '^GFA,27,27,0')],
    ['a row too many', withRows(new Uint8Array(30))],
    ['base64 with bits to spare', withRows(new Uint8Array(), 'AAB=')],
    ['plain hexadecimal digits', good.replace(/:Z64:.*?:[0-9A-F]{4}/, '00'.repeat(27))],
    ['base64 that is not compressed', good.replace(':Z64:', ':B64:')],
    ['a binary picture', good.replace('^GFA', '^GFB')],
    ['a line break inside', good.replace(':Z64:', ':Z64:\n')],
  ])('%s', (_what, zpl) => {
    expect(picturesIn(zpl)).toBe('not-our-commands');
  });

  test.each([
    ['more than any label', withRows(new Uint8Array(1_000_000))],
    ['bytes that are not compressed', withRows(new Uint8Array(), 'AAAA')],
  ])('%s: no label at all, which the thread of the proof refuses', async (_what, zpl) => {
    expect(() => picturesIn(zpl)).toThrow();
    const proof = createLabelProof();
    const proved = await proof.prove(new TextEncoder().encode(zpl), { ...media8, expectedBarcode: null });
    expect(proved).toEqual({ ok: false, problem: 'not-drawn' });
    await proof.close();
  });
});
