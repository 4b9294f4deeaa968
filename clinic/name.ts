/** Names as staff see them on screens and labels. Nothing is transliterated, cut or guessed. */
import type { PersonName } from './booking.ts';

/** `SMITH, Jonathan`: family name first and in capitals, as on a wristband. People with one name only: that name, in capitals. */
export function formatName(name: PersonName): string {
  const family = name.family.trim().toUpperCase();
  const given = name.given.trim();
  if (family === '') return given.toUpperCase();
  return given === '' ? family : `${family}, ${given}`;
}
