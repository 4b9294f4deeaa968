/**
 * Which paper meets which fault, in which order: all of it from one seed, so that a run that found something can be had
 * again.
 */
import { randomFrom, upToFrom } from '../../chance.ts';

/** How a connection is reset while a paper is sent; the plan has it after each number of bytes. */
export const resetInside = 'reset-inside';

export interface Planned {
  readonly paperId: string;
  readonly fault: string;
  /** For `reset-inside`: how many bytes are heard before. */
  readonly afterBytes: number;
  /** From 0 up to 1, for what else is left to chance. */
  readonly roll: number;
}

interface PlanOptions {
  readonly seed: number;
  readonly papers: number;
  /** Besides `reset-inside`. */
  readonly faults: readonly string[];
  /** The length of one paper: the reset falls after 0, 1, 2 … and after all of them. */
  readonly bytesOfOne: number;
  readonly paperIdOf: (number: number) => string;
}

export const faultsPerHundred = 40;
/** Of all faults, where there are too few, or far more, than there are bytes in one paper. */
const resetShare = 0.4;

/** From the environment to have a run again, else another one each time. */
export function seedOfThisRun(): number {
  return Number(process.env.PRINT_FAULTS_SEED ?? Date.now() % 1_000_000);
}

export function planFaults({ seed, papers, faults, bytesOfOne, paperIdOf }: PlanOptions): readonly Planned[] {
  const random = randomFrom(seed);
  const upTo = upToFrom(random);
  const faulty = Math.round((papers * faultsPerHundred) / 100);
  const everyByte = bytesOfOne + 1;
  const resets = Math.max(Math.round(faulty * resetShare), Math.min(everyByte, Math.round(faulty / 2)));
  const places = shuffled(
    Array.from({ length: everyByte }, (_, index) => index),
    upTo,
  );
  const kinds = shuffled(faults, upTo);
  const struck = Array.from({ length: faulty }, (_, index) =>
    index < resets
      ? { fault: resetInside, afterBytes: places[index % everyByte] ?? 0 }
      : { fault: kinds[index % kinds.length] ?? resetInside, afterBytes: 0 },
  );
  const spared = Array.from({ length: papers - faulty }, () => ({ fault: 'none', afterBytes: 0 }));
  return shuffled([...struck, ...spared], upTo).map((one, index) => ({
    ...one,
    paperId: paperIdOf(index + 1),
    roll: random(),
  }));
}

function shuffled<Value>(values: readonly Value[], upTo: (count: number) => number): readonly Value[] {
  const left = [...values];
  const drawn: Value[] = [];
  while (left.length > 0) drawn.push(...left.splice(upTo(left.length), 1));
  return drawn;
}
