/**
 * The label of one tube, laid out for a phlebotomist in a hurry and in poor light: the name at the cap end, what says
 * who it is, the barcode, what says which tube it is, and room to write when it was taken and by whom.
 *
 * Carries the whole minimum data set or is refused (S8). A patient without an NHS number is told apart by name, date of
 * birth and the specimen's own number, and the label says that there is none. `Taken` and `By` are always blank: the
 * time of check-in is not the time of collection.
 */
import { assert } from '../../clinic/assert.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { code128HeightMmMin, code128WidthMm, isBarcodeData, moduleMm, quietZoneModules } from './code-128.ts';
import { fitName, isNameDrawn } from './fit-name.ts';
import { textWidthMm } from './fit-text.ts';
import type {
  DotsPerMm,
  Label,
  LabelElement,
  LabelMedia,
  LabelProblem,
  SpecimenLabelContent,
  TextElement,
} from './label.ts';
import { textFrom, textUpTo, textWithin, widthScaleMin } from './label-text.ts';
import type { NameLine } from './name-line.ts';
import { type SpecimenWords, specimenWords, taken } from './specimen-words.ts';

/** Smaller stock has no room for bars that every analyser reads. */
export const specimenLabelSizeMin = { widthMm: 50, heightMm: 25 } as const;

const marginMm = 1.5;
const gapMm = 1.5;
/** Stock wanders this far sideways in a printer. */
const wanderMm = 0.5;
/** Above and below the bars. */
const barcodeGapMm = 0.65;
const topMm = 1.1;
const nameHeightMm = 3.5;
const linePitchMm = 3.5;
const lowerLineHeightMm = 3;
const lowerLinePitchMm = 3.1;
/** More than this and the bars would lose what the letters no longer need. */
const drawnLineMoreMmMax = 1;
/** A dot that hangs from a letter must not stand on the letter below. */
const drawnLineGapMm = 0.45;
const identityHeightMm = 3;
/** From the head of its line to the foot of its capitals. */
const identityFootMm = 2.25;
const detailHeightMm = 2.75;
const handlingPitchMm = 2.9;
/** Heads of the lines that hang on the lower edge; between them there is room to write. */
const detailsAboveEdgeMm = 7;
const takenAboveEdgeMm = 3.6;
/** Handling that would be narrower there has a better place. */
const besideTakenScaleMin = 0.85;

/** Where things go when the usual place has no room. */
interface Arrangement {
  readonly nameLines: 1 | 2;
  readonly tubeOnLine: 1 | 2;
  readonly handling: 'beside-taken' | 'with-details' | 'own-line' | 'beside-given-names';
  readonly nameWidthScaleMin: number;
  readonly mayCutName: boolean;
}

const squeezed = { nameWidthScaleMin: widthScaleMin, mayCutName: false } as const;
const cut = { nameWidthScaleMin: widthScaleMin, mayCutName: true } as const;

/** Best first: a second line is easier to read than narrow letters, a narrow name better than one that is cut. */
const arrangements: readonly Arrangement[] = [
  { nameLines: 1, tubeOnLine: 1, handling: 'beside-taken', nameWidthScaleMin: 0.8, mayCutName: false },
  { nameLines: 1, tubeOnLine: 1, handling: 'with-details', nameWidthScaleMin: 0.8, mayCutName: false },
  { nameLines: 2, tubeOnLine: 1, handling: 'beside-taken', ...squeezed },
  { nameLines: 2, tubeOnLine: 1, handling: 'with-details', ...squeezed },
  { nameLines: 2, tubeOnLine: 2, handling: 'beside-taken', ...squeezed },
  { nameLines: 2, tubeOnLine: 2, handling: 'with-details', ...squeezed },
  { nameLines: 1, tubeOnLine: 1, handling: 'own-line', ...squeezed },
  { nameLines: 2, tubeOnLine: 1, handling: 'beside-given-names', ...squeezed },
  { nameLines: 2, tubeOnLine: 2, handling: 'beside-taken', ...cut },
  { nameLines: 2, tubeOnLine: 2, handling: 'with-details', ...cut },
  { nameLines: 2, tubeOnLine: 1, handling: 'beside-given-names', ...cut },
  { nameLines: 1, tubeOnLine: 1, handling: 'own-line', ...cut },
];

