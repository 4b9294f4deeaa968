/** The set-up asks Debian for what is missing, and for nothing that is there under another name. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { registryRuntime } from '../../build/registry-runtime.mjs';
import { missingPackages, withoutNewServices } from '../../build/setup.mjs';
import { namesBesideTheBundle } from '../../build/vite.mjs';

describe('system packages', () => {
  test('a package that was removed but left its settings is missing', () => {
    expect(missingPackages(['xvfb', 'gcc'], 'gcc installed \nxvfb config-files \n')).toEqual(['xvfb']);
  });

  test('a package that has another name on another Debian is wanted under either', () => {
    expect(missingPackages(['libasound2t64|libasound2'], 'libasound2 installed \n')).toEqual([]);
    expect(missingPackages(['libasound2t64|libasound2'], '')).toEqual(['libasound2t64|libasound2']);
  });

  test('a package that a newer Debian provides under another name is not missing', () => {
    expect(missingPackages(['libasound2'], 'libasound2t64 installed libasound2 (= 1.2.14-1), other\n')).toEqual([]);
  });
});

describe('a print service that is installed for the tests is not started for everybody', () => {
  const newPolicy = () => path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'policy-')), 'policy-rc.d');

  test('while packages are installed Debian is told to start none, and not afterwards', () => {
    const policy = newPolicy();
    const meanwhile = withoutNewServices(
      () => [fs.readFileSync(policy, 'utf8'), fs.statSync(policy).mode & 0o777],
      policy,
    );
    expect(meanwhile).toEqual(['#!/bin/sh\nexit 101\n', 0o755]);
    expect(fs.existsSync(policy)).toBe(false);
  });

  test('also when they cannot be installed', () => {
    const policy = newPolicy();
    const failing = () => {
      throw new Error('no such package');
    };
    expect(() => withoutNewServices(failing, policy)).toThrow('no such package');
    expect(fs.existsSync(policy)).toBe(false);
  });

  test('a policy that this computer has is left as it is', () => {
    const policy = newPolicy();
    fs.writeFileSync(policy, 'its own');
    withoutNewServices(() => undefined, policy);
    expect(fs.readFileSync(policy, 'utf8')).toBe('its own');
  });
});

describe('the registry-only runtime', () => {
  test('is kept in a folder named for its recipe, so that a changed recipe makes a new one', () => {
    const { dist, executable, complete } = registryRuntime();
    expect(dist).toMatch(/electron-33\.2\.1-[0-9a-f]{12}$/);
    expect([executable, complete].map((file) => file.startsWith(dist))).toEqual([true, true]);
  });

  test('the package for a clinic knows nothing of its switches', () => {
    const config = fs.readFileSync(new URL('../../build/electron-builder.yml', import.meta.url), 'utf8');
    expect(config).not.toMatch(/no-sandbox/);
  });
});

describe('a bundle finds its worker and its wasm beside itself, never on the network', () => {
  test('a worker', () => {
    const source = "new Worker(new URL('../printing/label-proof-worker.ts', import.meta.url))";
    expect(namesBesideTheBundle(source).code).toBe("new Worker(new URL('./label-proof-worker.cjs', import.meta.url))");
  });

  test('a wasm file', () => {
    const { code, files } = namesBesideTheBundle("require.resolve('zxing-wasm/reader/zxing_reader.wasm')");
    expect(code).toBe("require.resolve('./zxing_reader.wasm')");
    expect(files).toEqual([{ file: expect.stringMatching(/zxing_reader\.wasm$/), name: 'zxing_reader.wasm' }]);
  });

  test('the fonts of the labels, only those, each package with its licence', () => {
    const { code, files } = namesBesideTheBundle("new URL('../node_modules/@fontsource', import.meta.url)");
    expect(code).toBe("new URL('./label-fonts', import.meta.url)");
    const names = files.map(({ name }) => name);
    expect(names).toContain('label-fonts/noto-sans-bengali/files/noto-sans-bengali-bengali-700-normal.woff2');
    expect(names.filter((name) => name.endsWith('/LICENSE'))).toHaveLength(7);
    expect(names.every((name) => /-700-normal\.woff2$|\/LICENSE$/.test(name))).toBe(true);
    expect(files.filter(({ file }) => !fs.existsSync(file))).toEqual([]);
  });

  test('anything else stays as it is', () => {
    const source = "new URL('./words.json', import.meta.url); import { z } from 'zod';";
    expect(namesBesideTheBundle(source)).toEqual({ code: source, files: [] });
  });
});
