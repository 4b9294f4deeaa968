/**
 * ready.mjs SCRIPT [ARGUMENTS]: what every npm script goes through. It makes sure that node_modules
 * holds what package-lock.json names, then runs SCRIPT under the project's own Node.
 *
 * It runs on whatever Node the machine has, with no package installed, so it imports nothing but
 * Node's own modules. All it says goes to stderr: stdout belongs to SCRIPT.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Runs our .ts files as they are, and satisfies the strictest of our packages (jsdom). */
const oldestNode = [24, 15];

/** Of the lock file and the platform: both decide what is to be in node_modules. */
export function stampFor(lockText, platform = `${process.platform}-${process.arch}`) {
  return createHash('sha256').update(platform).update('\n').update(lockText).digest('hex');
}

/**
 * Whether npm's own record of what it installed (node_modules/.package-lock.json) is what the lock
 * file names. A package may be missing only if it is optional: it is another platform's.
 */
export function holdsWhatIsLocked(lock, installed) {
  const { '': _root, ...wanted } = lock.packages;
  const same = (name) =>
    installed.packages[name]?.version === wanted[name]?.version &&
    installed.packages[name]?.integrity === wanted[name]?.integrity;
  return (
    Object.keys(installed.packages).every((name) => name in wanted) &&
    Object.keys(wanted).every((name) => (name in installed.packages ? same(name) : wanted[name].optional === true))
  );
}

/** True when node_modules is as the lock file says. Leaves a stamp, so that the next time is quick. */
export function isInstalled(folder) {
  const read = (...parts) => {
    try {
      return fs.readFileSync(path.join(folder, ...parts), 'utf8');
    } catch {
      return undefined;
    }
  };
  const lockText = read('package-lock.json');
  if (lockText === undefined) throw new Error(`there is no package-lock.json in ${folder}`);
  const stamp = stampFor(lockText);
  if (read('node_modules', '.ready') === stamp) return true;
  const installedText = read('node_modules', '.package-lock.json');
  if (installedText === undefined || !holdsWhatIsLocked(JSON.parse(lockText), JSON.parse(installedText))) return false;
  fs.writeFileSync(path.join(folder, 'node_modules', '.ready'), stamp);
  return true;
}

/** Answers the exit status of npm. */
function install(folder) {
  const startedAt = performance.now();
  process.stderr.write('ready: installing the packages that package-lock.json names (once) ... ');
  const args = ['ci', '--loglevel=error', '--include=dev', '--include=optional'];
  // npm tells its scripts where it is; without it, PATH does.
  const npm = process.env.npm_execpath;
  const { status, stdout, stderr, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, encoding: 'utf8' })
    : spawnSync('npm', args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  if (status === 0) {
    process.stderr.write(`${seconds} s\n`);
    return 0;
  }
  process.stderr.write(`failed after ${seconds} s\n${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
  return status ?? 1;
}

/**
 * The Node to run with: the project's own, else the one that runs this if it is new enough, else none.
 * @param {{ platform: string, arch: string, versions: { node: string }, execPath: string }} current
 */
export function chooseNode(folder, current = process) {
  const name = `node-${{ win32: 'win' }[current.platform] ?? current.platform}-${current.arch}`;
  const own = path.join(folder, 'node_modules', name, 'bin', current.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(own)) return own;
  const [major, minor] = current.versions.node.split('.').map(Number);
  const isNewEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isNewEnough ? current.execPath : undefined;
}

/** Runs the script to its end: signals go in, the exit status comes out. */
function run(node, script, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const { PATH, Path, ...rest } = process.env;
  const child = spawn(node, [script, ...args], {
    stdio: 'inherit',
    env: { ...rest, PATH: [bin, path.dirname(node), PATH ?? Path ?? ''].join(path.delimiter) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the script as well; twice would cut its clearing up short.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    process.stderr.write(`ready: ${node} cannot be run: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (status, signal) => {
    if (!signal) process.exit(status ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function main([script, ...args]) {
  if (!script) {
    process.stderr.write('usage: node build/ready.mjs SCRIPT [ARGUMENTS]\n');
    process.exit(2);
  }
  if (!isInstalled(root)) {
    const status = install(root);
    if (status !== 0) process.exit(status);
    fs.writeFileSync(
      path.join(root, 'node_modules', '.ready'),
      stampFor(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')),
    );
  }
  const node = chooseNode(root);
  if (!node) {
    process.stderr.write(
      `ready: no Node of the project's own exists for ${process.platform}-${process.arch}, ` +
        `and this one is ${process.versions.node}: please install Node ${oldestNode.join('.')} or newer.\n`,
    );
    process.exit(1);
  }
  run(node, script, args);
}

const started = process.argv[1];
if (started && fs.realpathSync(started) === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
