/**
 * The label that proves a printer at installation: where the edges are, how long 40 mm are, whether a scanner reads its
 * bars. It identifies nobody, and its barcode is no specimen's.
 */
import { code128WidthMm } from './code-128.ts';
import { printableOnly } from './fit-text.ts';
import type { BoxElement, Label, LabelElement, LabelMedia, TestLabelContent, TextElement } from './label.ts';
import { textFrom, textWithin } from './label-text.ts';

/** What a scanner says of this label. */
export const testLabelBarcode = 'TEST-LABEL';

/** As near the edges as a tube's label comes, so that an offset that spoils one spoils the other. */
const frameMm = 1.5;
const frameTopMm = 1.1;
const lineMm = 0.25;
const textLeftMm = 2.5;
const rulerMm = 40;
const tickEveryMm = 10;

export function testLabel(content: TestLabelContent, { size, dotsPerMm }: LabelMedia): Label {
  const roomMm = size.widthMm - 2 * textLeftMm;
  const rulerTopMm = size.heightMm - 7.7;
  const frame: BoxElement = {
    kind: 'box',
    xMm: frameMm,
    yMm: frameTopMm,
    widthMm: size.widthMm - 2 * frameMm,
    heightMm: size.heightMm - frameTopMm - frameMm,
    thicknessMm: lineMm,
  };
  const barcode: LabelElement = {
    kind: 'code-128',
    xMm: (size.widthMm - code128WidthMm(testLabelBarcode)) / 2,
    yMm: 5.6,
    heightMm: rulerTopMm - 6.6,
    data: testLabelBarcode,
  };
  const heading = `TEST LABEL, ${dotsPerMm} dots/mm`;
  const foot = { yMm: size.heightMm - 4.3, heightMm: 2.75 };
  const printedAt = printableOnly(content.printedAt);
  const texts = [
    textWithin(textLeftMm, roomMm, { yMm: 2.1, heightMm: 3.5 }, heading),
    // A printer with a long name is told by its place.
    textWithin(textLeftMm, roomMm, foot, `${printableOnly(content.printerName)}  ${printedAt}`) ??
      textWithin(textLeftMm, roomMm, foot, printedAt),
  ].filter((text): text is TextElement => text !== null);
  return { size, elements: [frame, barcode, ...ruler((size.widthMm - rulerMm) / 2, rulerTopMm), ...texts] };
}

/** To be held against a real ruler: a printer set to the wrong dots per millimetre shows here. */
function ruler(leftMm: number, topMm: number): readonly LabelElement[] {
  const elements: LabelElement[] = [
    { kind: 'box', xMm: leftMm, yMm: topMm, widthMm: rulerMm, heightMm: lineMm, thicknessMm: lineMm },
  ];
  for (let atMm = 0; atMm <= rulerMm; atMm += tickEveryMm) {
    const xMm = leftMm + Math.min(atMm, rulerMm - lineMm);
    elements.push({ kind: 'box', xMm, yMm: topMm, widthMm: lineMm, heightMm: 1, thicknessMm: lineMm });
    if (atMm < rulerMm) {
      elements.push(textFrom(xMm + 0.6, { yMm: topMm + 0.7, heightMm: 2 }, atMm === 0 ? '0 mm' : String(atMm)));
    }
  }
  return elements;
}
