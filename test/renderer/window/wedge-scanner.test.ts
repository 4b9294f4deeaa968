/** What is a scan and what is typing, by pace alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeCharactersMax,
  codeCharactersMin,
  type KeyPress,
  keyGapMsMax,
  noBurst,
  press,
  stutterMsMax,
  unreadableCode,
} from '../../../renderer/window/wedge-scanner.ts';

interface Typed {
  readonly keys: readonly string[];
  readonly gapMs: number;
  readonly isCommand?: boolean;
  readonly isRepeat?: boolean;
}

/** Presses keys one after another; answers the codes that came out, and what each key was taken for. */
function type(...parts: readonly Typed[]) {
  let burst = noBurst;
  let atMs = 1_000;
  const codes: string[] = [];
  const verdicts: string[] = [];
  for (const { keys, gapMs, isCommand = false, isRepeat = false } of parts) {
    for (const key of keys) {
      atMs += gapMs;
      const step = press(burst, { key, isCommand, isRepeat, atMs } satisfies KeyPress);
      burst = step.burst;
      verdicts.push(step.verdict.kind);
      if (step.verdict.kind === 'code') codes.push(step.verdict.text);
    }
  }
  return { codes, verdicts };
}

const scan = (text: string, end = 'Enter', gapMs = 5) => type({ keys: [...text, end], gapMs });

describe('a burst that ends in Enter or Tab is a code', () => {
  test.each([
    ['a booking reference', 'TRN-2026-000187', 'Enter', 5],
    ['an NHS number', '9990000018', 'Enter', 1],
    ['a code from a slow radio scanner', 'TRN-2026-000187', 'Enter', keyGapMsMax],
    ['a code that ends in Tab', 'TRN-2026-000187', 'Tab', 5],
    ['the shortest code', 'ABC123', 'Enter', 5],
    ['the longest code', 'A'.repeat(codeCharactersMax), 'Enter', 5],
    ['a code with a space and signs', 'AB 12/34~^', 'Enter', 5],
  ])('%s', (_name, text, end, gapMs) => {
    expect(scan(text, end, gapMs).codes).toEqual([text]);
  });

  test('capital letters come with Shift between them, and the code stays whole', () => {
    expect(type({ keys: ['Shift', 'A', 'Shift', 'B', 'Shift', 'C', '1', '2', '3', 'Enter'], gapMs: 4 }).codes).toEqual([
      'ABC123',
    ]);
  });

  test('a scanner that stutters in the middle, or before its Enter, still gives the whole code', () => {
    const stutter = { keys: ['7'], gapMs: stutterMsMax };
    const parts = [{ keys: [...'TRN-2026'], gapMs: 5 }, stutter, { keys: [...'00018'], gapMs: 5 }];
    expect(type(...parts, { keys: ['Enter'], gapMs: stutterMsMax }).codes).toEqual(['TRN-2026700018']);
  });

  test('a code after typing is the code alone', () => {
    expect(
      type({ keys: ['9', '9'], gapMs: 200 }, { keys: ['9'], gapMs: 200 }, { keys: [...'990000018', 'Enter'], gapMs: 5 })
        .codes,
    ).toEqual(['9990000018']);
    expect(
      type(
        { keys: ['4', '5'], gapMs: 200 },
        { keys: ['A'], gapMs: keyGapMsMax + 1 },
        { keys: [...'BC123', 'Enter'], gapMs: 5 },
      ).codes,
    ).toEqual(['ABC123']);
  });

  test('two letters scanned one after the other are two codes', () => {
    const one = [...'ABC123', 'Enter'];
    const two = [...'DEF456', 'Enter'];
    expect(
      type({ keys: one, gapMs: 5 }, { keys: two.slice(0, 1), gapMs: 400 }, { keys: two.slice(1), gapMs: 5 }).codes,
    ).toEqual(['ABC123', 'DEF456']);
  });
});

