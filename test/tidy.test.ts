/** Keeps the rules of tidy-rules.ts over the whole repository, and shows that each rule can refuse. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  importsOf,
  isNoBarrel,
  isShort,
  packagesKeepApart,
  productRooms,
  promisesNamed,
  roomsKeepApart,
  rules,
  saysWhatItIs,
  triesOnlyAtTheEdges,
  usesNoBannedWord,
} from './tidy-rules.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Each row of the table needs a test that carries its name. */
const promisesMade = Array.from(
  fs.readFileSync(path.join(root, 'docs/promises.md'), 'utf8').matchAll(/^\| (S\d+) \|/gm),
  ([, promise]) => promise ?? '',
);

const filesIn = (folder: string, ending: RegExp) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((name) => ending.test(name))
    .map((name) => ({ path: name, text: fs.readFileSync(path.join(root, name), 'utf8') }));

describe('the repository is tidy, so that a newcomer finds each thing where the design says', () => {
  test.each(productRooms)('%s', (room) => {
    const problems = filesIn(room, /\.(ts|tsx|mjs|cjs|js|c)$/).flatMap((file) =>
      rules.flatMap((rule) => rule(file).map((problem) => `${file.path}: ${problem}`)),
    );
    const longStyles = filesIn(room, /\.scss$/).flatMap((file) => isShort(file).map(() => file.path));
    expect([...problems, ...longStyles]).toEqual([]);
  });

  test('nothing else stands at the top', () => {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    });
    const folders = new Set(files.split('\n').flatMap((name) => (name.includes('/') ? [name.split('/')[0]] : [])));
    const ours: readonly string[] = [...productRooms, 'test', 'docs', '.ci'];
    expect([...folders].filter((name) => !ours.includes(name ?? ''))).toEqual([]);
  });

  test('every promise is named by a test', () => {
    const tests = filesIn('test', /\.(test|spec)\.tsx?$/).filter(({ path: name }) => name !== 'test/tidy.test.ts');
    const named = new Set(tests.flatMap(({ text }) => promisesNamed(text)));
    expect(promisesMade).not.toEqual([]);
    expect(promisesMade.filter((promise) => !named.has(promise))).toEqual([]);
  });
});

describe('each rule refuses what it is there to refuse', () => {
  const file = (name: string, text: string) => ({ path: name, text });

  test.each([
    ['clinic/tube.ts', "import { send } from '../printing/printer.ts';"],
    ['printing/printer.ts', "import { open } from '../offline-store/database.ts';"],
    ['offline-store/sync/pull.ts', "import { label } from '../../printing/labels/label.ts';"],
    ['electron/main.ts', "import { App } from '../renderer/patient/app.tsx';"],
    ['renderer/patient/app.tsx', "import { patientApiInputs } from '../../electron/patient-api.ts';"],
    ['renderer/patient/app.tsx', "import { type PatientView } from '../../electron/patient-api.ts';"],
    ['renderer/patient/app.tsx', "import type { Desk } from '../../electron/staff/staff-desk.ts';"],
    ['electron/main.ts', "import { zebra } from '../test/peers/zebra.ts';"],
    ['electron/main.ts', "const { zebra } = await import('../test/peers/zebra.ts');"],
    ['clinic/tube.ts', "import {\n  a,\n  b,\n} from '../electron/main.ts';"],
  ])('%s may not reach another room: %s', (name, text) => {
    expect(roomsKeepApart(file(name, text))).toHaveLength(1);
  });

  test.each([
    ['clinic/tube.ts', "import { readFileSync } from 'node:fs';"],
    ['clinic/tube.ts', "import React from 'react';"],
    ['printing/printer.ts', "import { app } from 'electron';"],
    ['offline-store/store-key.ts', "const { safeStorage } = require('electron');"],
    ['renderer/staff/app.tsx', "import fs from 'node:fs';"],
  ])('%s may not have this package: %s', (name, text) => {
    expect(packagesKeepApart(file(name, text))).toHaveLength(1);
  });

  test('a file of 251 lines is too long to read', () => {
    expect(isShort(file('clinic/tube.ts', 'x;\n'.repeat(251)))).toHaveLength(1);
    expect(isShort(file('clinic/tube.ts', 'x;\n'.repeat(250)))).toEqual([]);
  });

  test('a file that begins without a word leaves its reader to guess', () => {
    expect(saysWhatItIs(file('clinic/tube.ts', "import { z } from 'zod';"))).toHaveLength(1);
  });

  test('a `try` in the middle would hide what went wrong', () => {
    expect(triesOnlyAtTheEdges(file('clinic/tube.ts', '  try {\n  } catch {}'))).toHaveLength(1);
    expect(triesOnlyAtTheEdges(file('clinic/tube.ts', '  try {\n  } finally {}'))).toEqual([]);
    expect(triesOnlyAtTheEdges(file('printing/print-worker.ts', '  try {\n  } catch {}'))).toEqual([]);
  });

  test.each([
    '// TODO: later',
    '// @ts-ignore',
    'const sampleId = 1;',
    "const color = 'red';",
    "open('/tmp/team/x');",
    '// see issue 7',
    '// fixed (#21)',
  ])('a banned word is found: %s', (text) => {
    expect(usesNoBannedWord(file('clinic/tube.ts', text))).toHaveLength(1);
  });

  test.each([
    ['clinic/index.ts', ''],
    ['clinic/tubes.ts', "export * from './tube.ts';"],
    ['clinic/tubes.ts', "export { tubes } from './tube.ts';"],
    ['clinic/tubes.ts', "import type { Tube } from './tube.ts';\nexport type { Tube };"],
  ])('%s is a barrel: %s', (name, text) => {
    expect(isNoBarrel(file(name, text))).toHaveLength(1);
  });

  test('a test that does not name its promise is not counted', () => {
    expect(promisesNamed("test('S5: a label is printed once', () => {}); test('S1, S2: quiet', …)")).toEqual([
      'S5',
      'S1',
    ]);
    expect(promisesNamed('// S7: only in a comment')).toEqual([]);
  });
});

describe('and lets pass what is right', () => {
  test.each([
    ['printing/zpl.ts', "/** What. */\nimport { tubes } from '../clinic/tube.ts';\nimport net from 'node:net';"],
    [
      'renderer/app.tsx',
      "/** What. */\nimport type { PatientView } from '../electron/patient-api.ts';\nimport './a.scss';",
    ],
    ['electron/main.ts', "/** What. */\nimport { app } from 'electron';\ntry {\n} catch {}"],
    ['electron/command-line.ts', '/** What. */\nconst { sample } = options;'],
    ['clinic/tube.ts', "/** What. */\nimport { z } from 'zod';\n// we try { not } to\nexport const retry = { a: 1 };"],
  ])('%s', (name, text) => {
    expect(rules.flatMap((rule) => rule({ path: name, text }))).toEqual([]);
  });

  test('imports are read whole, whatever their form', () => {
    const text =
      "export type Kind =\n  | 'a'\n  | 'b';\nimport type { A } from './a.ts';\nimport {\n  b,\n} from './b.ts';\nimport './c.css';\nawait import('./d.ts');";
    expect(importsOf(text)).toEqual([
      { from: './a.ts', isTypeOnly: true },
      { from: './b.ts', isTypeOnly: false },
      { from: './c.css', isTypeOnly: false },
      { from: './d.ts', isTypeOnly: false },
    ]);
  });
});
