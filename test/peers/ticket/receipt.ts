/**
 * One receipt as it grows on the paper: lines of text, barcodes, pictures. Commands that only style the text change what
 * comes after them.
 */
import { decodeText } from './code-pages.ts';
import type { EscPosCommand } from './esc-pos-reader.ts';
import { code128 } from './receipt-barcode.ts';

export interface Style {
  readonly align: 'left' | 'centre' | 'right';
  readonly bold: boolean;
  readonly width: number;
  readonly height: number;
  readonly codePage: number;
  readonly moduleDots: number;
  readonly barcodeDots: number;
}

export type Element =
  | { kind: 'line'; pieces: readonly { text: string; style: Style }[]; align: Style['align'] }
  | { kind: 'feed'; dots: number }
  | { kind: 'barcode'; data: string; dots: number; style: Style }
  | { kind: 'qr'; data: string; style: Style }
  | { kind: 'raster'; bytesPerRow: number; rows: number; bits: Buffer; style: Style };

export const paperDots = 576;
export const lineDots = 30;

const plainStyle: Style = {
  align: 'left',
  bold: false,
  width: 1,
  height: 1,
  codePage: 0,
  moduleDots: 3,
  barcodeDots: 162,
};
const aligns = ['left', 'centre', 'right'] as const;

export class Receipt {
  readonly elements: Element[] = [];
  /** Barcodes wider than the paper: a printer leaves them out and says nothing. */
  readonly barcodesLeftOut: string[] = [];
  readonly unknown: string[] = [];
  private style: Style;
  private line: { text: string; style: Style }[] = [];
  private qrData = '';

  /** The style outlives the cut; only `ESC @` and the power reset it. */
  constructor(style: Style = plainStyle) {
    this.style = style;
  }

  get currentStyle(): Style {
    return this.style;
  }

  get isBlank(): boolean {
    return this.elements.length === 0 && this.line.length === 0;
  }

  /** The lines of text, as a person reads them. */
  get lines(): readonly string[] {
    return this.elements.flatMap((element) =>
      element.kind === 'line' ? [element.pieces.map(({ text }) => text).join('')] : [],
    );
  }

  get barcodes(): readonly string[] {
    return this.elements.flatMap((element) =>
      element.kind === 'barcode' || element.kind === 'qr' ? [element.data] : [],
    );
  }

  print({ name, parameters }: EscPosCommand): void {
    const [first = 0] = parameters;
    const effects: Readonly<Record<string, () => void>> = {
      text: () => this.line.push({ text: decodeText(parameters, this.style.codePage), style: this.style }),
      LF: () => this.endLine(),
      CR: () => undefined,
      HT: () => this.line.push({ text: '    ', style: this.style }),
      'ESC @': () => this.restyle(plainStyle),
      'ESC !': () => this.restyle(modeStyle(first)),
      'ESC a': () => this.restyle({ align: aligns[first % 48] ?? 'left' }),
      'ESC E': () => this.restyle({ bold: (first & 1) === 1 }),
      'ESC t': () => this.restyle({ codePage: first }),
      'ESC d': () => this.feed(first * lineDots),
      'ESC J': () => this.feed(first),
      'GS !': () => this.restyle({ width: (first >> 4) + 1, height: (first & 7) + 1 }),
      'GS w': () => this.restyle({ moduleDots: first }),
      'GS h': () => this.restyle({ barcodeDots: first }),
      'GS k': () => this.barcode(parameters),
      'GS ( k': () => this.qr(parameters),
      'GS v': () => this.raster(parameters),
    };
    const effect = effects[name];
    if (effect) effect();
    else if (!harmless.has(name)) this.unknown.push(name);
  }

  /** Text without its line feed comes out before whatever is not text. */
  endText(): void {
    if (this.line.length > 0) this.endLine();
  }

  private restyle(change: Partial<Style>): void {
    this.style = { ...this.style, ...change };
  }

  private endLine(): void {
    this.elements.push({ kind: 'line', pieces: this.line, align: this.style.align });
    this.line = [];
  }

  private feed(dots: number): void {
    this.endText();
    this.elements.push({ kind: 'feed', dots });
  }

  private barcode(parameters: Buffer): void {
    this.endText();
    const code = code128(parameters);
    const dots = (code?.modules ?? 0) * this.style.moduleDots;
    if (!code) this.unknown.push('GS k');
    else if (dots > paperDots) this.barcodesLeftOut.push(code.data);
    else this.elements.push({ kind: 'barcode', data: code.data, dots, style: this.style });
  }

  private qr(parameters: Buffer): void {
    const [symbol, what] = parameters;
    if (symbol !== 49) return;
    if (what === 80) this.qrData = parameters.toString('utf8', 3);
    if (what !== 81) return;
    this.endText();
    this.elements.push({ kind: 'qr', data: this.qrData, style: this.style });
  }

  private raster(parameters: Buffer): void {
    this.endText();
    if (parameters.length <= 6) return;
    const [bytesPerRow, rows] = [parameters.readUInt16LE(2), parameters.readUInt16LE(4)];
    this.elements.push({ kind: 'raster', bytesPerRow, rows, bits: parameters.subarray(6), style: this.style });
  }
}

function modeStyle(mode: number): Partial<Style> {
  return { bold: (mode & 8) !== 0, height: mode & 16 ? 2 : 1, width: mode & 32 ? 2 : 1 };
}

/** Styles that the picture does not show, and settings of no consequence here. */
const harmless = new Set([
  ...['ESC -', 'ESC 2', 'ESC 3', 'ESC G', 'ESC M', 'ESC R', 'ESC V', 'ESC {', 'ESC =', 'ESC  ', 'ESC B', 'ESC D'],
  'NUL',
  ...['GS B', 'GS H', 'GS f', 'GS L', 'GS W', 'GS I', 'FS .', 'FS &', 'FS !', 'FS -', 'FS C'],
]);
