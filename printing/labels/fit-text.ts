/**
 * How wide text will be in the printer's own font 0, and whether the font has its characters at all.
 *
 * A printer neither asks nor tells: text that is too wide runs off the label, a character that the font lacks comes
 * out blank or as a box, and no error is ever raised. So both are decided here. Units: `em` is the height of the type.
 */

/**
 * Widths in em of every character that may be printed. Each is the wider of two sources: what the proof's renderer
 * draws (measured over eleven repeats at 100 dots), and the widths that public emulators publish for CG Triumvirate
 * Bold Condensed, which is font 0. Left out although the font may have them: whatever the renderer draws as a box, as
 * nothing or as another letter (among them Ğ and ğ), because then the proof could not vouch for the label.
 */
const widthsEm: ReadonlyArray<readonly [number, string]> = [
  [0.3, " '|\\‘’/:;IfijltÌÍÎÏìíîïİıł"],
  [0.34, '!(),.[]{}`rřť'],
  [0.41, 'zžźż'],
  [0.46, 'Jcksvxyçýÿčśşšć'],
  [0.51, '0123456789#$*?"“”EFLTZ^_abdeghnopqu~ÈÉÊËàáâãäåèéêëðñòóôõöøùúûüþßąďĚěĘęŁńňőŤůŹŻŽ'],
  [0.56, 'ABCKPSVXYÀÁÂÃÄÅÇÝÞĆČŚŞŠŸ'],
  [0.62, 'DGHNOQRUÐÑÒÓÔÕÖØÙÚÛÜĄĎŃŇŐŘŮ–'],
  [0.67, '&w'],
  [0.78, 'MmÆæœ'],
  [0.8, '-'],
  [0.91, '@%WŒ'],
  [1, '+=<>—'],
];

/** For what no table says: another firmware's rounding, another cut of the font. */
const marginFactor = 1.05;

const widthEmByCharacter: ReadonlyMap<string, number> = new Map(
  widthsEm.flatMap(([widthEm, characters]) => [...characters].map((character) => [character, widthEm] as const)),
);

/** Whether every character is one that the printer surely has; empty text is not worth a field. */
export function isPrintable(text: string): boolean {
  return text !== '' && [...text].every((character) => widthEmByCharacter.has(character));
}

/** What is left of a text once it may be printed: for words that are not the patient's, such as a printer's name. */
export function printableOnly(text: string): string {
  return [...text.normalize('NFC')].map((character) => (isPrintable(character) ? character : '?')).join('');
}

/** Never less than the printer will use, for printable text. */
export function textWidthMm(text: string, heightMm: number): number {
  let widthEm = 0;
  for (const character of text) widthEm += widthEmByCharacter.get(character) ?? 1;
  return widthEm * marginFactor * heightMm;
}

/** Natural width if there is room, else squeezed as far as `widthScaleMin`; null when that is not enough. */
export function squeezeToFit(text: string, heightMm: number, widthMmMax: number, widthScaleMin: number): number | null {
  const widthScale = Math.min(1, widthMmMax / textWidthMm(text, heightMm));
  return widthScale >= widthScaleMin ? widthScale : null;
}
