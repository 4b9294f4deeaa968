import { describe, expect, test } from 'vitest';
import {
  parseErrors,
  parseIdentity,
  parseOdometer,
  readEcho,
  readErrors,
  readHostStatus,
  readIdentity,
  readVariable,
  troublesOf,
} from '../../../printing/languages/zpl-status.ts';

/** Taken from real printers; the last line end is missing from one of them. */
const well = '\x02030,0,0,0414,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x020000,0\x03';
const headOpen =
  '\x02030,0,0,0414,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,1,0,0,2,6,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n';
const paperOutAndPaused =
  '\x02030,1,1,1225,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const withFields = (first: string, second = '001,0,0,0,1,2,6,0,00000000,1,000') =>
  `\x02${first}\x03\r\n\x02${second}\x03\r\n\x020000,0\x03\r\n`;
function statusOf(text: string) {
  const status = readHostStatus(bytes(text));
  if (!status?.value.ok) throw new Error('a status that is understood');
  return status.value.value;
}

describe('host status', () => {
  test('a printer that is well has no trouble and nothing inside', () => {
    const status = statusOf(well);
    expect(troublesOf(status)).toEqual([]);
    expect(status).toMatchObject({ labelLengthDots: 414, formatsInBuffer: 0, labelsRemaining: 0, usesRibbon: true });
  });

  test('a real capture with the head open says so, although a field in front of it is unused', () => {
    expect(troublesOf(statusOf(headOpen))).toEqual(['head-open']);
  });

  test('a real capture without paper, paused', () => {
    expect(troublesOf(statusOf(paperOutAndPaused))).toEqual(['paper-out', 'paused']);
    expect(statusOf(paperOutAndPaused).labelLengthDots).toBe(1225);
  });

  test('what is still inside is counted: formats in the buffer, a part of one, labels of the batch', () => {
    const text = withFields('030,0,0,0200,003,1,0,1,000,0,0,0', '001,0,0,0,0,2,6,1,00000012,1,000');
    expect(statusOf(text)).toMatchObject({
      formatsInBuffer: 3,
      isBufferFull: true,
      hasPartOfLabel: true,
      labelsRemaining: 12,
      isLabelWaitingToBePeeled: true,
    });
  });

  test.each([
    [
      'ribbon out while it prints with ribbon',
      '030,0,0,0200,000,0,0,0,000,0,0,0',
      '001,0,0,1,1,2,6,0,00000000,1,000',
      ['ribbon-out'],
    ],
    ['no ribbon while it prints without', '030,0,0,0200,000,0,0,0,000,0,0,0', '001,0,0,1,0,2,6,0,00000000,1,000', []],
    ['too hot', '030,0,0,0200,000,0,0,0,000,0,0,1', undefined, ['too-hot']],
    ['too cold, which stops nothing', '030,0,0,0200,000,0,0,0,000,0,1,0', undefined, []],
    ['printing what it receives as digits', '030,0,0,0200,000,0,1,0,000,0,0,0', undefined, ['error']],
    ['settings lost', '030,0,0,0200,000,0,0,0,000,1,0,0', undefined, ['error']],
    ['a letter for the print mode', '030,0,0,0200,000,0,0,0,000,0,0,0', '001,0,0,0,0,K,6,0,00000000,1,000', []],
  ])('%s', (_, first, second, troubles) => {
    expect(troublesOf(statusOf(withFields(first, second)))).toEqual(troubles);
  });

  test.each([
    ['eleven fields first', withFields('030,0,0,0200,000,0,0,0,000,0,0')],
    ['thirteen fields first', withFields('030,0,0,0200,000,0,0,0,000,0,0,0,0')],
    [
      'ten fields second, as wrong emulators answer',
      withFields('030,0,0,0200,000,0,0,0,000,0,0,0', '001,0,0,1,2,6,0,00000000,1,000'),
    ],
    ['two frames only', withFields('030,0,0,0200,000,0,0,0,000,0,0,0').replace('\x020000,0\x03\r\n', '')],
    ['a word for a number', withFields('030,no,0,0200,000,0,0,0,000,0,0,0')],
    ['nothing', ''],
    ['a page of HTML', '<html>It works!</html>'],
  ])('refused rather than guessed: %s', (_, text) => {
    expect(readHostStatus(bytes(text))?.value.ok ?? false).toBe(false);
  });

  test('arriving byte by byte among other answers, it is found when it is whole and the rest is left', () => {
    const all = bytes(`"31084"${well}\r\nOK[K7]\r\n`);
    const found = Array.from(all, (_, count) => readHostStatus(all.subarray(0, count + 1)));
    const first = found.findIndex((answer) => answer !== null);
    expect(first).toBe(all.indexOf('0000,0\x03') + '0000,0'.length);
    expect(found.at(-1)).toMatchObject({ value: { ok: true }, start: 7, end: all.indexOf('OK[') });
  });

  test('an answer that broke off is not mixed with the next one', () => {
    const found = readHostStatus(bytes(`\x02030,0,0${headOpen}`));
    expect(found?.value.ok && troublesOf(found.value.value)).toEqual(['head-open']);
  });
});

