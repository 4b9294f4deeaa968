/**
 * Pictures that a host stored in a Zebra (`~DG`), to be recalled by formats (`^XG`) until they are deleted (`^ID`). What
 * is in R:, its RAM, goes with the power.
 *
 * A picture is kept as the very command that brought it: whoever draws the label puts it in front.
 */
export class GraphicsMemory {
  private readonly graphics = new Map<string, Uint8Array>();

  store(name: string, command: Uint8Array): void {
    this.graphics.set(placeOf(name), command);
  }

  /** The pictures that this format recalls; what it deletes is gone behind it. */
  serve(format: Uint8Array): Uint8Array {
    const text = Buffer.from(format).toString('latin1');
    const recalled = new Set(Array.from(text.matchAll(/\^XG([^,^~\s]+)/gi), ([, name]) => placeOf(name ?? '')));
    const found = [...this.graphics].filter(([place]) => recalled.has(place)).map(([, command]) => command);
    for (const [, name] of text.matchAll(/\^ID([^,^~\s]+)/gi)) this.delete(placeOf(name ?? ''));
    return Buffer.concat(found);
  }

  losePower(): void {
    this.delete('R:*');
  }

  clear(): void {
    this.graphics.clear();
  }

  private delete(pattern: string): void {
    const [before = '', after] = pattern.replace('*.*', '*').split('*');
    for (const place of this.graphics.keys()) {
      const isMeant = after === undefined ? place === before : place.startsWith(before) && place.endsWith(after);
      if (isMeant) this.graphics.delete(place);
    }
  }
}

/** Where it is without a drive's letter: in RAM. */
function placeOf(name: string): string {
  const whole = name.toUpperCase();
  return whole.includes(':') ? whole : `R:${whole}`;
}
