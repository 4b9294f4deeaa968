/**
 * One row of the benchmark table. A benchmark module is any other .ts file in this folder that exports
 * `rows(options): Promise<readonly Row[]>`; it runs in a process of its own, with a display and an Electron
 * to launch in its environment, and measures its floor in the same run: machines differ, ratios travel.
 */
/** What `npm run bench -- MODULES --NAME VALUE` was given besides the names of modules. */
export interface BenchOptions {
  /** How many papers go through the faults. */
  readonly labels?: string;
  /** How many clinic days are lived through. */
  readonly days?: string;
}

export interface Row {
  readonly name: string;
  readonly unit: 'µs' | 'ms' | 's' | 'kB' | 'MB' | 'bytes' | '%' | 'papers' | 'days' | 'events';
  readonly ours: number;
  /** The bare thing without us, where there is one. */
  readonly floor?: number;
  /** What must hold, in words: "p50 ≤ 2 × floor". */
  readonly hold: string;
  readonly isMet: boolean;
}

/** The value below which that share of the measured values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
