/**
 * One line of text put on a label, against the left or the right margin, squeezed if it must be, refused if it may not
 * be squeezed further. Never cut.
 */
import { squeezeToFit, textWidthMm } from './fit-text.ts';
import type { TextElement } from './label.ts';

/** The line that text stands on. */
interface TypeLine {
  readonly yMm: number;
  readonly heightMm: number;
}

/** Narrower than this, letters of 3 mm run into each other at 8 dots per millimetre. */
export const widthScaleMin = 0.7;

export function textFrom(xMm: number, line: TypeLine, text: string, widthScale = 1): TextElement {
  return { kind: 'text', xMm, yMm: line.yMm, heightMm: line.heightMm, widthScale, text };
}

/** Null: there is no room. */
export function textWithin(xMm: number, roomMm: number, line: TypeLine, text: string): TextElement | null {
  const widthScale = squeezeToFit(text, line.heightMm, roomMm, widthScaleMin);
  return widthScale === null ? null : textFrom(xMm, line, text, widthScale);
}

/** Null: there is no room. */
export function textUpTo(rightMm: number, roomMm: number, line: TypeLine, text: string): TextElement | null {
  const element = textWithin(0, roomMm, line, text);
  return element && { ...element, xMm: rightMm - element.widthScale * textWidthMm(text, line.heightMm) };
}
