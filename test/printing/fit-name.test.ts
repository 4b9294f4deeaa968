import { expect, test } from 'vitest';
import { fitName, type NameRoom, nameWords } from '../../printing/labels/fit-name.ts';

const oneLine: NameRoom = {
  dotsPerMm: 8,
  first: { heightMm: 3.5, widthMm: 33, drawnHeightMm: 4.3 },
  second: null,
  widthScaleMin: 0.7,
  mayCut: true,
};
const twoLines: NameRoom = { ...oneLine, second: { heightMm: 3, widthMm: 47, drawnHeightMm: 3.3 } };

function printed(familyName: string, givenNames: string, room = oneLine): readonly string[] | string {
  const name = fitName(familyName, givenNames, room);
  return name.ok ? name.value.map(({ text }) => text) : name.problem;
}

test('the family name stands first, in capitals', () => {
  expect(printed('Smith', 'Jonathan')).toEqual(['SMITH, Jonathan']);
});

test.each([
  ["O'Neill-Smith", 'Siobhán', "O'NEILL-SMITH, Siobhán"],
  ['O’Neill', 'Zoë', 'O’NEILL, Zoë'],
  ['Groß', 'Jürgen', 'GROß, Jürgen'],
  ['Şahin', 'İpek', 'ŞAHIN, İpek'],
  ['', 'Sukarno', 'Sukarno'],
  ['Suharto', '', 'SUHARTO'],
  ['^XZ', '~JA', '^XZ, ~JA'],
])('%s, %s prints as it is', (familyName, givenNames, expected) => {
  expect(printed(familyName, givenNames)).toEqual([expected]);
});

test('a letter and its accent, sent as two characters, print as one', () => {
  expect(printed('Nun\u0303ez', 'Ana')).toEqual(['NUÑEZ, Ana']);
});

test('spaces that somebody typed by mistake are not printed', () => {
  expect(printed(' Smith ', 'Jonathan  Paul ')).toEqual(['SMITH, Jonathan Paul']);
});

test('S8: later given names give way before anything else, and a mark says so', () => {
  expect(printed('Featherstone', 'Jonathan Alexander Maximilian')).toEqual(['FEATHERSTONE, Jonathan ...']);
});

test('S8: a family name is cut with a mark, and the first given name stays whole', () => {
  expect(printed('Montgomery-Featherstonehaugh', 'Jonathan Paul')).toEqual(['MONTGOMER..., Jonathan ...']);
});

test('S8: a name that may not be cut is refused rather than cut', () => {
  expect(printed('Montgomery-Featherstonehaugh', 'Jonathan', { ...oneLine, mayCut: false })).toBe('name-too-long');
});

test('S8: a first given name is never cut, so a longer one than the label is refused', () => {
  expect(printed('Smith', 'J'.repeat(80))).toBe('name-too-long');
  expect(printed('', 'J'.repeat(80))).toBe('name-too-long');
});

test('a long name goes over two lines, the given names below', () => {
  expect(printed('Chukwuemeka-Adeyemi', 'Oluwaseun Ayodele', twoLines)).toEqual([
    'CHUKWUEMEKA-ADEYEMI,',
    'Oluwaseun Ayodele',
  ]);
});

test.each([
  ['', '', 'no-name'],
  ['  ', '', 'no-name'],
  ['Smith', '😀', 'name-not-printable'],
  ['สมชาย', 'ใจดี', 'name-not-printable'],
  ['Smith\u0007', 'Jonathan', 'name-not-printable'],
  ['Smith', 'Jon\nathan', 'name-not-printable'],
  ['Smith', '\u202eJonathan', 'name-not-printable'],
  ['القحطاني', '\u2067علي\u2069', 'name-not-printable'],
  ['Smith', 'Jon\u200dathan', 'name-not-printable'],
  ['Smith', 'Jon\u200bathan', 'name-not-printable'],
  ['রহমান', '\u200cআয়েশা', 'name-not-printable'],
  ['Smith', '\u0301Jonathan', 'name-not-printable'],
  ['Smith', 'রহমান \u09be', 'name-not-printable'],
  ['А\u0483\u0484', 'Иван', 'name-not-printable'],
  ['Smith', 'م\u0301', 'name-not-printable'],
  ['Smith', `A${'\u0308'.repeat(60)}`, 'name-not-printable'],
  ['Smith', `A${'\u0304\u0303\u0308\u0300'.repeat(10)}`, 'name-not-printable'],
  ['राम', 'कु\u0941', 'name-not-printable'],
  ['.', '-', 'no-name'],
  ['।', '', 'no-name'],
  ['ـ', '١٢٣', 'no-name'],
])('%j, %j: %s, and a person sees to it', (familyName, givenNames, problem) => {
  expect(printed(familyName, givenNames)).toBe(problem);
});