export function specimenLabel(content: SpecimenLabelContent, media: LabelMedia): Result<Label, LabelProblem> {
  const { size } = media;
  const isLargeEnough = size.widthMm >= specimenLabelSizeMin.widthMm && size.heightMm >= specimenLabelSizeMin.heightMm;
  assert(isLargeEnough, 'a specimen label is at least 50 by 25 mm');
  assert(content.number >= 1 && content.number <= content.count, 'a label knows its place in its set');
  const words = specimenWords(content);
  if (!words.ok) return words;
  if (!isBarcodeData(content.identifier)) return refuse('identifier-not-printable');
  const barsMm = code128WidthMm(content.identifier);
  if (barsMm + 2 * (quietZoneModules * moduleMm + wanderMm) > size.widthMm) return refuse('barcode-too-wide');
  let problem: LabelProblem = 'text-too-wide';
  for (const arrangement of arrangements) {
    if (words.value.handling === '' && arrangement.handling !== 'with-details') continue;
    const elements = arranged(content, words.value, arrangement, media);
    if (elements.ok) return ok({ size, elements: elements.value });
    problem = elements.problem;
    if (problem !== 'name-too-long' && problem !== 'text-too-wide') break;
  }
  return refuse(problem);
}

function arranged(
  content: SpecimenLabelContent,
  words: SpecimenWords,
  arrangement: Arrangement,
  media: LabelMedia,
): Result<readonly LabelElement[], LabelProblem> {
  const { size } = media;
  const handlingMm = arrangement.handling === 'own-line' ? handlingPitchMm : 0;
  const detailsMm = size.heightMm - detailsAboveEdgeMm - handlingMm;
  const lines = nameLines(content, arrangement, detailsMm);
  const names = nameAndTube(content, words, arrangement, lines, media);
  if (!names.ok) return names;
  const identityMm = topMm + lines.firstPitchMm + lines.secondPitchMm;
  const details = detailsAt(detailsMm, content.identifier, words, arrangement, size.widthMm);
  const written = writtenAt(size.heightMm - takenAboveEdgeMm, words, arrangement, size.widthMm);
  if (details === null || written === null) return refuse('text-too-wide');
  const barsTopMm = identityMm + identityFootMm + barcodeGapMm;
  const barcode = barcodeBetween(barsTopMm, detailsMm - barcodeGapMm, content.identifier, size.widthMm);
  return ok([...names.value, ...identityAt(identityMm, words, size.widthMm), barcode, ...details, ...written]);
}

/** Distances to the next line. */
interface NameLines {
  readonly firstPitchMm: number;
  /** 0: there is no second line. */
  readonly secondPitchMm: number;
}

/** A name that is drawn gets what the bars can spare: most scripts reach higher and lower than Latin capitals. */
function nameLines(content: SpecimenLabelContent, arrangement: Arrangement, detailsMm: number): NameLines {
  const plain = { firstPitchMm: linePitchMm, secondPitchMm: arrangement.nameLines === 2 ? lowerLinePitchMm : 0 };
  if (!isNameDrawn(content.familyName, content.givenNames)) return plain;
  const identityMm = topMm + plain.firstPitchMm + plain.secondPitchMm;
  const barsMm = detailsMm - barcodeGapMm - (identityMm + identityFootMm + barcodeGapMm);
  const spareMm = Math.max(0, barsMm - code128HeightMmMin(content.identifier));
  const moreMm = Math.min(drawnLineMoreMmMax, spareMm / arrangement.nameLines);
  return {
    firstPitchMm: plain.firstPitchMm + moreMm,
    secondPitchMm: arrangement.nameLines === 2 ? plain.secondPitchMm + moreMm : 0,
  };
}

/** The first line or two: what a person reads first. */
function nameAndTube(
  content: SpecimenLabelContent,
  words: SpecimenWords,
  arrangement: Arrangement,
  { firstPitchMm, secondPitchMm }: NameLines,
  { size: { widthMm }, dotsPerMm }: LabelMedia,
): Result<readonly LabelElement[], LabelProblem> {
  const rightMm = widthMm - marginMm;
  const innerMm = widthMm - 2 * marginMm;
  const first = { yMm: topMm, heightMm: nameHeightMm };
  const second = { yMm: topMm + firstPitchMm, heightMm: lowerLineHeightMm };
  const tube = textUpTo(rightMm, 0.4 * innerMm, arrangement.tubeOnLine === 1 ? first : second, words.tube);
  const besideGiven = arrangement.handling === 'beside-given-names';
  const handling = besideGiven ? textUpTo(rightMm, 0.6 * innerMm, second, words.handling) : null;
  if (tube === null || (besideGiven && handling === null)) return refuse('text-too-wide');
  const firstEndMm = arrangement.tubeOnLine === 1 ? tube.xMm - gapMm : rightMm;
  const secondEndMm = arrangement.tubeOnLine === 2 ? tube.xMm - gapMm : (handling?.xMm ?? rightMm + gapMm) - gapMm;
  const roomTo = (endMm: number, { heightMm }: { heightMm: number }, pitchMm: number) => {
    return { heightMm, widthMm: endMm - marginMm, drawnHeightMm: pitchMm - drawnLineGapMm };
  };
  const name = fitName(content.familyName, content.givenNames, {
    dotsPerMm,
    first: roomTo(firstEndMm, first, firstPitchMm),
    second: arrangement.nameLines === 2 ? roomTo(secondEndMm, second, secondPitchMm) : null,
    widthScaleMin: arrangement.nameWidthScaleMin,
    mayCut: arrangement.mayCutName,
  });
  if (!name.ok) return name;
  const lines = name.value.map((line, index) => nameElement(line, index === 0 ? first : second, dotsPerMm));
  return ok([...lines, tube, ...(handling ? [handling] : [])]);
}

