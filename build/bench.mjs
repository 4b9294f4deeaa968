/**
 * npm run bench [-- MODULES] [--labels N] [--days N]: runs the benchmark modules of build/bench (see row.ts), each in a process
 * of its own; prints one table, and writes it to bench-results/ as JSON. Exits 1 if a row does not hold.
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare } from './launch.mjs';
import { root } from './runtime.mjs';

const self = fileURLToPath(import.meta.url);
const folder = path.join(root, 'build/bench');
const results = path.join(root, 'bench-results');

async function main({ positionals: wanted, values: options }) {
  const all = fs.readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'row.ts');
  const unknown = wanted.filter((name) => !all.includes(`${name}.ts`));
  if (unknown.length > 0) {
    console.error(`bench: no such benchmark: ${unknown.join(', ')}`);
    return 2;
  }
  const { env, runtime, stop } = await prepare();
  const rows = [];
  for (const file of wanted.length > 0 ? wanted.map((name) => `${name}.ts`) : all) {
    console.log(`bench: ${file.replace('.ts', '')}`);
    rows.push(...(await rowsOf(file, options, env)));
  }
  stop();
  console.log(table(rows));
  const at = new Date().toISOString();
  const machine = { cpu: os.cpus()[0]?.model, cpus: os.cpus().length, node: process.versions.node };
  fs.mkdirSync(results, { recursive: true });
  const file = path.join(results, `${at.replaceAll(':', '-')}.json`);
  fs.writeFileSync(file, `${JSON.stringify({ at, machine, electron: runtime.version, rows }, undefined, 2)}\n`);
  console.log(`bench: written to ${path.relative(root, file)}`);
  return rows.every(({ isMet }) => isMet) ? 0 : 1;
}

function wordsOfTheCommand() {
  try {
    return parseArgs({ options: { labels: { type: 'string' }, days: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exit(2);
  }
}

/** A module that fails is a row that does not hold. */
async function rowsOf(file, options, env) {
  const child = fork(self, [path.join(folder, file), JSON.stringify(options)], { env });
  process.once('exit', () => child.kill());
  let rows;
  child.on('message', (message) => {
    rows = message;
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  return rows ?? [{ name: file, unit: 'ms', ours: null, hold: `ended with ${status}`, isMet: false }];
}

const figure = (value) => (value == null ? '' : String(Number(value.toPrecision(3))));

function table(rows) {
  const head = ['what', 'unit', 'ours', 'floor', 'ratio', 'hold', ''];
  const lines = rows.map(({ name, unit, ours, floor, hold, isMet }) => [
    name,
    unit,
    figure(ours),
    figure(floor),
    floor ? `${figure(ours / floor)}x` : '',
    hold,
    isMet ? 'met' : 'NOT MET',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const show = (line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return ['', show(head), ...lines.map(show), ''].join('\n');
}

if (process.send) {
  const { rows } = await import(pathToFileURL(process.argv[2]).href);
  process.send(await rows(JSON.parse(process.argv[3])), () => process.exit(0));
} else {
  process.exit(await main(wordsOfTheCommand()));
}
