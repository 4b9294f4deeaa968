import { describe, expect, test } from 'vitest';
import {
  type EscPosStatus,
  escPosTroubles,
  isStatusByte,
  readConfirmation,
  readStatusByte,
  statusQuestion,
} from '../../../printing/languages/esc-pos-status.ts';

const well: EscPosStatus = { printer: 0x12, 'offline-cause': 0x12, 'error-cause': 0x12, paper: 0x12 };

describe('status', () => {
  test('each question asks about one subject', () => {
    expect(Array.from(statusQuestion('printer'))).toEqual([0x10, 0x04, 1]);
    expect(Array.from(statusQuestion('paper'))).toEqual([0x10, 0x04, 4]);
  });

  test.each([
    ['well', {}, []],
    ['cover open', { printer: 0x1a, 'offline-cause': 0x16 }, ['cover-open']],
    ['stopped by the end of the paper', { printer: 0x1a, 'offline-cause': 0x32, paper: 0x7e }, ['paper-out']],
    ['near the end of the paper, which stops nothing', { paper: 0x1e }, ['paper-near-end']],
    ['cutter', { printer: 0x1a, 'offline-cause': 0x52, 'error-cause': 0x1a }, ['cutter']],
    ['paper that is stuck', { printer: 0x1a, 'offline-cause': 0x52, 'error-cause': 0x16 }, ['jammed']],
    ['beyond help', { printer: 0x1a, 'offline-cause': 0x52, 'error-cause': 0x32 }, ['broken']],
    ['hot, and cooling down by itself', { printer: 0x1a, 'offline-cause': 0x52, 'error-cause': 0x52 }, ['too-hot']],
    [
      'opened while it printed, which it reports as it reports heat',
      { printer: 0x1a, 'offline-cause': 0x56, 'error-cause': 0x52 },
      ['cover-open'],
    ],
    ['fed by hand', { printer: 0x1a, 'offline-cause': 0x1a }, ['fed-by-hand']],
    ['its feed button is pressed', { printer: 0x5a }, ['fed-by-hand']],
    ['waiting for its button when all is well again', { printer: 0x3a }, ['waits-for-its-button']],
    ['waiting for its button with the cover still open', { printer: 0x3a, 'offline-cause': 0x16 }, ['cover-open']],
    [
      'everything at once',
      { printer: 0x1a, 'offline-cause': 0x76, 'error-cause': 0x1a, paper: 0x7e },
      ['cover-open', 'paper-out', 'cutter'],
    ],
    [
      'near the end, and the cover open',
      { printer: 0x1a, 'offline-cause': 0x16, paper: 0x1e },
      ['cover-open', 'paper-near-end'],
    ],
    ['offline and no cause given', { printer: 0x1a }, ['error']],
  ])('%s', (_, change, troubles) => {
    expect(escPosTroubles({ ...well, ...change })).toEqual(troubles);
  });

  test.each([
    [0x12, true],
    [0x7e, true],
    [0x10, false],
    [0x93, false],
    [0x00, false],
    [0x37, false],
    // Four bytes of automatic status (`GS a`), and flow control.
    [0x18, false],
    [0x38, false],
    [0x08, false],
    [0x0c, false],
    [0x11, false],
    [0x13, false],
  ])('%i is a status byte: %s', (byte, expected) => {
    expect(isStatusByte(byte)).toBe(expected);
  });

  test('a status byte is not taken out of the middle of a confirmation', () => {
    const confirmation = [0x37, 0x22, 0x32, 0x36, 0x52, 0x56, 0];
    expect(readStatusByte(Uint8Array.from([...confirmation, 0x12]))).toEqual({ value: 0x12, start: 7, end: 8 });
    expect(readStatusByte(Uint8Array.from(confirmation.slice(0, 4)))).toBeNull();
  });
});

describe('confirmation of one ticket', () => {
  const confirmation = (token: string) => [0x37, 0x22, ...Buffer.from(token, 'latin1'), 0];

  test('it is found when it is whole, among stray status bytes, and leaves them', () => {
    const all = Uint8Array.from([0x16, ...confirmation('A2 ~'), 0x12]);
    const read = readConfirmation('A2 ~');
    expect(Array.from(all, (_, count) => read(all.subarray(0, count + 1)) !== null)).toEqual([
      ...Array(7).fill(false),
      true,
      true,
    ]);
    expect(read(all)).toEqual({ value: 'A2 ~', start: 1, end: 8 });
  });

  test.each([1, 2, 3, 4, 5, 6])('a status byte within it, after %i bytes, changes nothing', (place) => {
    const bytes = confirmation('22R6');
    const strays = Uint8Array.from([...bytes.slice(0, place), 0x12, ...bytes.slice(place)]);
    expect(readConfirmation('22R6')(strays)).toMatchObject({ value: '22R6' });
  });

  test.each(['AAAB', 'BAAA', 'aaaa'])('the confirmation of another ticket is none of this one: %s', (other) => {
    expect(readConfirmation('AAAA')(Uint8Array.from(confirmation(other)))).toBeNull();
  });

  test('the one before does not hide the one that is waited for', () => {
    const bytes = Uint8Array.from([...confirmation('AAAA'), ...confirmation('AAAB')]);
    expect(readConfirmation('AAAB')(bytes)).toMatchObject({ start: 7, end: 14 });
  });
});

test('a token that no printer could echo is a bug', () => {
  expect(() => readConfirmation('five5')).toThrow('four printable characters');
});
