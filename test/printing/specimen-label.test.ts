import { describe, expect, test } from 'vitest';
import { code128HeightMmMin, code128WidthMm } from '../../printing/labels/code-128.ts';
import { textWidthMm } from '../../printing/labels/fit-text.ts';
import type { BarcodeElement, Label, SpecimenLabelContent, TextElement } from '../../printing/labels/label.ts';
import { specimenLabel } from '../../printing/labels/specimen-label.ts';
import { media8, specimenContent } from './labels-for-tests.ts';

function labelOf(differences: Partial<SpecimenLabelContent> = {}): Label {
  const label = specimenLabel(specimenContent(differences), media8);
  if (!label.ok) throw new Error(`refused: ${label.problem}`);
  return label.value;
}

function textElements(label: Label): readonly TextElement[] {
  return label.elements.filter((element): element is TextElement => element.kind === 'text');
}

function textsOf(differences: Partial<SpecimenLabelContent> = {}): readonly string[] {
  return textElements(labelOf(differences)).map(({ text }) => text);
}

function barcodeOf(label: Label): BarcodeElement {
  const barcode = label.elements.find((element) => element.kind === 'code-128');
  if (barcode?.kind !== 'code-128') throw new Error('there is no barcode');
  return barcode;
}

function problemOf(differences: Partial<SpecimenLabelContent>): string {
  const label = specimenLabel(specimenContent(differences), media8);
  return label.ok ? 'none' : label.problem;
}

test('S8: a specimen label says who, which tube, which specimen, and leaves the time and the name of the collector blank', () => {
  expect(textsOf()).toEqual([
    'SMITH, Jonathan',
    'SST 1/3',
    'DOB 18-Jan-1980',
    'NHS 999 000 0018',
    'PH26A0012345',
    'Biochemistry',
    'K7',
    'Taken __/__ __:__  By ____',
  ]);
  expect(barcodeOf(labelOf()).data).toBe('PH26A0012345');
});

test('S9: a reprint says so and which', () => {
  expect(textsOf({ copy: 2 })).toContain('REPRINT 2');
});

test('a patient without an NHS number is told apart by name, date of birth and specimen number, and the label says so', () => {
  expect(textsOf({ nhsNumber: null })).toEqual(
    expect.arrayContaining(['No NHS number', 'SMITH, Jonathan', 'DOB 18-Jan-1980', 'PH26A0012345']),
  );
});

describe('S8: a label without its whole minimum data set is refused', () => {
  test.each([
    [{ familyName: '', givenNames: '' }, 'no-name'],
    [{ familyName: 'สมชาย' }, 'name-not-printable'],
    [{ givenNames: 'J'.repeat(80) }, 'name-too-long'],
    [{ dateOfBirth: '' }, 'no-date-of-birth'],
    [{ dateOfBirth: '1980-02-31' }, 'no-date-of-birth'],
    [{ nhsNumber: '999000001' }, 'no-nhs-number'],
    [{ identifier: 'ph26' }, 'identifier-not-printable'],
    [{ identifier: 'PH26A_1' }, 'identifier-not-printable'],
    [{ identifier: 'ABCDEFGHIJKLM' }, 'barcode-too-wide'],
    [{ discipline: 'Гематология' }, 'text-not-printable'],
    [{ discipline: 'a discipline with a name that no tube could ever carry' }, 'text-too-wide'],
    [{ handling: ['ice\u0000'] }, 'text-not-printable'],
  ] satisfies readonly (readonly [Partial<SpecimenLabelContent>, string])[])('%j: %s', (differences, problem) => {
    expect(problemOf(differences)).toBe(problem);
  });
});

const hardContents: readonly (readonly [string, Partial<SpecimenLabelContent>])[] = [
  ['an ordinary label', {}],
  ['the longest barcode that fits', { identifier: 'ABCDEFGHIJKL' }],
  ['a reprint', { copy: 12 }],
  ['a long tube class in a large set', { tube: 'TE-EDTA', number: 11, count: 12 }],
  ['two handling flags', { handling: ['own-tube', 'ice'] }],
  ['every handling flag that goes together', { handling: ['own-tube', 'ice', 'protect-from-light', 'record-time'] }],
  ['a double-barrelled name', { familyName: 'Chukwuemeka-Adeyemi', givenNames: 'Oluwaseun' }],
  ['a very long name', { familyName: 'Montgomery-Featherstonehaugh', givenNames: 'Alexandrina Victoria' }],
  [
    'a very long name and handling flags',
    {
      familyName: 'Montgomery-Featherstonehaugh',
      givenNames: 'Alexandrina Victoria',
      handling: ['own-tube', 'ice', 'protect-from-light', 'record-time'],
      copy: 1,
    },
  ],
  ['eighty letters', { familyName: 'A'.repeat(80) }],
  ['no NHS number', { nhsNumber: null }],
];

describe('a label that people and analysers can read', () => {
  test.each(hardContents)('%s: bars of full height with both quiet zones', (_name, differences) => {
    const barcode = barcodeOf(labelOf(differences));
    const barsMm = code128WidthMm(barcode.data);
    expect(barcode.heightMm).toBeGreaterThanOrEqual(code128HeightMmMin(barcode.data));
    expect(barcode.xMm).toBeGreaterThanOrEqual(2.5);
    expect(barcode.xMm + barsMm).toBeLessThanOrEqual(50 - 2.5);
  });

  test.each(hardContents)(
    '%s: no text is squeezed below what people can read, or leaves the label',
    (_name, differences) => {
      for (const { xMm, yMm, heightMm, widthScale, text } of textElements(labelOf(differences))) {
        expect(widthScale, text).toBeGreaterThanOrEqual(0.7);
        expect(xMm, text).toBeGreaterThanOrEqual(1.4);
        expect(xMm + widthScale * textWidthMm(text, heightMm), text).toBeLessThanOrEqual(48.51);
        expect(yMm + heightMm, text).toBeLessThanOrEqual(24.5);
      }
    },
  );

  test('the bars of an ordinary label are as high as analysers ask for', () => {
    expect(barcodeOf(labelOf()).heightMm).toBeCloseTo(9.85);
  });
});

test('S8: handling flags never push a name off the label: they take another place', () => {
  const differences = { familyName: 'Chukwuemeka-Adeyemi', givenNames: 'Oluwaseun', handling: ['own-tube', 'ice'] };
  expect(textsOf(differences)).toEqual(
    expect.arrayContaining(['CHUKWUEMEKA-ADEYEMI,', 'Oluwaseun', 'OWN TUBE  ICE', 'Biochemistry']),
  );
});
