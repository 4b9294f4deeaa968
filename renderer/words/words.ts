/**
 * Every sentence that a patient can read, by name. A language is one file that fills this in; the compiler says what is missing.
 *
 * For translators: numbers and times arrive as they are and are written by the language's own rules (Intl). Nothing here may say
 * whether anybody is booked: `noMatch` and `could-not-match` are the same sentence for every cause.
 */
import type { ReceptionReason } from '../../clinic/check-in.ts';
import type { DateOfBirthProblem } from '../../clinic/date-of-birth.ts';
import type { NhsNumberProblem } from '../../clinic/nhs-number.ts';

interface Instruction {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

export interface PatientWords {
  /** BCP 47, for the page's `lang`. */
  readonly language: string;
  readonly serviceName: string;
  /** The window's title, which a screen reader says first. */
  title(heading: string, hasProblem: boolean): string;
  /** `14:05` as people say it. */
  clockTime(hoursAndMinutes: string): string;
  number(value: number): string;
  readonly needHelp: string;
  readonly startAgain: string;
  readonly finish: string;
  readonly continue: string;
  readonly thereIsAProblem: string;

  readonly start: Readonly<{
    heading: string;
    scanHeading: string;
    scan: string;
    scanThen: string;
    typeHeading: string;
    type: string;
    typeButton: string;
  }>;

  readonly typeNumber: Readonly<{
    heading: string;
    label: string;
    hint: string;
    notKnown: string;
    notKnownThen: readonly string[];
    problems: Readonly<Record<NhsNumberProblem, string>>;
  }>;

  readonly dateOfBirth: Readonly<{
    heading: string;
    hint: string;
    day: string;
    month: string;
    year: string;
    problems: Readonly<Record<DateOfBirthProblem, string>>;
    noMatch(triesLeft: number): string;
  }>;

  readonly pad: Readonly<{
    name: string;
    delete: string;
    /** Said aloud after each key of the pad; the field's content with spaces between digits. */
    soFar(field: string, content: string): string;
    nothingYet: string;
  }>;

  readonly oneMoment: Instruction;

  readonly checkedIn: Readonly<{
    heading: string;
    headingAgain: string;
    ticketNumberIs: string;
    waitHeading: string;
    nextHeading: string;
    takeTicket: string;
    again: string;
    next: readonly string[];
  }>;

  readonly seeReception: Readonly<{
    notCheckedIn: string;
    reasons: Readonly<Record<ReceptionReason, Instruction>>;
    /** Replaces the paragraphs of `too-early` when both times are known. */
    tooEarly(startsAt: string, checkInFrom: string): readonly string[];
  }>;

  readonly outOfService: Instruction & Readonly<{ forSiteIt: string }>;

  readonly stillThere: Readonly<{
    heading: string;
    willClear(seconds: number): string;
    yes: string;
    no: string;
  }>;
}
