/** The command line as site IT runs it: a process of its own, its exit code and what it said. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Settings } from '../../build/training-settings.ts';

const program = path.resolve(import.meta.dirname, '../../electron/kiosk.ts');
/** Node keeps what it compiled here: a command starts in half the time. */
const compileCache = path.resolve(import.meta.dirname, '../../node_modules/.cache/kiosk');

export interface Said {
  readonly exit: number | null;
  /** What was asked for: standard output. */
  readonly out: string;
  /** What was said about it: standard error. */
  readonly err: string;
}

/** @param input what comes on standard input. */
export async function kiosk(args: readonly string[], settingsFile: string, input = ''): Promise<Said> {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache, KIOSK_CONFIG: '' };
  const child = spawn(process.execPath, [program, ...args, '--config', settingsFile], { env, stdio: 'pipe' });
  // A command that reads nothing may be gone before it is written to.
  child.stdin.on('error', () => undefined).end(input);
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: typeof exit === 'number' ? exit : null, out: out.trimEnd(), err: err.trimEnd() };
}

interface SaidAsJson {
  readonly exit: number | null;
  readonly says: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** With `--json`: one object, on one line, and nothing else. */
export async function kioskJson(args: readonly string[], settingsFile: string, input = ''): Promise<SaidAsJson> {
  const { exit, out, err } = await kiosk([...args, '--json'], settingsFile, input);
  if (err !== '' || out.includes('\n')) throw new Error(`not one line of JSON:\n${out}\n${err}`);
  // `sayAnswer` writes an object.
  const facts = JSON.parse(out) as Record<string, unknown>;
  if (facts.ok !== (exit === 0)) throw new Error(`exit ${exit}, and it says ok: ${facts.ok}`);
  return { exit, says: String(facts.says), facts };
}

/** Other settings, in a file beside these. */
export function settingsLike(settingsFile: string, name: string, change: (settings: Settings) => Settings): string {
  const file = path.join(path.dirname(settingsFile), `${name}.json`);
  // The file holds what training-settings.ts made.
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings;
  writeFileSync(file, JSON.stringify(change(settings), null, 2));
  return file;
}

/** Each file of a folder with its contents' hash, its times and its mode: equal when nothing was touched. */
export function stateOfFolder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return filesUnder(folder).map((file) => {
    const { mode, mtimeMs } = statSync(file);
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
    return `${path.relative(folder, file)} ${hash} ${mode.toString(8)} ${mtimeMs}`;
  });
}

export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
