import path from 'node:path';
import { expect, test } from 'vitest';
import { labelFontCharacters } from '../../build/label-font-characters.mjs';
import { areSameDots } from '../../printing/labels/bitmap.ts';
import characters from '../../printing/labels/label-font-characters.json' with { type: 'json' };
import { drawLine, isInLabelFonts, isRightToLeft, lineWidthDots } from '../../printing/labels/label-fonts.ts';

test('the table of characters is what the fonts themselves have', () => {
  expect(characters).toEqual(labelFontCharacters());
});

test.each([
  'Erdoğan',
  'Παπαδόπουλος',
  'Жуков',
  'Nguyễn',
  'محمد',
  'আয়েশা',
  'ਗੁਰਪ੍ਰੀਤ',
  'દ્રષ્ટિ',
  'செல்வி',
  'श्री',
  '王小明',
  'پور‌محمد',
])('%s is in the fonts that ship with the app', (name) => {
  expect(isInLabelFonts(name)).toBe(true);
});

test.each([
  ['Thai', 'สมชาย'],
  ['Ethiopic', 'አበበ'],
  ['a rare Chinese character', '王𠀀'],
  ['a picture', '😀'],
  ['a tab', 'Jon\tathan'],
  ['an end of line', 'Jon\u2028athan'],
  ['an override of direction', '\u202eJonathan'],
  ['an isolate', '\u2067علي\u2069'],
  ['a mark of direction', 'علي\u200f'],
  ['a space that nobody sees', 'Jon\u200bathan'],
  ['a character that is none', '\uffff'],
  ['the sign of a character that was lost', 'Jon\ufffdathan'],
  ['a ring for a letter that is missing', '\u25cc'],
  ['a letter of one font under a mark of another', 'А\u0483'],
  ['an Arabic letter under a Latin accent', 'م\u0301'],
  ['a Latin letter under an Indic mark', 'a\u0947'],
  ['nothing', ''],
])('%s is not, and is refused rather than drawn as a box or in a font of this machine', (_what, text) => {
  expect(isInLabelFonts(text)).toBe(false);
  if (text !== '') expect(() => drawLine(text, { emDots: 24 })).toThrow('only when the shipped fonts have it');
});

test('letters are shaped: joined in Arabic, made one in Bengali, put in front in Tamil', () => {
  const width = (text: string): number => lineWidthDots(text, 100);
  const letters = [...'محمد'].reduce((sum, letter) => sum + width(letter), 0);
  expect(Math.abs(width('محمد') - letters)).toBeGreaterThan(5);
  expect(width('ক্ষ')).toBeLessThan(width('ক') + width('ষ'));
  const reordered = drawLine('செ', { emDots: 48 }).bitmap;
  const first = drawLine('ெ', { emDots: 48 }).bitmap;
  expect(reordered.widthDots).toBeGreaterThan(first.widthDots);
});

test('a name keeps the order of its parts in its own direction', () => {
  expect(['محمد, Ali', 'Ali, محمد', '-', 'אבג'].map(isRightToLeft)).toEqual([true, false, false, true]);
  const one = drawLine('علي, محمد', { emDots: 32 }).bitmap;
  const other = drawLine('محمد, علي', { emDots: 32 }).bitmap;
  expect(areSameDots(one, other)).toBe(false);
});

test('S8: marks are drawn whole, and more of them than there is room for are no line of text', () => {
  const one = drawLine('Á', { emDots: 100 });
  const three = drawLine('Á\u0304\u0303', { emDots: 100 });
  expect(three.aboveBaselineDots).toBeGreaterThan(one.aboveBaselineDots + 30);
  const eight = drawLine(`A${'\u0301'.repeat(8)}`, { emDots: 100 });
  expect(eight.aboveBaselineDots).toBeGreaterThan(200);
  expect(() => drawLine(`A${'\u0301'.repeat(100)}`, { emDots: 100 })).toThrow('drawn whole');
});

test('a line is cropped to its ink, stands on its baseline, and is squeezed across only', () => {
  const natural = drawLine('Hg', { emDots: 100 });
  expect(natural.aboveBaselineDots).toBeGreaterThanOrEqual(71);
  expect(natural.bitmap.heightDots).toBeGreaterThan(natural.aboveBaselineDots);
  const squeezed = drawLine('Hg', { emDots: 100, widthScale: 0.7 });
  expect(squeezed.bitmap.heightDots).toBe(natural.bitmap.heightDots);
  expect(squeezed.bitmap.widthDots / natural.bitmap.widthDots).toBeCloseTo(0.7, 1);
});

test('what is not a label may have a font more, and no label is drawn with it', () => {
  const file = path.join(import.meta.dirname, '../../node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
  const hebrew = { family: 'test-hebrew', file, has: (codePoint: number) => codePoint >= 0x5d0 && codePoint <= 0x5ea };
  expect([isInLabelFonts('שרה, Ann', [hebrew]), isInLabelFonts('שרה, Ann')]).toEqual([true, false]);
  const broadOnTheRight = drawLine('אי', { emDots: 50, more: [hebrew] }).bitmap;
  expect(broadOnTheRight.widthDots).toBeGreaterThan(drawLine('א', { emDots: 50, more: [hebrew] }).bitmap.widthDots);
  expect(() => drawLine('שרה', { emDots: 50 })).toThrow('only when the shipped fonts have it');
});

test('the same line is the same dots each time, whatever was drawn in between', () => {
  const first = drawLine('আয়েশা, علي', { emDots: 28 });
  drawLine('王小明', { emDots: 40, widthScale: 0.8 });
  expect(areSameDots(drawLine('আয়েশা, علي', { emDots: 28 }).bitmap, first.bitmap)).toBe(true);
});
