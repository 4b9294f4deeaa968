/**
 * Keeps what came out of a printer, in order: with a folder, `001.png` and `001.<kind>` are on disk before
 * anybody is told that it printed; without one, a picture is drawn only when somebody asks.
 */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Print {
  readonly number: number;
  readonly bytes: Uint8Array;
}

const numberDigits = 3;

export class PrintKeeper<Kept extends Print> {
  private readonly prints: Kept[] = [];
  private readonly folder: string | undefined;
  private readonly extension: string;
  private readonly draw: (print: Kept) => Promise<Buffer | null>;
  private last: Promise<void> = Promise.resolve();

  constructor(folder: string | undefined, extension: string, draw: (print: Kept) => Promise<Buffer | null>) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    this.folder = folder;
    this.extension = extension;
    this.draw = draw;
  }

  get all(): readonly Kept[] {
    return this.prints;
  }

  keep(print: Kept, told: (print: Kept) => void): void {
    this.last = this.last.then(async () => {
      if (this.folder !== undefined) await this.write(this.folder, print);
      this.prints.push(print);
      told(print);
    });
  }

  /** Afterwards nothing has come out yet, and numbers begin again. Files stay until they are written over. */
  async forget(): Promise<void> {
    await this.last;
    this.prints.length = 0;
  }

  /** When everything that came out so far is kept. */
  settled(): Promise<void> {
    return this.last;
  }

  async picture(number: number): Promise<string | null> {
    const print = this.prints.find((kept) => kept.number === number);
    if (!print) throw new Error(`nothing numbered ${number} was printed`);
    return (await this.draw(print))?.toString('base64') ?? null;
  }

  private async write(folder: string, print: Kept): Promise<void> {
    const name = join(folder, String(print.number).padStart(numberDigits, '0'));
    await writeFile(`${name}.${this.extension}`, print.bytes);
    const png = await this.draw(print);
    if (png) await writeFile(`${name}.png`, png);
  }
}
