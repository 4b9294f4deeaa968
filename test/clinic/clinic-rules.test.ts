import { describe, expect, test } from 'vitest';
import { ClinicRules, defaultClinicRules } from '../../clinic/clinic-rules.ts';

const problemsOf = (settings: unknown) => {
  const parsed = ClinicRules.safeParse(settings);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
};

test('a clinic that sets nothing gets rules that work', () => {
  expect(defaultClinicRules).toMatchObject({
    earlyArrivalMinutesMax: 60,
    lateArrivalMinutesMax: 30,
    wrongAnswersMax: 3,
    idleQuestionSeconds: 30,
    idleWipeSeconds: 10,
    labelRelease: { usually: 'at-check-in', disciplines: {}, tests: {} },
    wristbandPrefixes: [],
    containerSuffixes: {},
  });
});

describe('settings that are refused, each by its path and in words', () => {
  test.each([
    [{ wrongAnswersMax: 50 }, 'wrongAnswersMax: expected a whole number of answers from 1 to 5'],
    [{ wrongAnswersMax: 'three' }, 'wrongAnswersMax: expected a whole number of answers from 1 to 5'],
    [{ idleQuestionSeconds: 0.5 }, 'idleQuestionSeconds: expected a whole number of seconds from 10 to 120'],
    [{ listTooOldHours: 48 }, 'listTooOldHours: expected a whole number of hours from 1 to 24'],
    [{ listShrinkShareMax: 1 }, 'listShrinkShareMax: at most 0.9'],
    [{ wristbandPrefixes: ['505'] }, 'wristbandPrefixes.0: expected seven digits'],
    [
      { labelRelease: { usually: 'always' } },
      'labelRelease.usually: expected one of at-check-in, at-call, at-chair, never-here',
    ],
    [{ containerSuffixes: { SST: 'gold' } }, 'containerSuffixes.SST: expected 1 to 3 of A-Z, 0-9 and -'],
    [{ tubes: { SST: { drawPosition: 0 } } }, 'tubes.SST.drawPosition: expected a whole number of places from 1 to 99'],
    [
      { tests: { XYZ: { tube: 'gold' } } },
      'tests.XYZ: expected the id of a catalogue test, or a row with name, discipline and tube',
    ],
    [{ tests: { '': 'fbc' } }, 'tests.: expected a code of 1 to 80 characters'],
  ])('%j', (settings, problem) => {
    expect(problemsOf(settings)).toContain(problem);
  });

  test('a setting with a spelling mistake is named, never ignored', () => {
    expect(problemsOf({ wrongAnswerMax: 3 }).join()).toContain('wrongAnswerMax');
  });
});

describe('container suffixes keep two tubes from getting one number', () => {
  test.each([
    [{ SST: 'S', EDTA: 'S' }, 1],
    [{ SST: 'S', EDTA: 'ES' }, 1],
    [{ SST: 'S', EDTA: 'E', FLU: 'F' }, 0],
    [{ SST: 'SS', EDTA: 'SE' }, 0],
  ])('%j has %i problems', (containerSuffixes, count) => {
    expect(problemsOf({ containerSuffixes })).toHaveLength(count);
  });
});

test('every problem is told at once, so that site IT need not start the kiosk five times', () => {
  expect(problemsOf({ wrongAnswersMax: 0, idleWipeSeconds: 0, tubes: { GOLD: { drawPosition: 1 } } })).toHaveLength(3);
});

test('a tube that is no tube class is told which there are', () => {
  expect(problemsOf({ containerSuffixes: { GOLD: 'G' } })).toEqual([
    expect.stringContaining('containerSuffixes: GOLD: expected a tube class: BC, CIT'),
  ]);
});
