/** What cannot happen, unless the code is wrong. Both throw, in production too: a kiosk that runs wrong is worse than one that stops. */

/** @throws Error when the condition does not hold; `whatMustBeTrue` never contains identifiable data. */
export function assert(condition: unknown, whatMustBeTrue: string): asserts condition {
  if (!condition) throw new Error(`It must be true that ${whatMustBeTrue}.`);
}

/** Ends every `switch` on a union, so that a new member is a compile error at each place to think about. */
export function unreachable(value: never): never {
  throw new Error(`It must be true that every case is handled; this one is not: ${typeof value}.`);
}
