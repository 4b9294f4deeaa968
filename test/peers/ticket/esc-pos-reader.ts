/**
 * Cuts a stream of ESC/POS into commands, each whole, in order. It knows how long a command is, not what it does.
 *
 * A command that broke off stays open: the bytes of the next job are taken for its missing ones, as in a printer.
 */
export interface EscPosCommand {
  /** `text`, a control character as `LF`, `NUL` for a run of them, or prefix and letter as `ESC @`, `GS V`, `GS ( H`. */
  readonly name: string;
  readonly parameters: Buffer;
  readonly bytes: Buffer;
}

const prefixes: Readonly<Record<number, string>> = { 16: 'DLE', 27: 'ESC', 28: 'FS', 29: 'GS' };
const controls: Readonly<Record<number, string>> = { 9: 'HT', 10: 'LF', 12: 'FF', 13: 'CR', 24: 'CAN' };
const firstText = 0x20;

/** Parameters of a fixed number of bytes; every other command of these prefixes takes one. */
const fixedLengths: Readonly<Record<string, number>> = {
  'DLE \x04': 1,
  'DLE \x05': 1,
  'DLE \x14': 3,
  'ESC @': 0,
  'ESC 2': 0,
  'ESC <': 0,
  'ESC i': 0,
  'ESC m': 0,
  'ESC L': 0,
  'ESC S': 0,
  'ESC \x0c': 0,
  'ESC $': 2,
  'ESC \\': 2,
  'ESC B': 2,
  'ESC c': 2,
  'ESC ?': 2,
  'ESC p': 3,
  'ESC W': 8,
  'GS :': 0,
  'GS L': 2,
  'GS W': 2,
  'GS P': 2,
  'GS $': 2,
  'GS \\': 2,
  'GS ^': 3,
  'FS &': 0,
  'FS .': 0,
  'FS S': 2,
  'FS p': 2,
};

/** How many bytes the parameters take, seen from their first byte; null while that cannot be told. */
type Length = (rest: Buffer) => number | null;

const variableLengths: Readonly<Record<string, Length>> = {
  'GS V': (rest) => (rest[0] === undefined ? null : rest[0] >= 65 ? 2 : 1),
  'GS k': barcodeLength,
  'GS v': rasterLength,
  'GS *': (rest) => (rest.length < 2 ? null : 2 + rest.readUInt8(0) * rest.readUInt8(1) * 8),
  'ESC *': (rest) => (rest.length < 3 ? null : 3 + rest.readUInt16LE(1) * (rest.readUInt8(0) >= 32 ? 3 : 1)),
  'ESC D': untilNul,
};

const rasterRowBytesMax = 128;
const rasterRowsMax = 4095;

/** Numbers out of Epson's range: the command is over, and what follows is taken for something else. */
function rasterLength(rest: Buffer): number | null {
  if (rest.length < 6) return null;
  const [rowBytes, rows] = [rest.readUInt16LE(2), rest.readUInt16LE(4)];
  return rowBytes > rasterRowBytesMax || rows > rasterRowsMax ? 6 : 6 + rowBytes * rows;
}

function barcodeLength(rest: Buffer): number | null {
  const [kind, length] = rest;
  if (kind === undefined) return null;
  if (kind < 65) return untilNul(rest);
  return length === undefined ? null : 2 + length;
}

function untilNul(rest: Buffer): number | null {
  const end = rest.indexOf(0);
  return end < 0 ? null : end + 1;
}

export class EscPosReader {
  private waiting: Buffer = Buffer.alloc(0);

  forget(): void {
    this.waiting = Buffer.alloc(0);
  }

  get partial(): boolean {
    return this.waiting.length > 0;
  }

  read(bytes: Buffer, hand: (command: EscPosCommand) => void): void {
    this.waiting = this.waiting.length ? Buffer.concat([this.waiting, bytes]) : bytes;
    for (let command = this.next(); command; command = this.next()) {
      this.waiting = this.waiting.subarray(command.bytes.length);
      hand(command);
    }
  }

  private next(): EscPosCommand | null {
    const first = this.waiting[0];
    if (first === undefined) return null;
    if (first >= firstText) return this.text();
    if (first === 0) return this.cut('NUL', this.nulsAhead(), 0);
    const prefix = prefixes[first];
    if (prefix === undefined) return this.cut(controls[first] ?? 'unknown', 1, 0);
    const letter = this.waiting[1];
    if (letter === undefined) return null;
    // `ESC (`, `FS (`, `GS (`: a letter, then how many bytes follow.
    if (letter === 0x28 && prefix !== 'DLE') return this.parenthesis(prefix);
    const name = `${prefix} ${String.fromCharCode(letter)}`;
    const length = variableLengths[name]?.(this.waiting.subarray(2));
    if (length === null) return null;
    return this.cut(name, 2, length ?? fixedLengths[name] ?? 1);
  }

  private text(): EscPosCommand {
    const end = this.waiting.findIndex((byte) => byte < firstText);
    return {
      name: 'text',
      parameters: this.waiting.subarray(0, end < 0 ? this.waiting.length : end),
      bytes: this.waiting.subarray(0, end < 0 ? this.waiting.length : end),
    };
  }

  /** A run of them is one command: a host may send many thousands, to end what broke off. */
  private nulsAhead(): number {
    const end = this.waiting.findIndex((byte) => byte !== 0);
    return end < 0 ? this.waiting.length : end;
  }

  private parenthesis(prefix: string): EscPosCommand | null {
    if (this.waiting.length < 5) return null;
    return this.cut(`${prefix} ( ${String.fromCharCode(this.waiting.readUInt8(2))}`, 5, this.waiting.readUInt16LE(3));
  }

  private cut(name: string, head: number, parameters: number): EscPosCommand | null {
    const end = head + parameters;
    if (this.waiting.length < end) return null;
    return { name, parameters: this.waiting.subarray(head, end), bytes: this.waiting.subarray(0, end) };
  }
}
