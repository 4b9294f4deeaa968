/**
 * The commands that a receipt printer obeys the moment it hears them, wherever they stand, even inside the bits of a picture:
 * `DLE EOT n`, `DLE ENQ n` and `DLE DC4 n`, which pulses, beeps, switches off or forgets what waits.
 */
export interface RealTimeCommand {
  readonly kind: 'status' | 'recover' | 'control';
  readonly n: number;
}

const dle = 0x10;
const kinds: Readonly<Record<number, RealTimeCommand['kind']>> = { 4: 'status', 5: 'recover', 20: 'control' };

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
