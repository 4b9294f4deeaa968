/** Runs the tools that node_modules brings, under this Node and without a shell between. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './runtime.mjs';

const tools = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
};

/** @param {keyof typeof tools} tool */
const commandLine = (tool, args) => [path.join(root, 'node_modules', tools[tool]), ...args];

/** Runs a command to its end, passes signals on, and answers its exit status. */
export async function runToEnd(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', cwd: root, ...options });
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass);
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : code));
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, pass);
  return status;
}

/** Its output is shown as it comes. */
export const runTool = (tool, args, env = process.env) => runToEnd(process.execPath, commandLine(tool, args), { env });

/** Its output is shown at its end, and only if it failed. */
export async function runToolQuietly(tool, args) {
  const child = spawn(process.execPath, commandLine(tool, args), { stdio: ['ignore', 'pipe', 'pipe'], cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
    });
  }
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  if (status !== 0) process.stdout.write(output);
  return status;
}
