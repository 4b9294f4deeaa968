/**
 * What stands where on a label, in dots, in the terms in which its bytes are read back: so that bytes which say anything
 * else than the label that was laid out, or say it elsewhere or in another size, are found out (S6).
 */

import type { ZplFormat } from '../languages/zpl-lint.ts';
import { bytesPerRow } from './bitmap.ts';
import { moduleDots } from './code-128.ts';
import type { Label, LabelElement, LabelMedia } from './label.ts';
import { inchesPerSecond } from './label-adjustment.ts';

type Places = Pick<ZplFormat, 'texts' | 'barcodes' | 'boxes' | 'pictures'>;

/** @param right dots by which the whole label was moved. */
export function placesOf({ elements }: Label, { dotsPerMm }: LabelMedia, right = 0): Places {
  const dots = (mm: number) => Math.round(mm * dotsPerMm);
  const at = ({ xMm, yMm }: LabelElement) => ({ xDots: dots(xMm) + right, yDots: dots(yMm) });
  return {
    texts: elements.flatMap((element) => {
      if (element.kind !== 'text') return [];
      const heightDots = dots(element.heightMm);
      const widthDots = Math.floor(heightDots * element.widthScale);
      return [{ ...at(element), heightDots, widthDots, text: element.text }];
    }),
    barcodes: elements.flatMap((element) => {
      if (element.kind !== 'code-128') return [];
      const { data } = element;
      return [{ ...at(element), heightDots: dots(element.heightMm), moduleDots: moduleDots(dotsPerMm), data }];
    }),
    boxes: elements.flatMap((element) => {
      if (element.kind !== 'box') return [];
      const thicknessDots = Math.max(1, dots(element.thicknessMm));
      return [{ ...at(element), widthDots: dots(element.widthMm), heightDots: dots(element.heightMm), thicknessDots }];
    }),
    pictures: elements.flatMap((element) => {
      if (element.kind !== 'bitmap') return [];
      // As a row of whole bytes, like every picture that is read back.
      const bitmap = { ...element.bitmap, widthDots: 8 * bytesPerRow(element.bitmap.widthDots) };
      return [{ ...at(element), bitmap }];
    }),
  };
}

/** Whether the bytes say all of the label and nothing else, each part once, in its place and size, as the site set its printer. */
export function isAsLaidOut(format: ZplFormat, label: Label, media: LabelMedia): boolean {
  const said = linesOf(format);
  const meant = linesOf(placesOf(label, media));
  const { darkness = null, speedMmPerSecond } = media.adjustment ?? {};
  const speed = speedMmPerSecond === undefined ? null : inchesPerSecond(speedMmPerSecond);
  const isSet = format.darkness === darkness && format.inchesPerSecond === speed;
  const isSize =
    format.widthDots === Math.round(label.size.widthMm * media.dotsPerMm) &&
    format.heightDots === Math.round(label.size.heightMm * media.dotsPerMm);
  return isSet && isSize && said.length === meant.length && said.every((line, index) => line === meant[index]);
}

/** In one order, because a printer is sent texts of one size together. */
function linesOf({ texts, barcodes, boxes, pictures }: Places): readonly string[] {
  const lines = [
    ...texts.map((one) => `text ${one.heightDots} ${one.widthDots} ${placeOf(one)} ${one.text.normalize('NFC')}`),
    ...barcodes.map((one) => `bars ${one.heightDots} ${one.moduleDots} ${placeOf(one)} ${one.data}`),
    ...boxes.map((one) => `box ${one.widthDots} ${one.heightDots} ${one.thicknessDots} ${placeOf(one)}`),
    ...pictures.map((one) => `picture ${one.bitmap.widthDots} ${placeOf(one)} ${hexOf(one.bitmap.rows)}`),
  ];
  return lines.toSorted();
}

function placeOf({ xDots, yDots }: { readonly xDots: number; readonly yDots: number }): string {
  return `${xDots},${yDots}`;
}

function hexOf(rows: Uint8Array): string {
  return Buffer.from(rows).toString('hex');
}
