/**
 * A server that nobody here wrote, run by a peer process: its own folder for everything that it keeps, its log line by line,
 * and its end with the peer's.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface ForeignProgram {
  /** The first line of its log, past or to come, that says this. Fails when it ends without. */
  saysSoon(text: RegExp): Promise<void>;
  end(): Promise<void>;
}

const stoppingMsMax = 3_000;

/** Short, for it is part of the path of a socket; and to be entered by the account that a server changes to. */
export function privateFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Its own, and gone when it ends. */
  readonly folder: string;
  readonly account?: { readonly uid?: number; readonly gid?: number };
  readonly onLine: (line: string) => void;
}

export function runForeignProgram(
  program: string,
  args: readonly string[],
  { env, folder, account = {}, onLine }: Surroundings,
): ForeignProgram {
  const child = spawn(program, args, { env, cwd: folder, ...account, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      onLine(line);
      for (const wake of waiting) wake();
    });
  }
  return {
    async saysSoon(text) {
      const { promise: said, resolve } = Promise.withResolvers<void>();
      const look = () => void (lines.some((line) => text.test(line)) && resolve());
      waiting.add(look);
      look();
      const hasEnded = await Promise.race([said.then(() => false), gone.then(() => true)]);
      waiting.delete(look);
      if (hasEnded) throw new Error(`${program} ended before it said ${text}:\n${lines.slice(-12).join('\n')}`);
    },
    async end() {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), stoppingMsMax);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(timer);
}
