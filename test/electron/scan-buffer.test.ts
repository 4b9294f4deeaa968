import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openScanBuffer } from '../../electron/scanners/scan-buffer.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a code that comes in pieces is read once, at its end', () => {
  const buffer = openScanBuffer();
  expect(buffer.push(bytes('BK-'), 0)).toEqual([]);
  expect(buffer.push(bytes('1001\r\n'), 20)).toEqual(['BK-1001']);
});

test('two codes in one burst are two codes', () => {
  expect(openScanBuffer().push(bytes('BK-1001\rBK-1002\r'), 0)).toEqual(['BK-1001', 'BK-1002']);
});

test('half a code that was left is forgotten, and does not become part of the next', () => {
  const buffer = openScanBuffer();
  buffer.push(bytes('99900'), 0);
  expect(buffer.push(bytes('BK-1001\r'), 1_000)).toEqual(['BK-1001']);
});

test('ten thousand bytes are one thing that no letter carries, and the next code is read', () => {
  const buffer = openScanBuffer();
  expect(buffer.push(bytes('A'.repeat(10_000)), 0)).toEqual([]);
  expect(buffer.push(bytes('\r'), 1)).toEqual([null]);
  expect(buffer.push(bytes('BK-1001\r'), 2)).toEqual(['BK-1001']);
});

test('whatever bytes come, in whatever pieces, each code that is given is no longer than 300 characters', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (pieces) => {
      const buffer = openScanBuffer();
      const codes = pieces.flatMap((piece, index) => buffer.push(piece, index));
      expect(codes.every((code) => code === null || (code.length > 0 && code.length <= 300))).toBe(true);
    }),
  );
});