function nameElement(line: NameLine, at: { yMm: number; heightMm: number }, dotsPerMm: DotsPerMm): LabelElement {
  if (line.kind === 'type') return textFrom(marginMm, at, line.text, line.widthScale);
  const yDots = Math.round(at.yMm * dotsPerMm) + line.topDots;
  return { kind: 'bitmap', xMm: marginMm, yMm: yDots / dotsPerMm, bitmap: line.bitmap, text: line.text };
}

/** Always the same words in the same places, so always room enough. */
function identityAt(yMm: number, words: SpecimenWords, widthMm: number): readonly TextElement[] {
  const roomMm = widthMm - 2 * marginMm - gapMm;
  const bornMm = textWidthMm(words.born, identityHeightMm);
  const numberMm = textWidthMm(words.nhsNumber, identityHeightMm);
  const widthScale = Math.min(1, roomMm / (bornMm + numberMm));
  const line = { yMm, heightMm: identityHeightMm };
  return [
    textFrom(marginMm, line, words.born, widthScale),
    textFrom(widthMm - marginMm - numberMm * widthScale, line, words.nhsNumber, widthScale),
  ];
}

/** What the barcode says, for people; the discipline; handling; the visit code. Null: there is no room. */
function detailsAt(
  yMm: number,
  identifier: string,
  words: SpecimenWords,
  arrangement: Arrangement,
  widthMm: number,
): readonly TextElement[] | null {
  const line = { yMm, heightMm: detailHeightMm };
  // Taller than its line: as clear of the bars above as of what is below.
  const codeLine = { yMm: yMm - 0.25, heightMm: nameHeightMm };
  const code = textUpTo(widthMm - marginMm, widthMm / 4, codeLine, words.visitCode);
  if (code === null) return null;
  const texts = arrangement.handling === 'with-details' ? [words.discipline, words.handling] : [words.discipline];
  const xMm = marginMm + textWidthMm(identifier, detailHeightMm) + gapMm;
  const middle = textWithin(xMm, code.xMm - gapMm - xMm, line, texts.join('  ').trimEnd());
  const below = { yMm: yMm + handlingPitchMm, heightMm: detailHeightMm };
  const isBelow = arrangement.handling === 'own-line';
  const handling = isBelow ? textWithin(marginMm, widthMm - 2 * marginMm, below, words.handling) : null;
  if (middle === null || (isBelow && handling === null)) return null;
  return [textFrom(marginMm, line, identifier), middle, code, ...(handling ? [handling] : [])];
}

/** Room to write; beside it what must be seen at the chair. Null: there is no room. */
function writtenAt(
  yMm: number,
  words: SpecimenWords,
  { handling }: Arrangement,
  widthMm: number,
): readonly TextElement[] | null {
  const line = { yMm, heightMm: detailHeightMm };
  const blank = textFrom(marginMm, line, taken);
  const beside = handling === 'beside-taken' ? [words.handling, words.reprint] : [words.reprint];
  const text = beside.filter((part) => part !== '').join('  ');
  if (text === '') return [blank];
  const roomMm = widthMm - 2 * marginMm - gapMm - textWidthMm(taken, detailHeightMm);
  const besideIt = textUpTo(widthMm - marginMm, roomMm, line, text);
  const isReadable = besideIt !== null && (text === words.reprint || besideIt.widthScale >= besideTakenScaleMin);
  return isReadable ? [blank, besideIt] : null;
}

function barcodeBetween(yMm: number, bottomMm: number, identifier: string, widthMm: number): LabelElement {
  const heightMm = bottomMm - yMm;
  assert(heightMm >= code128HeightMmMin(identifier), 'the layout leaves the bars their height');
  return { kind: 'code-128', xMm: (widthMm - code128WidthMm(identifier)) / 2, yMm, heightMm, data: identifier };
}