describe('errors', () => {
  const page = (errors: string, warnings: string) =>
    `\x02\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         ${errors}\r\n   WARNINGS:       ${warnings}\r\n\x03\r\n`;

  const none = '0 00000000 00000000';
  test.each([
    ['none', none, none, []],
    ['paused with the head open, a real capture', '1 00000000 00010004', none, ['head-open', 'paused']],
    ['media and ribbon out', '1 00000000 00000003', none, ['paper-out', 'ribbon-out']],
    ['cutter', '1 00000000 00000008', none, ['cutter']],
    ['head too hot', '1 00000000 00000010', none, ['too-hot']],
    ['motor too hot', '1 00000000 00000020', none, ['too-hot']],
    ['a bad head element', '1 00000000 00000040', none, ['broken']],
    ['a head that it cannot find', '1 00000000 00000080', none, ['broken']],
    ['firmware settings that are none', '1 00000000 00000100', none, ['error']],
    ['thermistor', '1 00000000 00000200', none, ['broken']],
    ['a jam on the way out', '1 00000000 00001000', none, ['jammed']],
    ['paper that does not feed', '1 00000000 00004000', none, ['jammed']],
    ['a jam on the way back', '1 00000000 00020000', none, ['jammed']],
    ['no black mark', '1 00000000 00080000', none, ['error']],
    ['paper near its end', none, '1 00000000 00000008', ['paper-near-end']],
    ['paper at its end is not near it', '1 00000000 00000001', '1 00000000 00000008', ['paper-out']],
    ['a head to be cleaned, which stops nothing', none, '1 00000000 00000002', []],
  ])('%s', (_, errors, warnings, troubles) => {
    const value = { troubles, needsCalibration: false };
    expect(parseErrors(page(errors, warnings))).toEqual({ ok: true, value });
    expect(readErrors(bytes(`OK[1]\r\n${page(errors, warnings)}`))?.value).toEqual({ ok: true, value });
  });

  test('a printer that asks to be calibrated says that it has not measured its labels', () => {
    const value = { troubles: [], needsCalibration: true };
    expect(parseErrors(page(none, '1 00000000 00000001'))).toEqual({ ok: true, value });
  });

  test('a page without its lines is not understood', () => {
    expect(parseErrors('PRINTER STATUS')).toEqual({ ok: false, problem: 'not-understood' });
  });
});

describe('who it is, and how many labels it printed', () => {
  test('the identity names model and dots per millimetre', () => {
    const found = readIdentity(bytes('\x02ZD421-203dpi,V93.21.26Z,8,8192KB,X\x03\r\n'));
    expect(found?.value).toEqual({ ok: true, value: { model: 'ZD421-203dpi', firmware: 'V93.21.26Z', dotsPerMm: 8 } });
  });

  test.each(['ZD421', 'ZD421,V93,many', ''])('not understood as an identity: %s', (line) => {
    expect(parseIdentity(line)).toEqual({ ok: false, problem: 'not-understood' });
  });

  test.each([
    ['31084', { ok: true, value: 31084 }],
    ['?', { ok: true, value: 'none' }],
    ['', { ok: false, problem: 'not-understood' }],
    ['-1', { ok: false, problem: 'not-understood' }],
    ['12.5', { ok: false, problem: 'not-understood' }],
  ])('count of labels: %s', (value, expected) => {
    expect(parseOdometer(value)).toEqual(expected);
  });

  test('a quoted value is found when its second quotation mark is there', () => {
    expect(readVariable(bytes('"310'))).toBeNull();
    expect(readVariable(bytes('"31084"'))).toEqual({ value: '31084', start: 0, end: 7 });
  });
});

describe('the echo of one label', () => {
  test.each([
    ['OK[K7]\r\n', true],
    ['"8"OK[K7]\r\n', true],
    ['OK[K7   ]', true],
    ['OK[K7\0\0]', true],
    ['OK[K7', false],
    ['OK[K70]\r\n', false],
    ['OK[K8]\r\n', false],
    ['[K7]', false],
  ])('%j is the echo of K7: %s', (text, expected) => {
    expect(readEcho('K7')(bytes(text)) !== null).toBe(expected);
  });
});
