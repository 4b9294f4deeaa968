/**
 * The sets that each printer goes on with without saying so: their header came out there, and nothing stopped it since.
 *
 * In memory only: after a restart the rest of a set has a header of its own, as after every interruption.
 */
import type { PaperSet } from '../clinic/paper-set.ts';

export interface SetAnnouncements {
  add(printer: string, set: PaperSet): void;
  has(printer: string, set: PaperSet): boolean;
  /** The printer stood still: somebody may have taken away what had come out. */
  forget(printer: string): void;
  /** A header said that the labels of its set are at this printer. */
  say(set: PaperSet, labelsAt: string): void;
  /** Null: nobody remembers. */
  said(set: PaperSet): string | null;
}

/** More than are begun at one time. */
const setsMax = 500;

export function setAnnouncements(): SetAnnouncements {
  const byPrinter = new Map<string, Set<string>>();
  const labelsAt = new Map<string, string>();
  return {
    add(printer, { id }) {
      const sets = byPrinter.get(printer) ?? new Set();
      byPrinter.set(printer, sets.add(id));
      forgetOldest(sets);
    },
    has: (printer, { id }) => byPrinter.get(printer)?.has(id) === true,
    forget: (printer) => void byPrinter.delete(printer),
    say(set, printer) {
      labelsAt.set(set.id, printer);
      forgetOldest(labelsAt);
    },
    said: ({ id }) => labelsAt.get(id) ?? null,
  };
}

function forgetOldest(memory: Set<string> | Map<string, string>): void {
  const [oldest] = memory.keys();
  if (memory.size > setsMax && oldest !== undefined) memory.delete(oldest);
}
