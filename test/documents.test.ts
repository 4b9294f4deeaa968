/** README.md and docs/: what they name is there, and what site IT may set or type stands in them. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '../electron/command-line.ts';
import { KioskConfig } from '../electron/kiosk-config.ts';

const root = path.resolve(import.meta.dirname, '..');
const filesOf = (folder: string) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
const documents = ['README.md', ...filesOf('docs').filter((file) => file.endsWith('.md'))];
const sources = ['clinic', 'printing', 'offline-store', 'electron', 'renderer', 'build', 'test'].flatMap(filesOf);
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const documented = documents.map(read).join('\n');

/** The names of all settings, however deep they stand. */
function settingsIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(settingsIn)];
}

test('every setting is named where site IT looks for it', () => {
  const names = new Set(settingsIn(z.toJSONSchema(KioskConfig, { io: 'input', unrepresentable: 'any' })));
  expect(names.size).toBeGreaterThan(100);
  expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(documented))).toEqual([]);
});

test('every command has its row in the README, and every row is a command', async () => {
  const { line } = await runCommandLine([]);
  const commands = line.replace(/^.*commands: /, '').split(', ');
  const rows = Array.from(read('README.md').matchAll(/^\| `([a-z-]+)[ `].*\|$/gm), ([, name]) => name);
  expect(commands.length).toBeGreaterThan(10);
  expect(rows.toSorted()).toEqual(commands.toSorted());
});

/** `print-worker.ts` or `electron/windows/ipc.ts`, in a comment or a document; not a pattern, and not where something is made. */
const sourceName = /(?<![\w@/.*-])((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)?\.(?:ts|tsx|mjs))\b/g;
const isComment = (line: string) => /^\s*(?:\/\*\*|\*|\/\/)/.test(line);

test('a source file that a comment or a document names is there', () => {
  const known = new Set(sources.flatMap((file) => [file, path.posix.basename(file)]));
  const isThere = (name: string) => known.has(name) || sources.some((file) => file.endsWith(`/${name}`));
  const inComments = sources
    .filter((file) => /\.(?:ts|tsx|mjs)$/.test(file) && !file.startsWith('test/'))
    .map((file) => [file, read(file).split('\n').filter(isComment).join('\n')] as const);
  const named = [...documents.map((file) => [file, read(file)] as const), ...inComments].flatMap(([file, text]) =>
    Array.from(text.matchAll(sourceName), ([, name = '']) => ({ file, name })),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ name }) => !isThere(name))).toEqual([]);
});

test('a link between the documents leads somewhere, also to a heading', () => {
  const headingsOf = (file: string) =>
    Array.from(read(file).matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
  const broken = documents.flatMap((file) =>
    Array.from(read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g), ([, to = '', heading]) => {
      const target = to === '' ? file : path.posix.join(path.posix.dirname(file), to);
      if (!fs.existsSync(path.join(root, target))) return [`${file}: ${target}`];
      return heading === undefined || headingsOf(target).includes(heading) ? [] : [`${file}: ${target}#${heading}`];
    }).flat(),
  );
  expect(broken).toEqual([]);
});
