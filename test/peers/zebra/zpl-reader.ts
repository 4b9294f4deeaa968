/**
 * Reads what one host sends to a Zebra: formats (`^XA` to `^XZ`), control commands (`~HS`), which are obeyed
 * at once even in the middle of a format, pictures to keep (`~DG`), and lines of Set-Get-Do (`! U1 getvar "name"`).
 *
 * It keeps the bytes of a format exactly as they came, without the control commands among them. Binary
 * graphics (`^GFB`, `~DG` with binary data) may hold prefix bytes and are not understood.
 */
export type Heard =
  | { kind: 'format'; bytes: Buffer }
  | { kind: 'control'; name: string }
  | { kind: 'graphic'; name: string; command: Buffer }
  | { kind: 'set-get-do'; verb: string; variable: string; value: string };

const caret = 0x5e;
const tilde = 0x7e;
const exclamation = 0x21;
const lineFeed = 0x0a;
const commandLength = 3;
const setGetDo = /^! ?U1 (getvar|setvar|do) "([^"]*)"(?: "([^"]*)")?\s*$/;

export class ZplReader {
  private waiting: Buffer = Buffer.alloc(0);
  private format: Buffer[] | null = null;

  /** The format that has begun and not ended, as far as it has come. */
  get partial(): Buffer {
    return this.format ? Buffer.concat([...this.format, this.waiting]) : Buffer.alloc(0);
  }

  /** `~JX`: the partial format was never sent. */
  forgetPartial(): void {
    if (this.format) this.waiting = Buffer.alloc(0);
    this.format = null;
  }

  /** Reads as far as the bytes go; hands each thing over in order, as soon as it is whole. */
  read(bytes: Buffer, hand: (heard: Heard) => void): void {
    this.waiting = this.waiting.length ? Buffer.concat([this.waiting, bytes]) : bytes;
    while (this.readOne(hand));
  }

  private readOne(hand: (heard: Heard) => void): boolean {
    const start = this.waiting.findIndex(
      (byte) => byte === caret || byte === tilde || (byte === exclamation && !this.format),
    );
    if (start < 0) {
      this.pass(this.waiting.length);
      return false;
    }
    this.pass(start);
    if (this.waiting[0] === exclamation) return this.readLine(hand);
    if (this.waiting.length < commandLength) return false;
    const name = this.waiting.toString('latin1', 0, commandLength).toUpperCase();
    if (name === '~DG') return this.readGraphic(hand);
    if (name[0] === '~') {
      // Taken out before it is obeyed: ~JX forgets what is waiting.
      this.waiting = this.waiting.subarray(commandLength);
      hand({ kind: 'control', name: name.slice(1) });
      return true;
    }
    this.readFormatCommand(name, hand);
    return true;
  }

  private readFormatCommand(name: string, hand: (heard: Heard) => void): void {
    if (!this.format && name === '^XA') this.format = [];
    if (!this.format) {
      this.pass(1);
      return;
    }
    this.pass(commandLength);
    if (name !== '^XZ') return;
    const bytes = Buffer.concat(this.format);
    this.format = null;
    hand({ kind: 'format', bytes });
  }

  /** Its data may hold an exclamation mark, and ends where the next command begins. */
  private readGraphic(hand: (heard: Heard) => void): boolean {
    const end = this.waiting.findIndex((byte, index) => index > 0 && (byte === caret || byte === tilde));
    if (end < 0) return false;
    const command = this.waiting.subarray(0, end);
    this.waiting = this.waiting.subarray(end);
    const name = command.toString('latin1', commandLength, command.indexOf(','));
    hand({ kind: 'graphic', name, command: Buffer.from(command) });
    return true;
  }

  private readLine(hand: (heard: Heard) => void): boolean {
    const end = this.waiting.indexOf(lineFeed);
    if (end < 0) return false;
    const [, verb, variable, value] = setGetDo.exec(this.waiting.toString('latin1', 0, end)) ?? [];
    this.pass(end + 1);
    if (verb && variable !== undefined) hand({ kind: 'set-get-do', verb, variable, value: value ?? '' });
    return true;
  }

  /** Past the next `length` bytes: they belong to the format in progress, or to nothing. */
  private pass(length: number): void {
    this.format?.push(this.waiting.subarray(0, length));
    this.waiting = this.waiting.subarray(length);
  }
}
