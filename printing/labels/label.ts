/**
 * A label as data: elements placed in millimetres from the top left corner. Knows nothing of printers or dots.
 */
import type { Bitmap } from './bitmap.ts';
import type { LabelAdjustment } from './label-adjustment.ts';

interface LabelSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** 203 dpi and 300 dpi print heads, as their makers count them. */
export type DotsPerMm = 8 | 12;

/** What a label is made for: the stock in the printer and the fineness of its head. */
export interface LabelMedia {
  readonly size: LabelSize;
  readonly dotsPerMm: DotsPerMm;
  /** What the site set for its printer; absent: nothing. */
  readonly adjustment?: LabelAdjustment;
}

/** Text of one line that has already been fitted; never wrapped or cut by a printer. */
export interface TextElement {
  readonly kind: 'text';
  readonly xMm: number;
  readonly yMm: number;
  /** Height of the line of type, in millimetres; capitals stand in its upper three quarters. */
  readonly heightMm: number;
  /** Horizontal squeeze, 1 is natural. */
  readonly widthScale: number;
  readonly text: string;
}

/** A module is 0.25 mm wide, whatever the print head. */
export interface BarcodeElement {
  readonly kind: 'code-128';
  readonly xMm: number;
  readonly yMm: number;
  readonly heightMm: number;
  /** [A-Z0-9-], 4 to 16 characters. */
  readonly data: string;
}

export interface BoxElement {
  readonly kind: 'box';
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly thicknessMm: number;
}

/** One line of text in the fonts that ship with the app, already drawn for the label's print head. */
export interface BitmapElement {
  readonly kind: 'bitmap';
  readonly xMm: number;
  readonly yMm: number;
  readonly bitmap: Bitmap;
  /** What it shows: for a check, never for the printer. */
  readonly text: string;
}

export type LabelElement = TextElement | BarcodeElement | BoxElement | BitmapElement;

export interface Label {
  readonly size: LabelSize;
  readonly elements: readonly LabelElement[];
}

/** A label as its bytes must show it, element by element; its places are whole dots. */
export interface DrawnLabel {
  readonly label: Label;
  /** For printers that are sent pictures: that they must show, dot for dot; null: they say it in words. */
  readonly picture: Bitmap | null;
}

export type PicturedLabel = DrawnLabel & { readonly picture: Bitmap };

/** Why a label cannot be made; it becomes a staff task, never a shortened label (S8). */
export type LabelProblem =
  /** No font that ships with the app has it, or it is nothing that people see. */
  | 'name-not-printable'
  | 'name-too-long'
  | 'no-name'
  | 'no-date-of-birth'
  /** There is one, but it is not ten digits. (No number at all is no problem: the label says so.) */
  | 'no-nhs-number'
  | 'barcode-too-wide'
  | 'identifier-not-printable'
  | 'text-too-wide'
  | 'text-not-printable';

/** What a specimen label says (S8: the whole minimum data set). */
export interface SpecimenLabelContent {
  readonly familyName: string;
  readonly givenNames: string;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  readonly nhsNumber: string | null;
  readonly tube: string;
  readonly discipline: string;
  readonly handling: readonly string[];
  readonly number: number;
  readonly count: number;
  readonly visitCode: string;
  readonly identifier: string;
  /** 0: the first; n: `REPRINT n`. */
  readonly copy: number;
}

/** The label that proves a printer, at installation and after a repair; identifies nobody. */
export interface TestLabelContent {
  readonly printerName: string;
  /** Local date and time as shown. */
  readonly printedAt: string;
}

/** The first label of a set; identifies nobody. */
export interface HeaderLabelContent {
  readonly ticketNumber: number;
  readonly visitCode: string;
  readonly labelCount: number;
  /** Tubes that get no label here, for example transfusion. */
  readonly tubesByHand: number;
  /** Tests that a person has to see to before the draw. */
  readonly problems: number;
  readonly copy: number;
  /** The printer at which the labels come out, when it is not the one that prints this. */
  readonly labelsAt?: string | null;
  /** Of a set that was interrupted: which labels follow, and where the others went; null, or absent, for a whole set. */
  readonly rest?: Readonly<{
    numbers: readonly number[];
    elsewhere: readonly Readonly<{ numbers: readonly number[]; printer: string }>[];
  }> | null;
}

/** The patient's ticket; identifies nobody. */
export interface QueueTicketContent {
  readonly ticketNumber: number;
  readonly visitCode: string;
  readonly siteName: string;
  readonly waitAt: string;
  /** Local time `14:05` and date as shown. */
  readonly arrivedAt: string;
  readonly copy: number;
}
