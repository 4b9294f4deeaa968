/** Any text at all, lone surrogates and control characters included. (fast-check's own takes a second to begin.) */
import fc from 'fast-check';

const codePointMax = 0x10ffff;
const anyCharacter = fc.integer({ min: 0, max: codePointMax }).map((codePoint) => String.fromCodePoint(codePoint));

export const anyText = (maxLength: number) => fc.string({ unit: anyCharacter, maxLength });
