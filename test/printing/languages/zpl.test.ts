import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Label } from '../../../printing/labels/label.ts';
import { specimenLabel } from '../../../printing/labels/specimen-label.ts';
import { encodeZpl } from '../../../printing/languages/zpl.ts';
import { lintZpl } from '../../../printing/languages/zpl-lint.ts';
import { anyText } from '../../any-text.ts';
import { media8, media12, size, specimenContent, specimenLabelOf } from '../labels-for-tests.ts';

const bytesMax = 400;

function zplOf(label: Label, echoToken?: string): string {
  return new TextDecoder().decode(encodeZpl(label, { dotsPerMm: 8, ...(echoToken && { echoToken }) }));
}

function labelSaying(text: string): Label {
  return { size, elements: [{ kind: 'text', xMm: 2, yMm: 2, heightMm: 3, widthScale: 1, text }] };
}

test('every setting that another program may have left in the printer is set again', () => {
  expect(zplOf(labelSaying('A'))).toBe(
    '^XA^CI28^PW400^LL200^LH0,0^LS0^LT0^PON^FWN^MMT^CF0,24,24^FO16,16^FDA^FS^PQ1^XZ',
  );
});

test('a barcode names its module, its mode and that the printer writes nothing under it', () => {
  const label: Label = { size, elements: [{ kind: 'code-128', xMm: 5, yMm: 6, heightMm: 10, data: 'AB1234' }] };
  expect(zplOf(label)).toContain('^FO40,48^BY2^BCN,80,N,N,N,A^FDAB1234^FS');
  const fine = new TextDecoder().decode(encodeZpl(label, { dotsPerMm: 12 }));
  expect(fine).toContain('^FO60,72^BY3^BCN,120,N,N,N,A^FDAB1234^FS');
});

test('the printer is asked to send our token back, from a field that it does not draw', () => {
  expect(zplOf(labelSaying('A'), 'k3Xz')).toContain('^FN1^FDk3Xz^FS^FH_^HV1,4,OK[,]_0D_0A,L^FS^PQ1^XZ');
});

test.each([
  ['SMITH, Jonathan', '^FDSMITH, Jonathan^FS'],
  ['Taken __/__', '^FDTaken __/__^FS'],
  ["O'Neill", "^FDO'Neill^FS"],
  ['A_^XZ~JA', '^FH_^FDA_5F_5EXZ_7EJA^FS'],
  ['{\\}', '^FH_^FD_7B_5C_7D^FS'],
  ['O’Neill', '^FH_^FDO_E2_80_99Neill^FS'],
  ['Żółć', '^FH_^FD_C5_BB_C3_B3_C5_82_C4_87^FS'],
])('%s goes out as %s', (text, expected) => {
  expect(zplOf(labelSaying(text))).toContain(expected);
});

test('control characters and barcode commands are a mistake of ours, and are never encoded', () => {
  for (const text of ['A\u0000^', 'A\u007f~', 'A\u0085', '\u202eA', 'A\nB']) {
    expect(() => zplOf(labelSaying(text))).toThrow();
  }
  for (const data of ['AB>5C12', 'AB^XZ', 'ab12', '']) {
    const label: Label = { size, elements: [{ kind: 'code-128', xMm: 5, yMm: 6, heightMm: 10, data }] };
    expect(() => zplOf(label)).toThrow();
  }
  expect(() => zplOf(labelSaying('A'), '^XZ')).toThrow();
});

test('an ordinary specimen label, with its echo, is at most 400 bytes', () => {
  const label = specimenLabelOf(specimenContent());
  expect(encodeZpl(label, { dotsPerMm: 8, echoToken: 'k3Xz' }).length).toBeLessThanOrEqual(bytesMax);
});

/** Names as they come from a keyboard, from upstream, and from somebody who means harm. */
const commands = fc.constantFrom(
  '^XZ^XA',
  '^FS',
  '^CC',
  '^CD',
  '^CT',
  '~JA',
  '~JR',
  '^FD',
  '^FH_',
  '_5E',
  '_',
  '\\',
  '\\&',
  '{',
  '}',
  '^',
  '~',
);
const letters = fc.constantFrom(
  'Smith',
  'O’Neill-Smith',
  "O'Neill",
  'Żółć',
  'Ñ',
  'n\u0303',
  'ß',
  'Ğ',
  'محمد',
  'ক্ষ',
  'ி',
  '王',
  '\u200d',
  '\u202e',
  '﷽',
  '😀',
  ' ',
  '-',
);
const name = fc
  .array(fc.oneof(commands, letters, anyText(5), fc.string({ maxLength: 5 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim();
}

describe('a hostile name', () => {
  test.each(['SMITH^FS^XZ^XA^FO10,10^A0N,30,30^FDEVIL', '^XZ^XA', '^CC', 'A^ ~ _ \\ { }', '~JA'])(
    '%s is printed as it is, and commands nothing',
    (familyName) => {
      const label = specimenLabelOf(specimenContent({ familyName, givenNames: '' }));
      const format = lintZpl(encodeZpl(label, { dotsPerMm: 8 }));
      const printed = format.ok ? format.value.texts.map(({ text }) => text) : [];
      expect(printed.some((text) => familyName.toUpperCase().startsWith(text.replace(/\.\.\.$/, '')))).toBe(true);
    },
  );

  test('any given name is refused, or what the printer reads is that name, on one label', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(media8, media12), (givenNames, media) => {
        const label = specimenLabel(specimenContent({ familyName: 'Lee', givenNames }), media);
        if (!label.ok) return ['name-not-printable', 'name-too-long'].includes(label.problem);
        const format = lintZpl(encodeZpl(label.value, { dotsPerMm: media.dotsPerMm, echoToken: 'abcd' }));
        if (!format.ok) return false;
        // A name that is drawn is not read back as text: that its dots are the ones that were drawn is the proof's matter.
        const drawn = label.value.elements.flatMap((element) => (element.kind === 'bitmap' ? [element.text] : []));
        const printed = [...drawn, ...format.value.texts.map(({ text }) => text)];
        return drawn.length === format.value.pictures.length && isNameIn(printed, comparable(givenNames));
      }),
      { numRuns: 3_000 },
    );
  });
});

/** On one line or on two, whole or cut at a space with the mark. */
function isNameIn(printed: readonly string[], givenNames: string): boolean {
  if (givenNames === '') return printed.includes('LEE');
  return printed.some((text) => {
    const given = text.replace(/^LEE, /, '');
    return given === givenNames || (given.endsWith(' ...') && givenNames.startsWith(given.slice(0, -' ...'.length)));
  });
}
