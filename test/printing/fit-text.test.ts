import { describe, expect, test } from 'vitest';
import { isPrintable, printableOnly, squeezeToFit, textWidthMm } from '../../printing/labels/fit-text.ts';

describe('what the printer surely has', () => {
  test.each([
    ['Smith', true],
    ["O'Neill-Smith", true],
    ['O’Neill', true],
    ['Żółć Łódź Őry Šťastný Ñuñez Þór', true],
    ['^~_\\{}', true],
    ['Erdoğan', false],
    ['Łukaszēwicz', false],
    ['Иванов', false],
    ['محمد', false],
    ['😀', false],
    ['A\tB', false],
    ['A\u0000B', false],
    ['A\u007fB', false],
    ['A\u0085B', false],
    ['A\u202eB', false],
    ['A\u00adB', false],
    ['A\u00a0B', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isPrintable(text)).toBe(expected);
  });

  test('a printer may be called anything; what cannot be printed of it is a question mark', () => {
    expect(printableOnly('Zebra Ğ\u0007 1')).toBe('Zebra ?? 1');
  });
});

describe('squeezing', () => {
  test('text with room enough keeps its natural width', () => {
    expect(squeezeToFit('SST 1/3', 3.5, 30, 0.7)).toBe(1);
  });

  test('text that is a little too wide is squeezed into exactly its room', () => {
    const natural = textWidthMm('SMITH, Jonathan', 3.5);
    expect(squeezeToFit('SMITH, Jonathan', 3.5, natural * 0.8, 0.7)).toBeCloseTo(0.8);
  });

  test('text that would be narrower than people can read is refused', () => {
    const natural = textWidthMm('SMITH, Jonathan', 3.5);
    expect(squeezeToFit('SMITH, Jonathan', 3.5, natural * 0.69, 0.7)).toBeNull();
  });
});
