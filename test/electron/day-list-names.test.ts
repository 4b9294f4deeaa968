/** Names of every script on the lists on paper, read back from real PDFs. Nobody of these names exists. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureEmDots } from '../../electron/paper-lists/day-list-names.ts';
import { dayListPdf, notSentPdf } from '../../electron/paper-lists/day-list-pdf.ts';
import { notSentPage } from '../../electron/paper-lists/not-sent-paper.ts';
import { type Bitmap, isBlack } from '../../printing/labels/bitmap.ts';
import { drawLine } from '../../printing/labels/label-fonts.ts';
import { notSent } from '../renderer/walk-in-views.ts';
import { beside, fileOf, heading, listOf, lookAt, pageOf, picturesIn, rowsOf, textOf } from './names-on-paper.ts';

const onLabel = (text: string): Bitmap => drawLine(text, { emDots: pictureEmDots }).bitmap;

function inkOfColumns({ heightDots, ...bitmap }: Bitmap, from: number, to: number): number {
  const columns = Array.from({ length: to - from }, (_, at) => from + at);
  const rows = Array.from({ length: heightDots }, (_, at) => at);
  return columns.flatMap((column) => rows.filter((at) => isBlack({ heightDots, ...bitmap }, column, at))).length;
}

const nameColumn = { left: 60, right: 216 };
const otherColumns = { left: 218, right: 567 };
const rowAt = (at: number) => ({ top: 108 + at * 16.8 + 0.5, bottom: 108 + (at + 1) * 16.8 - 0.5 });

describe('a name is drawn as it is on the label of its tube', () => {
  test.each([
    ['Arabic, from right to left as one', 'محمد علي, فاطمة الزهراء'],
    ['Persian with a letter that parts others', 'حسینی, مه‌سا'],
    ['Devanagari', 'श्रीवास्तव, प्रिया'],
    ['Bengali', 'চট্টোপাধ্যায়, আয়েশা'],
    ['Tamil', 'சுப்பிரமணியன், செல்வி'],
    ['Gurmukhi', 'ਸਿੰਘ, ਗੁਰਪ੍ਰੀਤ'],
    ['Gujarati', 'દ્રષ્ટિ, ક્ષિતિજ'],
    ['Chinese', '欧阳, 修'],
    ['Japanese', '山田, さくら'],
  ])('%s', async (_script, name) => {
    expect(picturesIn(await listOf([name]))).toEqual([onLabel(name)]);
  });

  test('by the thread too, which has the fonts to itself', async () => {
    const pdf = await dayListPdf({ ...pageOf(['王, 小明', 'कमला, प्रिया']), passphrase: null });
    expect(picturesIn(fileOf(pdf.ok ? pdf.value : new Uint8Array()))).toEqual([
      onLabel('王, 小明'),
      onLabel('कमला, प्रिया'),
    ]);
  });

  test('S1: a name in two directions is written in its two parts, so that the family name stands first', async () => {
    const file = await listOf(['كوهين, David', 'LEVI, علي']);
    expect(picturesIn(file)).toEqual([onLabel('كوهين'), onLabel('علي')]);
    const look = lookAt(file);
    const startOf = (at: number) => look({ ...rowAt(at), left: 60, right: 62 });
    const [arabic, latin] = (await Promise.all([listOf(['كوهين']), listOf(['', 'LEVI'])])).map(lookAt);
    expect([startOf(0), startOf(1)]).toEqual([
      arabic?.({ ...rowAt(0), left: 60, right: 62 }),
      latin?.({ ...rowAt(1), left: 60, right: 62 }),
    ]);
  });

  test('Hebrew, which no label has, is in the typeface of the list, from right to left', async () => {
    const [broadThenNarrow, narrowThenBroad] = picturesIn(await listOf(['אי', 'יא']));
    for (const [picture, isFirstBroad] of [
      [broadThenNarrow, true],
      [narrowThenBroad, false],
    ] as const) {
      const width = picture?.widthDots ?? 0;
      const [left, right] = [
        [0, 10],
        [width - 10, width],
      ].map(([from = 0, to = 0]) => (picture === undefined ? 0 : inkOfColumns(picture, from, to)));
      expect((right ?? 0) > (left ?? 0)).toBe(isFirstBroad);
    }
  });

  test('who searches the page, or has it read aloud, finds the letters of a name that is a picture', async () => {
    const text = textOf(await listOf(['欧阳, 修', 'श्रीवास्तव, प्रिया']));
    expect(text).toContain('欧阳, 修');
    expect(text).toContain('श्रीवास्तव, प्रिया');
  });

  test('on the list of what is not sent, and whoever took the blood', async () => {
    const lines = notSent.lines.slice(0, 1).map((line) => ({ ...line, name: '王, 小明', by: 'محمد علي' }));
    const pdf = await notSentPdf(notSentPage(lines, { ...heading, printedAt: '11:45' }));
    expect(picturesIn(fileOf(pdf.ok ? pdf.value : new Uint8Array()))).toEqual([
      onLabel('王, 小明'),
      onLabel('محمد علي'),
    ]);
  });
});

describe('a name in letters that stand one after the other is text', () => {
  test.each([
    'AP GRUFFYDD-ŴYN, Siân Ŷnys',
    'NGUYỄN, Thị Hương Đặng',
    'ŻÓŁĆ, Świętosława',
    'ΠΑΠΑΔΟΠΟΥΛΟΣ, Γιώργος',
    'ЩЕРБАКОВ, Юрий',
    'ԹՈՐՈՍՅԱՆ, Արամ',
    'O’BRIEN-SMITH (NÉE JONES), A. 3rd',
    'SMILE, 😀',
  ])('%s', async (name) => {
    const file = await listOf([name]);
    expect(rowsOf(file)).toEqual([`${name} ${beside}`]);
    expect(picturesIn(file)).toEqual([]);
  });

  test('a capital that no typeface has, as Georgian ones, is written small rather than as a box', async () => {
    const capitals = 'ბერიძე'.toUpperCase();
    expect(rowsOf(await listOf([`${capitals}, ნინო`]))).toEqual([`ბერიძე, ნინო ${beside}`]);
  });
});

describe('a name that cannot be written says so in words, beside what tells who it is', () => {
  test.each([
    ['Thai', 'ใจดี, สมชาย'],
    ['Korean', '김, 민준'],
    ['Ethiopic', 'አበበ, ቢቂላ'],
    ['one name in Thai', 'สมชาย'],
    ['marks heaped up, which would reach over other rows', `Z${'\u0301'.repeat(30)}ALGO, T\u0316\u0317\u0318\u0319EXT`],
    ['what is no character', '\ue000, \ud800'],
  ])('%s', async (_what, name) => {
    expect(rowsOf(await listOf([name]))).toEqual([`(name not printable) ${beside}`]);
  });

  test.each([
    ['SMITH, สมชาย', 'SMITH, (not printable)'],
    ['สมชาย, John', '(not printable), John'],
    ['王𠀀, Ming', '(not printable), Ming'],
  ])('only that part of it: %s', async (name, said) => {
    expect(rowsOf(await listOf([name]))).toEqual([`${said} ${beside}`]);
  });

  test('every name, where the canvas cannot be loaded: the list comes all the same', async () => {
    const file = await listOf(['王, 小明', 'MARSH, Ann'], {}, () => null);
    expect(rowsOf(file)).toEqual([`(name not printable) ${beside}`, `MARSH, Ann ${beside}`]);
  });

  test('one name that the canvas refuses to draw does not cost the list', async () => {
    const pdf = await dayListPdf({ ...pageOf(['﷽'.repeat(90), 'MARSH, Ann']), passphrase: null });
    expect(rowsOf(fileOf(pdf.ok ? pdf.value : new Uint8Array()))).toEqual([
      `(name not printable) ${beside}`,
      `MARSH, Ann ${beside}`,
    ]);
  });
});

describe('S8: a name that is too long', () => {
  const family = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh';
  const given = 'Hubert Blaine Maximilian Alexander Bartholomew Cornelius';

  test('takes two lines with the beginning of the family name and of the given names, each with a sign that it goes on', async () => {
    const text = textOf(await listOf([`${family}, ${given}`], { hasSimilarName: true }));
    expect(text).toMatch(/Wolfeschlegelsteinhausen\S*… +\*/);
    expect(text).toMatch(/Hubert Blaine Maximilian.*…/);
  });

  test('S1: the star of a similar name is never pushed off the paper by the name', async () => {
    const names = [
      family,
      `${family} ${given}`,
      `${'王'.repeat(60)}, ${'明'.repeat(60)}`,
      'สมชาย',
      'MARSH, Ann',
      '王, 小明',
    ];
    const stars = textOf(await listOf(names, { hasSimilarName: true })).match(/\*/g);
    expect(stars).toHaveLength(names.length + 1);
  });

  test('whatever stands in a name, no other row and no other column has a dot of it', async () => {
    const hostile = [
      `${family}, ${given}`,
      '王'.repeat(300),
      `${'محمد '.repeat(40)}, ${'عبد '.repeat(40)}`,
      `${'﷽'.repeat(9)}, x`,
      `Ẫ̱ẪẪ, ${'क्ष्म्यॊँ'.repeat(20)}`,
      'W'.repeat(5_000),
      `${'\u202e'}${'A'.repeat(80)}, \u2067evil`,
    ];
    const around = hostile.flatMap((name) => ['', name]);
    const [page, plain] = (await Promise.all([listOf(around), listOf(around.map(() => ''))])).map(lookAt);
    for (const at of around.keys()) {
      expect(page?.({ ...otherColumns, ...rowAt(at) })).toBe(plain?.({ ...otherColumns, ...rowAt(at) }));
      const isItsOwn = page?.({ ...nameColumn, ...rowAt(at) }) === plain?.({ ...nameColumn, ...rowAt(at) });
      expect(isItsOwn).toBe(around[at] === '');
    }
  });
});

test('signs that nobody sees neither turn the letters of a row round nor stand on the paper', async () => {
  const names = ['\u200fSMITH\u200e, Jo\u200bhn\ufeff', '\u202eNOTLOB, \u2067evil\u2069', 'SO\u00adFT, A\u061cnn'];
  expect(rowsOf(await listOf(names))).toEqual([
    `SMITH, John ${beside}`,
    `NOTLOB, evil ${beside}`,
    `SOFT, Ann ${beside}`,
  ]);
});

test('any letters at all: each list is drawn, and no name has a dot outside its column', async () => {
  const table = { ...otherColumns, top: 108, bottom: 780 };
  const plain = lookAt(await listOf(Array.from({ length: 40 }, () => '')))(table);
  const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(part, part), { minLength: 40, maxLength: 40 }), async (names) => {
      const file = await listOf(names.map(([family, given]) => `${family}, ${given}`));
      expect(lookAt(file)(table) === plain).toBe(true);
    }),
    { numRuns: 2, endOnFailure: true },
  );
});
