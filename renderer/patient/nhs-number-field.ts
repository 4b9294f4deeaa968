/**
 * How an NHS number looks while it is typed: 3 3 4, as it is printed on letters. Nothing is refused or taken away here;
 * what is wrong with a number is for clinic/nhs-number.ts to say.
 */

/** Digits are grouped; anything that cannot be an NHS number stays as it was typed, so that the person can see it. */
export function grouped(typed: string): string {
  const digits = typed.replaceAll(/[ -]/g, '');
  if (!/^[0-9]{1,10}$/.test(digits)) return typed;
  return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].filter((group) => group !== '').join(' ');
}

/** Where the caret belongs after grouping: behind the same digit as before. */
export function caretAfterGrouping(typed: string, caret: number): number {
  const shown = grouped(typed);
  if (shown === typed) return caret;
  let digitsToPass = typed.slice(0, caret).replaceAll(/[ -]/g, '').length;
  let position = 0;
  while (digitsToPass > 0 && position < shown.length) {
    if (shown[position] !== ' ') digitsToPass -= 1;
    position += 1;
  }
  return position;
}
