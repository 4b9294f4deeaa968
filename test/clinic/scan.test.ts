import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScan } from '../../clinic/scan.ts';
import { anyText } from '../any-text.ts';

const rules = { wristbandPrefixes: ['5050898'] };
const separator = '\u001D';
const band = '8018505089899900000183';
const plain = (reference: string | null, nhsNumber: string | null = null) => ({ kind: 'plain', reference, nhsNumber });
const wristband = { kind: 'gs1-wristband', reference: null, nhsNumber: '9990000018' };
const not = (because: string) => ({ kind: 'not-recognised', because });

describe('what a letter or a form may carry', () => {
  test.each([
    ['BK-1001', plain('BK-1001')],
    ['T12345678', plain('T12345678')],
    ['ABC/2026/17', plain('ABC/2026/17')],
    // A scanner ends with Enter or Tab.
    ['BK-1001\r\n', plain('BK-1001')],
    ['BK-1001\t', plain('BK-1001')],
    [']C0BK-1001', plain('BK-1001')],
    // An order number that passes as an NHS number is both: today's list decides.
    ['9990000018', plain('9990000018', '9990000018')],
    ['999-000-0018', plain('999-000-0018', '9990000018')],
    ['999 000 0018', plain(null, '9990000018')],
    ['9990000019', plain('9990000019')],
    ['0000000000', plain('0000000000')],
    ['', not('empty')],
    ['\r\n', not('empty')],
    [']C0', not('empty')],
    ['bk-1001', not('no-known-form')],
    ['BK1', not('no-known-form')],
    ['A'.repeat(41), not('no-known-form')],
    ['A'.repeat(65), not('too-long')],
    ['A'.repeat(10_000), not('too-long')],
    ['https://example.invalid/booking/1', not('no-known-form')],
    ['BK-1001; DROP TABLE', not('no-known-form')],
    ['BK\u00001001', not('control-characters')],
    ['BK\u001B1001', not('control-characters')],
    ['BK\u007F1001', not('control-characters')],
    ['ＢＫ１００１', not('no-known-form')],
  ])('%j', (raw, expected) => {
    expect(readScan(raw, rules)).toEqual(expected);
  });
});

describe('wristbands', () => {
  test.each([
    [`]d2${band}`, wristband],
    [band, wristband],
    [`]d2${band}${separator}91RX8A2${separator}93SMITH`, wristband],
    [`]d291RX8A2${separator}${band}${separator}`, wristband],
    [`]d2${band}\r`, wristband],
    // Staff (8017), also beside a patient's element.
    [`]d28017505089899900000183`, not('not-a-patient-wristband')],
    [`8017505089899900000183`, not('not-a-patient-wristband')],
    [`]d2${band}${separator}8017505089899900000183`, not('not-a-patient-wristband')],
    // Wrong GS1 check digit, wrong inner check digit (made good outside), another issuer.
    [`]d28018505089899900000184`, not('not-a-patient-wristband')],
    [`]d28018505089899900000190`, not('not-a-patient-wristband')],
    [`]d28018999999999900000183`, not('not-a-patient-wristband')],
    // Two patients on one band, cut short, too long.
    [`]d2${band}${separator}${band}`, not('not-a-patient-wristband')],
    [`]d2${band.slice(0, -1)}`, not('not-a-patient-wristband')],
    [`]d2${band}9`, not('not-a-patient-wristband')],
    [`]d2010501234567890`, not('not-a-patient-wristband')],
  ])('%j', (raw, expected) => {
    expect(readScan(raw, rules)).toEqual(expected);
  });

  test('with no issuer on the site’s list no wristband is trusted', () => {
    expect(readScan(`]d2${band}`, { wristbandPrefixes: [] })).toEqual(not('not-a-patient-wristband'));
  });

  test('a band with any one digit misread finds nobody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: band.length - 1 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const wrong = String((Number(band[at]) + by) % 10);
        expect(readScan(`]d2${band.slice(0, at)}${wrong}${band.slice(at + 1)}`, rules).kind).toBe('not-recognised');
      }),
    );
  });
});

test('whatever a scanner sends has an answer, and a reference keeps to its grammar', () => {
  fc.assert(
    fc.property(anyText(400), (raw) => {
      const read = readScan(raw, rules);
      if (read.kind === 'plain' && read.reference !== null) expect(read.reference).toMatch(/^[A-Z0-9/-]{4,40}$/);
    }),
  );
});
