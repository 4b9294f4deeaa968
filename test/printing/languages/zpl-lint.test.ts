import { describe, expect, test } from 'vitest';
import { encodeZpl } from '../../../printing/languages/zpl.ts';
import { lintZpl } from '../../../printing/languages/zpl-lint.ts';
import { specimenContent, specimenLabelOf } from '../labels-for-tests.ts';

const label = specimenLabelOf(specimenContent({ familyName: 'O’Neill' }));
const good = new TextDecoder().decode(encodeZpl(label, { dotsPerMm: 8, echoToken: 'k3Xz' }));

function verdict(zpl: string): string {
  const format = lintZpl(new TextEncoder().encode(zpl));
  return format.ok ? 'ok' : format.problem;
}

test('our own bytes are read back as what the label says', () => {
  const format = lintZpl(new TextEncoder().encode(good));
  expect(format).toMatchObject({
    ok: true,
    value: {
      widthDots: 400,
      heightDots: 200,
      echoToken: 'k3Xz',
      barcodes: [{ data: 'PH26A0012345', moduleDots: 2 }],
    },
  });
  expect(format.ok && format.value.texts.map(({ text }) => text)).toContain('O’NEILL, Jonathan');
});

describe('S6: bytes that are not exactly one label of ours are refused', () => {
  test.each([
    ['nothing at all', '', 'not-one-label'],
    ['two labels', good + good, 'not-one-label'],
    ['a second label inside', good.replace('^PQ1', '^XZ^XA^PQ1'), 'not-one-label'],
    ['a command after the label', `${good}~JA`, 'not-one-label'],
    ['a command before the label', `~JA${good}`, 'not-one-label'],
    ['an end without a beginning', good.replace('^XA', ''), 'not-one-label'],
    ['a label that never ends', good.replace('^XZ', ''), 'not-one-label'],
    ['two copies', good.replace('^PQ1', '^PQ2'), 'not-our-commands'],
    ['no count of copies', good.replace('^PQ1', ''), 'not-our-commands'],
    ['another prefix for commands', good.replace('^PQ1', '^CC!^PQ1'), 'not-our-commands'],
    ['a field without its end', good.replace('^FDK7^FS', '^FDK7'), 'not-our-commands'],
    ['a tilde in a text', good.replace('Biochemistry', 'Bio~JA'), 'not-our-commands'],
    ['a saved picture', good.replace('^PQ1', '^XGE:LOGO.GRF,1,1^FS^PQ1'), 'not-our-commands'],
    ['a setting left out', good.replace('^LT0', ''), 'not-our-commands'],
    ['a barcode with a line of text by the printer', good.replace('N,N,N,A', 'Y,N,N,A'), 'not-our-commands'],
    ['a barcode in another mode', good.replace('N,N,N,A', 'N,N,N,N'), 'not-our-commands'],
    ['a barcode with a command for subsets', good.replace('^FDPH26A0012345', '^FDPH>5A0012345'), 'not-our-commands'],
    ['a broken escape', good.replace('_E2_80_99', '_E2_80_9'), 'not-our-commands'],
    ['an escape that is no UTF-8', good.replace('_E2_80_99', '_E2_80'), 'not-our-commands'],
    ['an escaped control character', good.replace('_E2_80_99', '_07'), 'not-our-commands'],
    ['letters that are not escaped', good.replace('_E2_80_99', '’'), 'not-our-commands'],
    ['a line break', good.replace('^PQ1', '\n^PQ1'), 'not-our-commands'],
    ['two echoes', good.replace('^FN1', '^FN1^FDk3Xz^FS^FH_^HV1,4,OK[,]_0D_0A,L^FS^FN1'), 'not-our-commands'],
    ['an echo of another length', good.replace('^HV1,4', '^HV1,3'), 'not-our-commands'],
    ['type of no size', good.replace('^CF0,28,28', '^CF0,0,0'), 'not-our-commands'],
  ])('%s', (_name, zpl, problem) => {
    expect(verdict(zpl)).toBe(problem);
  });

  test('the label that they were made from passes', () => {
    expect(verdict(good)).toBe('ok');
  });
});
