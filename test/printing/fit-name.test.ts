import { expect, test } from 'vitest';
import { fitName, type NameRoom } from '../../printing/fit-name.ts';

const oneLine: NameRoom = {
  first: { heightMm: 3.5, widthMm: 33 },
  second: null,
  widthScaleMin: 0.7,
  mayCut: true,
};
const twoLines: NameRoom = { ...oneLine, second: { heightMm: 3, widthMm: 47 } };

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
  ['Erdoğan', 'Can', 'name-not-printable'],
  ['Smith', '😀', 'name-not-printable'],
  ['محمد', 'علي', 'name-not-printable'],
  ['Smith\u0007', 'Jonathan', 'name-not-printable'],
  ['Smith', 'Jon\nathan', 'name-not-printable'],
  ['Smith', '\u202eJonathan', 'name-not-printable'],
])('%j, %j: %s, and a person sees to it', (familyName, givenNames, problem) => {
  expect(printed(familyName, givenNames)).toBe(problem);
});

test('a name of a thousand letters is refused without trying each way to cut it', () => {
  expect(printed('A'.repeat(1000), 'B')).toBe('name-too-long');
});
