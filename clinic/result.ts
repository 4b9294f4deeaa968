/**
 * The outcome of a rule that may refuse: plain data, so that it crosses process boundaries whole.
 *
 * Only expected refusals are results. A bug throws (see `assert.ts`).
 */
export type Result<Value, Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refuse<Problem>(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
