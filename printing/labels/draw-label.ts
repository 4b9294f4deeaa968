/**
 * A label drawn dot by dot, for printers that are sent a picture of it: what is drawn here is what comes out.
 *
 * Bars are whole dots, module by module, and never scaled. Text is in the fonts that ship with the app, as wide as it was
 * fitted or narrower.
 */
import { unreachable } from '../../clinic/assert.ts';
import { type Bitmap, blacken, blankBitmap, stamp } from './bitmap.ts';
import { moduleDots } from './code-128.ts';
import { code128Bars } from './code-128-bars.ts';
import { textWidthMm } from './fit-text.ts';
import type { BarcodeElement, BoxElement, DotsPerMm, Label, TextElement } from './label.ts';
import { capitalsShareOfEm, drawLine, lineWidthDots } from './label-fonts.ts';

/** Of a line of type: less than what a printer's own font takes, whose J and Q do not reach below the line. */
const capitalsShare = 0.7;
/** A line is made as wide as it was fitted, because others stand against its end; but not wider than this. */
const widthScaleMax = 1.2;

export function drawLabel(label: Label, dotsPerMm: DotsPerMm): Bitmap {
  const picture = blankBitmap(dots(label.size.widthMm, dotsPerMm), dots(label.size.heightMm, dotsPerMm));
  for (const element of label.elements) {
    switch (element.kind) {
      case 'text':
        drawText(picture, element, dotsPerMm);
        break;
      case 'code-128':
        drawBars(picture, element, dotsPerMm);
        break;
      case 'box':
        drawBox(picture, element, dotsPerMm);
        break;
      case 'bitmap':
        stamp(picture, element.bitmap, dots(element.xMm, dotsPerMm), dots(element.yMm, dotsPerMm));
        break;
      default:
        unreachable(element);
    }
  }
  return picture;
}

/** Loads the canvas and the fonts of our own words, which takes a fifth of a second: not while a patient waits. */
export function getReadyToDraw(): void {
  lineWidthDots('Aa0', 1);
}

function drawText(picture: Bitmap, { xMm, yMm, heightMm, widthScale, text }: TextElement, dotsPerMm: DotsPerMm): void {
  const capitalDots = Math.round(capitalsShare * heightMm * dotsPerMm);
  const emDots = capitalDots / capitalsShareOfEm;
  const fittedDots = Math.floor(textWidthMm(text, heightMm) * widthScale * dotsPerMm);
  const scale = Math.min(widthScaleMax, fittedDots / lineWidthDots(text, emDots));
  const line = drawLine(text, { emDots, widthScale: scale });
  // A letter may lean out of its place by a dot.
  const tooWide = line.bitmap.widthDots > fittedDots;
  const { bitmap, aboveBaselineDots } = tooWide
    ? drawLine(text, { emDots, widthScale: (scale * fittedDots) / (line.bitmap.widthDots + 1) })
    : line;
  const baseline = dots(yMm, dotsPerMm) + capitalDots;
  stamp(picture, bitmap, dots(xMm, dotsPerMm), baseline - aboveBaselineDots);
}

function drawBars(picture: Bitmap, element: BarcodeElement, dotsPerMm: DotsPerMm): void {
  const top = dots(element.yMm, dotsPerMm);
  const heightDots = dots(element.heightMm, dotsPerMm);
  let left = dots(element.xMm, dotsPerMm);
  for (const [index, modules] of code128Bars(element.data).entries()) {
    const widthDots = modules * moduleDots(dotsPerMm);
    if (index % 2 === 0) fill(picture, left, top, widthDots, heightDots);
    left += widthDots;
  }
}

function drawBox(picture: Bitmap, element: BoxElement, dotsPerMm: DotsPerMm): void {
  const [left, top] = [dots(element.xMm, dotsPerMm), dots(element.yMm, dotsPerMm)];
  const [width, height] = [dots(element.widthMm, dotsPerMm), dots(element.heightMm, dotsPerMm)];
  const thickness = Math.max(1, dots(element.thicknessMm, dotsPerMm));
  fill(picture, left, top, width, thickness);
  fill(picture, left, top + height - thickness, width, thickness);
  fill(picture, left, top, thickness, height);
  fill(picture, left + width - thickness, top, thickness, height);
}

function fill(picture: Bitmap, left: number, top: number, widthDots: number, heightDots: number): void {
  for (let row = top; row < top + heightDots; row += 1) {
    for (let column = left; column < left + widthDots; column += 1) blacken(picture, column, row);
  }
}

function dots(mm: number, dotsPerMm: DotsPerMm): number {
  return Math.round(mm * dotsPerMm);
}
