/**
 * The commands that a receipt printer obeys the moment it hears them, wherever they stand, even inside the bits of a picture:
 * `DLE EOT n` and `DLE ENQ n`.
 */
export interface RealTimeCommand {
  readonly kind: 'status' | 'recover';
  readonly n: number;
}

const dle = 0x10;
const kinds: Readonly<Record<number, RealTimeCommand['kind']>> = { 4: 'status', 5: 'recover' };

export class RealTimeCommands {
  private last: readonly number[] = [];

  read(bytes: Uint8Array, hand: (command: RealTimeCommand) => void): void {
    for (const n of bytes) {
      const [first, second] = this.last;
      const kind = first === dle && second !== undefined ? kinds[second] : undefined;
      if (kind !== undefined) hand({ kind, n });
      this.last = [...this.last.slice(-1), n];
    }
  }
}
