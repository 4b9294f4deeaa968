/**
 * A label with rulers along its upper and its left edge, in millimetres from those edges: held against a real ruler, it
 * tells site IT by how much the ink is off on the stock, and whether size and dots per millimetre are what the settings
 * say. It identifies nobody.
 */
import { code128HeightMmMin, code128WidthMm } from './code-128.ts';
import { printableOnly } from './fit-text.ts';
import type { BoxElement, Label, LabelElement, LabelMedia, TestLabelContent, TextElement } from './label.ts';
import { textFrom, textWithin } from './label-text.ts';
import { testLabelBarcode } from './test-label.ts';

/** As near the edges as a tube's label comes. */
const leftMm = 1.5;
const topMm = 1.1;
const farMm = 1.5;
const lineMm = 0.25;
const numberHeightMm = 2;
const tickMm = { one: 0.9, five: 1.5, ten: 2.1 } as const;
const textLeftMm = 7.5;
const firstLineMm = 6;
const linePitchMm = 3.1;
const lineHeightMm = 2.75;

export function rulerLabel(content: TestLabelContent, media: LabelMedia): Label {
  const { size } = media;
  const barsTopMm = firstLineMm + 3 * linePitchMm;
  const barcode: LabelElement = {
    kind: 'code-128',
    xMm: size.widthMm - 4 - code128WidthMm(testLabelBarcode),
    yMm: barsTopMm,
    heightMm: Math.max(code128HeightMmMin(testLabelBarcode), size.heightMm - barsTopMm - 2),
    data: testLabelBarcode,
  };
  return { size, elements: [...across(size.widthMm), ...down(size.heightMm), ...wordsOf(content, media), barcode] };
}

function wordsOf(content: TestLabelContent, { size, dotsPerMm, adjustment }: LabelMedia): readonly TextElement[] {
  const { x, y } = adjustment?.offsetMm ?? { x: 0, y: 0 };
  const lines = [
    printableOnly(content.printerName),
    `${size.widthMm} x ${size.heightMm} mm, ${dotsPerMm} dots/mm`,
    `offset x ${x}, y ${y} mm, ${printableOnly(content.printedAt)}`,
  ];
  const roomMm = size.widthMm - textLeftMm - farMm;
  return lines.flatMap((words, index) => {
    const line = { yMm: firstLineMm + index * linePitchMm, heightMm: lineHeightMm };
    return textWithin(textLeftMm, roomMm, line, words) ?? [];
  });
}

function across(widthMm: number): readonly LabelElement[] {
  const elements: LabelElement[] = [line(leftMm, topMm, widthMm - leftMm - farMm, lineMm)];
  for (let atMm = Math.ceil(leftMm); atMm <= widthMm - farMm - lineMm; atMm++) {
    elements.push(line(atMm, topMm, lineMm, lengthOf(atMm)));
    const isNumbered = atMm % 10 === 0 && atMm + 4 <= widthMm;
    if (isNumbered) elements.push(textFrom(atMm + 0.5, { yMm: 2.75, heightMm: numberHeightMm }, String(atMm)));
  }
  return elements;
}

function down(heightMm: number): readonly LabelElement[] {
  const elements: LabelElement[] = [line(leftMm, topMm, lineMm, heightMm - topMm - farMm)];
  for (let atMm = Math.ceil(topMm); atMm <= heightMm - farMm - lineMm; atMm++) {
    elements.push(line(leftMm, atMm, lengthOf(atMm), lineMm));
    const isNumbered = atMm % 10 === 0 && atMm + 3 <= heightMm;
    if (isNumbered) elements.push(textFrom(4, { yMm: atMm - 0.75, heightMm: numberHeightMm }, String(atMm)));
  }
  return elements;
}

function lengthOf(atMm: number): number {
  if (atMm % 10 === 0) return tickMm.ten;
  return atMm % 5 === 0 ? tickMm.five : tickMm.one;
}

function line(xMm: number, yMm: number, widthMm: number, heightMm: number): BoxElement {
  return { kind: 'box', xMm, yMm, widthMm, heightMm, thicknessMm: lineMm };
}
