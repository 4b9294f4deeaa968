/** The lock file serves every registry and every platform, and nothing in it runs at install. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Record<string, string>;
}

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'));
const locked = Object.entries<Locked>(read('package-lock.json').packages);
const manifest = read('package.json');
const nameOf = (key: string) => key.replace(/^.*node_modules\//, '');

test('no package names the address that it came from', () => {
  expect(locked.filter(([, { resolved }]) => resolved).map(([key]) => key)).toEqual([]);
});

test('every package has a checksum', () => {
  expect(locked.filter(([key, { integrity }]) => key !== '' && !integrity).map(([key]) => key)).toEqual([]);
});

test('no platform was left out, so that the same lock file installs on Windows and macOS', () => {
  const names = new Set(locked.map(([key]) => nameOf(key)));
  const missing = locked.flatMap(([key, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${key}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every install script is refused by name', () => {
  const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([key]) => nameOf(key));
  expect(withScript.filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
});

test('every version is exact', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const versions = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter(([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
