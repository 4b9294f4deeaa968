/**
 * node build/label-font-characters.mjs: writes down which characters each font of the labels has, from the fonts'
 * own character maps, into printing/labels/label-font-characters.json. To be run again when a font package changes; a test
 * compares the two.
 *
 * Not every file of the packages: the Latin letters of the other scripts' packages are in Noto Sans already.
 */
import fs from 'node:fs';
import path from 'node:path';
import { create } from 'fontkit';
import { root } from './runtime.mjs';

const isOfItsPackage = {
  'noto-sans': () => true,
  'noto-sans-arabic': (subset) => subset === 'arabic',
  'noto-sans-bengali': (subset) => subset === 'bengali',
  'noto-sans-gurmukhi': (subset) => subset === 'gurmukhi',
  'noto-sans-gujarati': (subset) => subset === 'gujarati',
  'noto-sans-tamil': (subset) => subset === 'tamil',
  'noto-sans-sc': (subset) => /^\d+$/.test(subset) || subset === 'chinese-simplified',
};
const ending = '-700-normal.woff2';
/**
 * What joins letters is part of names; other controls, formats and exotic spaces are no letters, whoever draws
 * them, and neither are the signs for a character that was lost and for a letter that is missing.
 */
const isForNames = (character) => /^(?:[ \u200c\u200d]|[^\p{C}\p{Z}\ufffd\u25cc])$/u.test(character);

function ranges(codes) {
  const found = [];
  for (const code of codes) {
    const last = found.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else found.push([code, code]);
  }
  return found.map(([from, to]) => (from === to ? hex(from) : `${hex(from)}-${hex(to)}`)).join(' ');
}

const hex = (code) => code.toString(16);

export function labelFontCharacters() {
  const table = {};
  for (const [name, isOurs] of Object.entries(isOfItsPackage)) {
    const folder = path.join(root, 'node_modules/@fontsource', name, 'files');
    const subsets = fs
      .readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(name.length + 1, -ending.length))
      .filter(isOurs);
    table[name] = Object.fromEntries(
      subsets.sort().map((subset) => {
        const font = create(fs.readFileSync(path.join(folder, `${name}-${subset}${ending}`)));
        const codes = font.characterSet.filter((code) => isForNames(String.fromCodePoint(code)));
        return [subset, ranges(codes.sort((one, other) => one - other))];
      }),
    );
  }
  return table;
}

if (import.meta.main) {
  const file = path.join(root, 'printing/labels/label-font-characters.json');
  fs.writeFileSync(file, `${JSON.stringify(labelFontCharacters(), null, 2)}\n`);
}
