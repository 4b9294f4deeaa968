/**
 * Makes a machine ready for what needs Electron: Debian's packages (installed when we may, named
 * when we may not) and an Electron runtime. What is there already is left alone, in well under a second.
 *
 * node_modules is not its business: see ready.mjs.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureRuntime, root } from './runtime.mjs';

/** Another apt-get may hold Debian's lock: we wait for it this long. */
const aptLockWaitSeconds = 120;

/** Answers the Electron runtime, or ends the process and says what a person has to do. */
export async function setup(log = console.log) {
  try {
    systemPackages(log);
    return await ensureRuntime(log);
  } catch (error) {
    console.error(`setup: ${error.message}`);
    process.exit(1);
  }
}

/**
 * @param {string[]} wanted each one name, or `name|older name`: any of them will do
 * @param {string} status lines of `package status provides…`, as dpkg-query answers them
 */
export function missingPackages(wanted, status) {
  const present = new Set();
  for (const line of status.split('\n')) {
    const [name, state, ...provides] = line.replaceAll(',', ' ').split(/\s+/);
    if (state === 'installed') for (const provided of [name, ...provides]) present.add(provided);
  }
  return wanted.filter((names) => !names.split('|').some((name) => present.has(name)));
}

function systemPackages(log) {
  if (process.platform !== 'linux' || !fs.existsSync('/usr/bin/dpkg-query')) return;
  const wanted = fs.readFileSync(path.join(root, 'build/system-packages.txt'), 'utf8').split('\n').filter(Boolean);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
  const query = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status} ${Provides}\n'], {
    encoding: 'utf8',
    maxBuffer: 16 * 2 ** 20,
  });
  const missing = missingPackages(wanted, query.stdout);
  if (missing.length === 0) return;
  const install = (names) => ['install', '-y', '-qq', '--no-install-recommends', ...names];
  if (process.getuid?.() !== 0) {
    throw new Error(
      `system packages are missing. Please run:\n  sudo apt-get update && sudo apt-get ${install(missing.map(nameHere)).join(' ')}`,
    );
  }
  const startedAt = performance.now();
  aptGet(['update', '-qq']);
  const names = missing.map(nameHere);
  withoutNewServices(() => aptGet(install(names)));
  log(`setup: installed ${names.join(' ')}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/**
 * The tests run print services of their own. Debian would start each that it installs, for everybody on this computer; a
 * policy that refuses, where there is none yet, keeps it from doing so.
 */
export function withoutNewServices(work, policy = '/usr/sbin/policy-rc.d') {
  const isOurs = !fs.existsSync(policy);
  if (isOurs) fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    if (isOurs) fs.rmSync(policy);
  }
}

/** The name that this Debian has for a package that was renamed. */
function nameHere(names) {
  const [first, ...older] = names.split('|');
  return [first, ...older].find((name) => spawnSync('apt-cache', ['show', name]).status === 0) ?? older.at(-1) ?? first;
}

function aptGet(args) {
  const result = spawnSync('apt-get', ['-o', `DPkg::Lock::Timeout=${aptLockWaitSeconds}`, ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${result.stderr}`);
}
