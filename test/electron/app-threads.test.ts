import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';

const program = path.join(import.meta.dirname, 'stuck-thread-process.ts');

async function leave(...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const said = await text(child.stdout);
  const [status, signal] = await exited;
  return { said: said.trim(), status, signal };
}

/** Who reads it waits for more, for ever. */
function pipeOfNobody(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosk-pipe-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  return pipe;
}

test('a kiosk whose threads end when they are told to leaves in order', async () => {
  expect(await leave()).toEqual({ said: 'every thread has ended', status: 0, signal: null });
});

test('a thread that never ends does not keep a closed kiosk from ending', async () => {
  expect(await leave(pipeOfNobody())).toEqual({ said: 'a thread does not end', status: null, signal: 'SIGKILL' });
});
