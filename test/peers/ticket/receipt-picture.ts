/**
 * A receipt as ZPL, so that one renderer draws everything that comes out of our virtual printers. Readable, not a likeness
 * of any font: what matters is which words, bars and pictures are on the paper, and where.
 */
import type { PictureSize } from '../shared/zpl-picture.ts';
import { type Element, lineDots, paperDots, type Receipt, type Style } from './receipt.ts';

const characterDots = 12;
const characterHeightDots = 24;
const marginDots = 24;
const dotsPerMm = 8;
const qrModuleDots = 5;
const qrDots = 200;
const captionDots = 40;

export function pictureSize(receipt: Receipt): PictureSize {
  const dots = receipt.elements.reduce((sum, element) => sum + heightOf(element), 2 * marginDots);
  return { widthMm: (paperDots + 2 * marginDots) / dotsPerMm, heightMm: Math.ceil(dots / dotsPerMm), dotsPerMm };
}

export function pictureOf(receipt: Receipt): string {
  let y = marginDots;
  const fields = receipt.elements.map((element) => {
    const field = fieldOf(element, y);
    y += heightOf(element);
    return field;
  });
  // An empty receipt is still a piece of paper: one dot of nothing keeps the renderer from refusing it.
  return `^XA^CI28^LH0,0^FO0,0^GB1,1,1,W^FS${fields.join('')}^XZ`;
}

function heightOf(element: Element): number {
  switch (element.kind) {
    case 'line':
      return lineDots * Math.max(1, ...element.pieces.map(({ style }) => style.height));
    case 'feed':
      return element.dots;
    case 'barcode':
      return element.style.barcodeDots + captionDots;
    case 'qr':
      return qrDots;
    case 'raster':
      return element.rows;
    default:
      return element satisfies never;
  }
}

function fieldOf(element: Element, y: number): string {
  switch (element.kind) {
    case 'line':
      return lineField(element.pieces, element.align, y);
    case 'feed':
      return '';
    case 'barcode': {
      const { style, data, dots } = element;
      return `^FO${placed(dots, style.align)},${y}^BY${style.moduleDots}^BCN,${style.barcodeDots},Y,N,N,A^FH_^FD${escaped(data)}^FS`;
    }
    case 'qr':
      return `^FO${placed(qrDots, element.style.align)},${y}^BQN,2,${qrModuleDots}^FH_^FDMA,${escaped(element.data)}^FS`;
    case 'raster': {
      const x = placed(element.bytesPerRow * 8, element.style.align);
      const { length } = element.bits;
      return `^FO${x},${y}^GFA,${length},${length},${element.bytesPerRow},${element.bits.toString('hex')}^FS`;
    }
    default:
      return element satisfies never;
  }
}

function lineField(pieces: readonly { text: string; style: Style }[], align: Style['align'], y: number): string {
  const widths = pieces.map(({ text, style }) => [...text].length * style.width * characterDots);
  let x = placed(
    widths.reduce((sum, width) => sum + width, 0),
    align,
  );
  return pieces
    .flatMap(({ text, style }, index) => {
      const left = x;
      x += widths[index] ?? 0;
      return columnsOf(text).map(({ word, at }) => textField(word, style, left + at * style.width * characterDots, y));
    })
    .join('');
}

/** Columns are made with spaces; each part begins where it would with letters of one width. */
function columnsOf(text: string): { word: string; at: number }[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ word: match[0], at: match.index }));
}

function textField(text: string, style: Style, x: number, y: number): string {
  const width = Math.round(characterDots * boldness(style) * style.width);
  return `^FO${x},${y}^A0N,${characterHeightDots * style.height},${width}^FH_^FD${escaped(text)}^FS`;
}

/** Characters of the renderer's font are as wide as asked only on average; bold ones are asked to be wider. */
function boldness(style: Style): number {
  return style.bold ? 2.2 : 1.8;
}

function placed(widthDots: number, align: Style['align']): number {
  const room = Math.max(0, paperDots - widthDots);
  const before = { left: 0, centre: room / 2, right: room }[align];
  return marginDots + Math.floor(before);
}

function escaped(text: string): string {
  return text.replaceAll('_', '_5F').replaceAll('^', '_5E').replaceAll('~', '_7E');
}
