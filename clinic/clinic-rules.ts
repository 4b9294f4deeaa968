/**
 * What a clinic may set, each with its limits; the section `clinicRules` of the settings.
 *
 * None of it can loosen a promise: transfusion is never labelled at check-in whatever stands here, and a
 * number outside its limits is refused before the first patient. Messages are for site IT, in words.
 */
import { z } from 'zod';
import { handlingFlags } from './specimen.ts';
import { collectionSites, isCatalogueTest } from './test-catalogue.ts';
import { type TubeClass, tubeClasses } from './tube.ts';

const textCharactersMax = 80;
const settingsRowsMax = 2000;
const text = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(textCharactersMax, `at most ${textCharactersMax} characters`);

/** When a label may be released, strictest last. */
export const labelReleases = ['at-check-in', 'at-call', 'at-chair', 'never-here'] as const;
export type LabelRelease = (typeof labelReleases)[number];
const labelRelease = z.enum(labelReleases, { error: `expected one of ${labelReleases.join(', ')}` });

export const tubeClass = z.enum(tubeClasses, { error: `expected a tube class: ${tubeClasses.join(', ')}` });

/** A test as a site describes it, when the catalogue has it wrong or not at all. */
const SiteTest = z.strictObject({
  name: text,
  discipline: text,
  tube: tubeClass,
  tubeCount: z.int('expected a whole number').min(1, 'at least 1').max(8, 'at most 8').default(1),
  ownTube: z.boolean().default(false),
  collectionSite: z.enum(collectionSites).default('any'),
  handling: z.array(z.enum(handlingFlags)).default([]),
});
export type SiteTest = z.infer<typeof SiteTest>;

/** Not at night, when clocks change. */
const closingTime = 'expected a time from "06:00" to "23:59", or null for midnight';

/** A whole number with a unit, its limits said in the refusal. */
function whole(unit: string, min: number, max: number) {
  const expected = `expected a whole number of ${unit} from ${min} to ${max}`;
  return z.int(expected).min(min, expected).max(max, expected);
}

/** Says in words what is wrong with a key; every other problem speaks for itself. */
function keyProblem(words: string) {
  return {
    error: (issue: { readonly code?: string; readonly keys?: readonly string[] }) => {
      if (issue.code === 'invalid_key') return words;
      return issue.code === 'unrecognized_keys' ? `${issue.keys?.join(', ')}: ${words}` : undefined;
    },
  };
}
const notATubeClass = keyProblem(`expected a tube class: ${tubeClasses.join(', ')}`);

function rowsByCode<Row extends z.ZodType>(row: Row) {
  return z
    .record(text, row, keyProblem(`expected a code of 1 to ${textCharactersMax} characters`))
    .refine((rows) => Object.keys(rows).length <= settingsRowsMax, `at most ${settingsRowsMax} rows`)
    .default({});
}

const suffixPattern = /^[A-Z0-9-]{1,3}$/;
const ContainerSuffixes = z
  .partialRecord(tubeClass, z.string().regex(suffixPattern, 'expected 1 to 3 of A-Z, 0-9 and -'), notATubeClass)
  .superRefine((suffixes, problems) => {
    for (const message of suffixProblems(suffixes)) problems.addIssue({ code: 'custom', message });
  })
  .default({});

/**
 * No suffix may be another, or the end of another: order `T1` with `ES` and order `T1E` with `S` would give two
 * patients' tubes the same number.
 */
function suffixProblems(suffixes: Partial<Record<TubeClass, string>>): string[] {
  const rows = Object.entries(suffixes);
  return rows.flatMap(([tube, suffix], at) =>
    rows
      .filter(([, other], otherAt) => otherAt !== at && other.endsWith(suffix) && (other !== suffix || otherAt > at))
      .map(([other]) => `the suffix of ${tube} ends the suffix of ${other}, so two tubes could get the same number`),
  );
}

export const ClinicRules = z.strictObject({
  /** Arrival window, round the start of the booking. */
  earlyArrivalMinutesMax: whole('minutes', 0, 720).default(60),
  lateArrivalMinutesMax: whole('minutes', 0, 720).default(30),

  /** Dates of birth that do not agree before the patient is sent to reception. */
  wrongAnswersMax: whole('answers', 1, 5).default(3),
  /** Misses at one kiosk before it rests; each further miss doubles the rest. */
  guessingMissesMax: whole('misses', 3, 20).default(5),
  guessingRestSeconds: whole('seconds', 30, 600).default(60),
  guessingRestMinutesMax: whole('minutes', 1, 60).default(15),

  idleQuestionSeconds: whole('seconds', 10, 120).default(30),
  idleWipeSeconds: whole('seconds', 5, 60).default(10),

  /** Local time at which the clinic is over for the day: nobody checks in any more, and the day list is forgotten. */
  closesAt: z
    .string(closingTime)
    .regex(/^(0[6-9]|1[0-9]|2[0-3]):[0-5][0-9]$/, closingTime)
    .nullable()
    .default(null),

  listAgeingMinutes: whole('minutes', 5, 240).default(30),
  listTooOldHours: whole('hours', 1, 24).default(12),
  /** A pull that is smaller by more than this share is held until staff agree. */
  listShrinkShareMax: z
    .number('expected a share from 0.05 to 0.9')
    .min(0.05, 'at least 0.05')
    .max(0.9, 'at most 0.9')
    .default(0.5),

  /** A community site sends tests that only a hospital can take to staff. */
  isCommunitySite: z.boolean().default(true),

  /** GS1 company prefixes that may begin a patient's wristband; none is trusted by default. */
  wristbandPrefixes: z
    .array(z.string().regex(/^[0-9]{7}$/, 'expected seven digits'))
    .max(20)
    .default([]),

  labelRelease: z
    .strictObject({
      usually: labelRelease.default('at-check-in'),
      disciplines: rowsByCode(labelRelease),
      /** By catalogue id, or the site's own code. */
      tests: rowsByCode(labelRelease),
    })
    .prefault({}),
  /** Local codes that are transfusion tests here, besides those that the kiosk knows; these can only be added to. */
  transfusionCodes: z.array(text).max(settingsRowsMax).default([]),

  /** What the laboratory adds to the order's number for each container. */
  containerSuffixes: ContainerSuffixes,

  /** Local order code to a catalogue id, or to a row of the site's own. */
  tests: rowsByCode(
    z.union([text.refine(isCatalogueTest, 'the catalogue has no test with this id'), SiteTest], {
      error: 'expected the id of a catalogue test, or a row with name, discipline and tube',
    }),
  ),
  /** Position in the order of draw, where the site's differs. */
  tubes: z
    .partialRecord(tubeClass, z.strictObject({ drawPosition: whole('places', 1, 99) }), notATubeClass)
    .default({}),
  /** Disciplines whose tests share a tube of the same class. */
  disciplinesThatShare: z
    .array(z.array(text).min(2, 'a group has at least two disciplines'))
    .max(20)
    .default([['biochemistry', 'endocrine', 'drug monitoring']]),
  /** Whether tests that the catalogue leaves to the site get a tube of their own. */
  ownTubeWhereSiteDecides: z.boolean().default(false),
});
export type ClinicRules = z.infer<typeof ClinicRules>;

export const defaultClinicRules: ClinicRules = ClinicRules.parse({});
