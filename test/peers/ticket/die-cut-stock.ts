/**
 * Die-cut stock in a label printer: labels on a backing, one behind the other, and what has been drawn on the one under the
 * head, dot by dot. Commands as in Epson's reference (`GS v 0`, and `FS ( L`, functions 65 and 67).
 *
 * What does not fit on a label goes on the next one, as in a printer: it does not know where a picture should have ended.
 */
import type { EscPosCommand } from './esc-pos-reader.ts';

export interface StockSize {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly dotsPerMm: number;
}

/** One bit a dot, 1 is black, the leftmost is the highest; each row begins with a new byte. */
export interface LabelPicture {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly rows: Uint8Array;
}

const toPeel = 65;
const toStart = 67;
/** The last parameter of `FS ( L`. */
const unlessThere = 48;
const evenIfThere = 49;
const ofThisLabel = 50;

export class DieCutStock {
  private readonly widthDots: number;
  private readonly heightDots: number;
  private readonly rowBytes: number;
  private rows: Uint8Array;
  /** Rows of this label that have passed the head. */
  private passed = 0;

  constructor({ widthMm, heightMm, dotsPerMm }: StockSize) {
    this.widthDots = Math.round(widthMm * dotsPerMm);
    this.heightDots = Math.round(heightMm * dotsPerMm);
    this.rowBytes = Math.ceil(this.widthDots / 8);
    this.rows = new Uint8Array(this.rowBytes * this.heightDots);
  }

  /** The labels that this command moves out of the printer; null: it is no command for labels. */
  obey({ name, parameters }: EscPosCommand): readonly LabelPicture[] | null {
    if (name === 'GS v') return this.draw(parameters);
    if (name === 'FS ( L') return this.feed(parameters[0], parameters[1]);
    return null;
  }

  /** Somebody tore off what hung out and closed the cover: the head stands over a whole label. */
  renew(): void {
    this.takeOff();
  }

  private draw(parameters: Buffer): readonly LabelPicture[] {
    // Out of Epson's range: the printer takes no notice.
    if (parameters.length <= 6) return [];
    const rowBytes = parameters.readUInt16LE(2);
    const rowCount = parameters.readUInt16LE(4);
    const out: LabelPicture[] = [];
    for (let row = 0; row < rowCount; row += 1) {
      if (this.passed === this.heightDots) out.push(this.takeOff());
      const dots = parameters.subarray(6 + row * rowBytes, 6 + row * rowBytes + Math.min(rowBytes, this.rowBytes));
      for (const [index, byte] of dots.entries()) {
        const place = this.passed * this.rowBytes + index;
        this.rows[place] = (this.rows[place] ?? 0) | byte;
      }
      this.passed += 1;
    }
    return out;
  }

  private feed(functionNumber: number | undefined, mode: number | undefined): readonly LabelPicture[] {
    if (functionNumber === toPeel || functionNumber === toStart) {
      // Backwards, if need be: what comes now is printed over what is there.
      if (functionNumber === toStart && mode === ofThisLabel) this.passed = 0;
      else if (mode === evenIfThere || (mode === unlessThere && this.passed > 0)) return [this.takeOff()];
    }
    return [];
  }

  private takeOff(): LabelPicture {
    const { widthDots, heightDots, rows } = this;
    this.rows = new Uint8Array(rows.length);
    this.passed = 0;
    return { widthDots, heightDots, rows };
  }
}
