/**
 * The rules of the house that the compiler and the linter cannot keep, as pure functions from the text of a
 * file to what is wrong with it. They read source text, not a syntax tree: Biome formats every file, so
 * every import stands at the start of a line.
 */
import path from 'node:path';

interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

type Rule = (file: SourceFile) => string[];

export const productRooms = ['clinic', 'printing', 'offline-store', 'electron', 'renderer', 'build'] as const;
const linesMax = 250;

/** Rooms may import themselves and these; build and test may import everything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  clinic: [],
  printing: ['clinic'],
  'offline-store': ['clinic'],
  electron: ['clinic', 'printing', 'offline-store'],
  renderer: ['clinic'],
};
/** The two contracts: the renderer may import their types. */
const contracts = ['electron/patient-api.ts', 'electron/staff-api.ts'];

/**
 * Where `try … catch` may stand: a library that throws meets our code that does not. Everywhere else a Result says what
 * went wrong. (`try … finally` closes what was opened and hides nothing.)
 */
const tryMayStand = [
  /^printing\/connections\//,
  /^offline-store\/database\.ts$/,
  /^offline-store\/sync\/(http-answer|http-exchange|private-key|tls-files)\.ts$/,
  /^offline-store\/store-key(-places)?\.ts$/,
  // Files beside the databases, on the same disk.
  /^offline-store\/durable-file\.ts$/,
  // A seal that does not agree, and a write that cannot be done again.
  /^offline-store\/ledger\/(journal-lines|replay)\.ts$/,
  // What cannot be unsealed is damaged, by name.
  /^offline-store\/sealed-file\.ts$/,
  /^electron\/kiosk-config\.ts$/,
  // A disk that refuses a commit: somebody is told, and nothing is said to be stored.
  /^electron\/try-write\.ts$/,
  // The outermost handlers: a bug becomes an answer, not a silence.
  /^electron\/(main|command-line|windows\/ipc)\.ts$/,
  /-worker\.ts$/,
  /^build\//,
];

const bannedWords: readonly { word: RegExp; instead: string; exceptIn?: RegExp }[] = [
  { word: /\b(TODO|FIXME|XXX|HACK)\b/, instead: 'do it, or open an issue' },
  { word: /@ts-(ignore|expect-error|nocheck)/, instead: 'a type that is true' },
  { word: /sample/i, instead: '"specimen"', exceptIn: /--sample|^electron\/command/ },
  { word: /\b(color|behavior|gray|labeled|labeling|canceled|honor|favor)\b/i, instead: 'British spelling' },
  { word: /\/work\/|\/tmp\//, instead: 'a path from the settings or the system' },
  { word: /\bissue #?\d+|\(#\d+\)/i, instead: 'the reason itself' },
];

const roomOf = (file: string): string => file.split('/')[0] ?? '';

interface Import {
  readonly from: string;
  readonly isTypeOnly: boolean;
}

export function importsOf(text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\b(\s+type\b)?[^;'"=()]*?\bfrom\s*['"]([^'"]+)['"]/gm);
  const forEffect = text.matchAll(/^import\s*['"]([^'"]+)['"]/gm);
  const calls = text.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g);
  return [
    ...Array.from(statements, ([, type, from]) => ({ from: from ?? '', isTypeOnly: type !== undefined })),
    ...Array.from(forEffect, ([, from]) => ({ from: from ?? '', isTypeOnly: false })),
    ...Array.from(calls, ([, from]) => ({ from: from ?? '', isTypeOnly: false })),
  ];
}

/** Where an import leads: a file of ours, or undefined for a package. */
const targetOf = (file: SourceFile, from: string): string | undefined =>
  from.startsWith('.') ? path.posix.join(path.posix.dirname(file.path), from) : undefined;

export const roomsKeepApart: Rule = (file) => {
  const room = roomOf(file.path);
  const allowed = mayImport[room];
  if (!allowed) return [];
  return importsOf(file.text).flatMap(({ from, isTypeOnly }) => {
    const target = targetOf(file, from);
    if (target === undefined || roomOf(target) === room || allowed.includes(roomOf(target))) return [];
    if (room === 'renderer' && isTypeOnly && contracts.includes(target)) return [];
    return [`${room} may not import ${from}`];
  });
};

export const packagesKeepApart: Rule = (file) => {
  const room = roomOf(file.path);
  if (!(room in mayImport)) return [];
  return importsOf(file.text).flatMap(({ from }) => {
    if (from.startsWith('.')) return [];
    if (room === 'clinic') return from === 'zod' ? [] : [`clinic knows no package but zod: ${from}`];
    if (/^electron(\/|$)/.test(from) && room !== 'electron') return [`only electron/ names the electron package`];
    if (room === 'renderer' && from.startsWith('node:')) return [`the renderer has no ${from}`];
    return [];
  });
};

export const isShort: Rule = ({ text }) => {
  const lines = text.trimEnd().split('\n').length;
  return lines > linesMax ? [`${lines} lines; ${linesMax} at most`] : [];
};

export const saysWhatItIs: Rule = ({ path: name, text }) =>
  /\.(ts|tsx|mjs|cjs|js)$/.test(name) && !/^(#!.*\n)?\/\*\*/.test(text) ? ['begins without saying what it is'] : [];

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

export const triesOnlyAtTheEdges: Rule = ({ path: name, text }) =>
  /\}\s*catch\b/.test(withoutComments(text)) && !tryMayStand.some((place) => place.test(name))
    ? ['`try … catch` may stand only at an edge: answer a Result']
    : [];

export const usesNoBannedWord: Rule = ({ path: name, text }) =>
  text.split('\n').flatMap((line, index) =>
    bannedWords.flatMap(({ word, instead, exceptIn }) => {
      const found = word.exec(line)?.[0];
      if (!found || exceptIn?.test(line) || exceptIn?.test(name)) return [];
      return [`line ${index + 1}: "${found}"; use ${instead}`];
    }),
  );

export const isNoBarrel: Rule = ({ path: name, text }) => {
  if (/(^|\/)index\.tsx?$/.test(name)) return ['an index file: import from the file that has it'];
  // The renderer may take types from a contract and from nothing behind it.
  if (contracts.includes(name)) return [];
  return /^export (type )?(\*|\{[^}]*\})( from |;)/m.test(text) ? ['passes on what another file exports'] : [];
};

/** For code. Styles are only kept short: CSS has its own spelling. */
export const rules: readonly Rule[] = [
  roomsKeepApart,
  packagesKeepApart,
  isShort,
  saysWhatItIs,
  triesOnlyAtTheEdges,
  usesNoBannedWord,
  isNoBarrel,
];

/** The promises that these tests name: 'S5: …' at the start of a test's name. */
export function promisesNamed(testText: string): string[] {
  return Array.from(testText.matchAll(/['"`](S\d{1,2})[:,]/g), ([, promise]) => promise ?? '');
}