test.each([
  ['Erdoğan', 'Can', 'ERDOĞAN, Can'],
  ['Παπαδόπουλος', 'Ελένη', 'ΠΑΠΑΔΌΠΟΥΛΟΣ, Ελένη'],
  ['Жуковcкая', 'Мария', 'ЖУКОВCКАЯ, Мария'],
  ['القحطاني', 'علي', 'القحطاني, علي'],
  ['পেঁচাদার', 'মৌরি', 'পেঁচাদার, মৌরি'],
  ['ਸੋਨਚਿੜੀ', 'ਗੁਰਪ੍ਰੀਤ', 'ਸੋਨਚਿੜੀ, ਗੁਰਪ੍ਰੀਤ'],
  ['மயிலிறகு', 'செல்வி', 'மயிலிறகு, செல்வி'],
  ['翠羽', '小明', '翠羽, 小明'],
  ['Quillfeather', 'মৌরি', 'QUILLFEATHER, মৌরি'],
  ['', 'செல்வி', 'செல்வி'],
])('%s, %s is drawn in the fonts that ship with the app, in its own script', (familyName, givenNames, expected) => {
  const name = fitName(familyName, givenNames, oneLine);
  expect(name).toMatchObject({ ok: true, value: [{ kind: 'drawn', text: expected }] });
});

test('a family name from the right and a given name from the left never share a line, so that neither reads first', () => {
  expect(printed('پور\u200cمحمد', 'Ali')).toBe('name-too-long');
  expect(printed('پور\u200cمحمد', 'Ali', twoLines)).toEqual(['پور\u200cمحمد,', 'Ali']);
  expect(printed('Quill', 'علي')).toEqual(['QUILL, علي']);
});

test('on two lines only the line that needs it is drawn', () => {
  const name = fitName('Quillfeather', 'মৌরি', twoLines);
  expect(name.ok && name.value.map(({ kind, text }) => [kind, text])).toEqual([
    ['type', 'QUILLFEATHER,'],
    ['drawn', 'মৌরি'],
  ]);
});

test('S8: a drawn name is no higher and no wider than its room', () => {
  for (const [family, given] of [
    ['القحطاني', 'علي'],
    ['ক্ষৌণীশচন্দ্র', 'মৌরি'],
    ['Nguyễn', 'Thị Ánh'],
    ['翠羽', '小明'],
  ] as const) {
    const name = fitName(family, given, oneLine);
    const [line] = name.ok ? name.value : [];
    if (line?.kind !== 'drawn') throw new Error(family);
    expect(line.topDots + line.bitmap.heightDots).toBeLessThanOrEqual(4.3 * 8);
    expect(line.bitmap.widthDots).toBeLessThanOrEqual(33 * 8);
  }
});

test('S8: a mark is never cut from its letter, and the cut is marked', () => {
  const cut = printed('কি'.repeat(24), 'মৌরি', twoLines);
  expect(cut).toEqual([expect.stringMatching(/^(?:কি){8,}\.\.\.,$/u), 'মৌরি']);
});

test('spaces that do not break, or are as wide as a Chinese character, are spaces', () => {
  expect(printed('Quill\u00a0Feather', 'Marigold')).toEqual(['QUILL FEATHER, Marigold']);
  expect(printed('翠羽', '小\u3000明')).toEqual(['翠羽, 小 明']);
});

test('what a label must say of a name, however it is cut', () => {
  const saidOn = (label: string) => (words: string) => label.includes(words);
  const name = ['Montgomery-Featherstonehaugh', 'Jonathan Paul'] as const;
  const whole = ['MONTGOMERY-FEATHERSTONEHAUGH', 'Jonathan Paul'];
  expect(nameWords(...name, saidOn('MONTGOMERY-FEATHERSTONEHAUGH, Jonathan Paul'))).toEqual(whole);
  const cut = saidOn('MONTGOMERY..., Jonathan ...');
  expect(nameWords(...name, cut)).toEqual(['MONTGOMERY...', 'Jonathan ...']);
  expect(nameWords('', ' Sukarno', saidOn('Sukarno'))).toEqual(['Sukarno']);
  // A cut without its mark, or one that leaves too little, is not what a label may say.
  expect(nameWords(...name, saidOn('MONTGOMERY, Jonathan'))).toEqual(whole);
  expect(nameWords(...name, saidOn('MONT..., Jonathan ...'))).toEqual([whole[0], 'Jonathan ...']);
});

test('a name of a thousand letters is refused without trying each way to cut it', () => {
  expect(printed('A'.repeat(1000), 'B')).toBe('name-too-long');
});