describe('a person who types is not a scanner, so nothing that they type is taken away', () => {
  test.each([
    ['slow typing', [{ keys: [...'9990000018', 'Enter'], gapMs: 180 }]],
    ['quick typing', [{ keys: [...'9990000018', 'Enter'], gapMs: keyGapMsMax + 1 }]],
    ['a year and Enter, filled in by software', [{ keys: [...'1950', 'Enter'], gapMs: 1 }]],
    [
      'a key that is held',
      [
        { keys: ['1', ...'1111111111'], gapMs: 30, isRepeat: true },
        { keys: ['Enter'], gapMs: 30 },
      ],
    ],
    ['a burst that never ends', [{ keys: [...'9990000018'], gapMs: 1 }]],
    ['Enter alone, again and again', [{ keys: ['Enter', 'Enter', 'Enter'], gapMs: 20 }]],
    ['Tab from field to field', [{ keys: ['Tab', 'Tab', 'Tab', 'Enter'], gapMs: 20 }]],
    [
      'dictation, and Enter a moment later',
      [
        { keys: [...'9990000018'], gapMs: 1 },
        { keys: ['Enter'], gapMs: 400 },
      ],
    ],
  ] as const)('%s', (_name, parts) => {
    expect(type(...parts).codes).toEqual([]);
  });

  test('Enter after slow typing is an ordinary Enter', () => {
    expect(type({ keys: [...'99900', 'Enter'], gapMs: 180 }).verdicts.at(-1)).toBe('typing');
  });

  test('time that runs backwards is not a pace', () => {
    const before = press(noBurst, { key: '1', isCommand: false, isRepeat: false, atMs: 500 }).burst;
    expect(press(before, { key: '2', isCommand: false, isRepeat: false, atMs: 100 }).burst.keys).toBe(1);
  });
});

describe('a burst that cannot be ours is one unreadable code, and never half a code', () => {
  test.each([
    ['65 characters', [{ keys: [...'A'.repeat(codeCharactersMax + 1), 'Enter'], gapMs: 2 }]],
    ['10 kB', [{ keys: [...'x'.repeat(10_000), 'Enter'], gapMs: 1 }]],
    ['a function key inside', [{ keys: [...'ABC', 'F1', ...'123', 'Enter'], gapMs: 2 }]],
    ['letters that are not ASCII', [{ keys: [...'ABCé123', 'Enter'], gapMs: 2 }]],
    [
      'a control character inside',
      [
        { keys: [...'ABC'], gapMs: 2 },
        { keys: ['o'], gapMs: 2, isCommand: true },
        { keys: [...'123', 'Enter'], gapMs: 2 },
      ],
    ],
  ] as const)('%s', (_name, parts) => {
    expect(type(...parts).codes).toEqual([unreadableCode]);
  });

  test('a code of several lines is one code: the rest of the burst is swallowed', () => {
    const { codes, verdicts } = type({
      keys: [...'ABC123', 'Enter', ...'DEF456', 'Enter', 'Enter', ...'GH'],
      gapMs: 3,
    });
    expect(codes).toEqual(['ABC123']);
    expect(verdicts.slice(7).every((verdict) => verdict === 'ignored')).toBe(true);
  });

  test('too few keys are no code', () => {
    expect(scan('A'.repeat(codeCharactersMin - 1))).toMatchObject({
      codes: [],
      verdicts: expect.arrayContaining(['short']),
    });
  });
});

const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const anyKey = fc.record({
  key: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('Enter', 'Tab', 'Shift', 'Escape', 'a', '1')),
  isCommand: fc.boolean(),
  isRepeat: fc.boolean(),
  gapMs: fc.integer({ min: -10, max: 120 }),
});

describe('whatever keys come', () => {
  test('every printable text at a scanner’s pace comes out as it is, or as unreadable, or as no code', () => {
    fc.assert(
      fc.property(printable, fc.integer({ min: 0, max: keyGapMsMax }), (text, gapMs) => {
        const expected =
          text.length < codeCharactersMin ? [] : [text.length > codeCharactersMax ? unreadableCode : text];
        expect(scan(text, 'Enter', gapMs).codes).toEqual(expected);
      }),
    );
  });

  test('no code is longer than the contract takes, holds anything but printable ASCII, or is shorter than a code', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 200 }), (keys) => {
        let burst = noBurst;
        let atMs = 0;
        for (const { gapMs, ...key } of keys) {
          atMs += gapMs;
          const step = press(burst, { ...key, atMs });
          burst = step.burst;
          expect(burst.text.length).toBeLessThanOrEqual(codeCharactersMax);
          if (step.verdict.kind !== 'code' || step.verdict.text === unreadableCode) continue;
          expect(step.verdict.text).toMatch(/^[ -~]{6,64}$/);
        }
      }),
    );
  });

  test('slow keys never make a code', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 1 }), { maxLength: 80 }), (keys) => {
        expect(type({ keys: [...keys, 'Enter'], gapMs: keyGapMsMax + 1 }).codes).toEqual([]);
      }),
    );
  });
});
