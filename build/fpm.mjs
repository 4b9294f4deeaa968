#!/usr/bin/env node
/**
 * The part of fpm that makes a .deb out of folders, done with Debian's own dpkg-deb. (fpm is a Ruby
 * program that electron-builder would download.) electron-builder finds it by CUSTOM_FPM_PATH.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const options = { '-d': [], '--deb-recommends': [], '--deb-suggests': [] };
const inputs = [];
for (let args = process.argv.slice(2); args.length > 0; ) {
  const arg = args.shift();
  if (arg === '--force') continue;
  else if (!arg.startsWith('-')) inputs.push(arg);
  else if (Array.isArray(options[arg])) options[arg].push(args.shift());
  else options[arg] = args.shift();
}
if (options['-s'] !== 'dir' || options['-t'] !== 'deb') throw new Error('only "-s dir -t deb" is known here');

const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'deb-'));
try {
  for (const input of inputs) {
    const [from, to] = input.split('=');
    const target = path.join(stage, to);
    fs.mkdirSync(from.endsWith('/') ? target : path.dirname(target), { recursive: true });
    execFileSync('cp', ['-a', from.endsWith('/') ? `${from}.` : from, target]);
  }
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', stage]);
  const control = path.join(stage, 'DEBIAN');
  const size = execFileSync('du', ['-sk', stage], { encoding: 'utf8' }).split('\t')[0];
  fs.mkdirSync(control);
  const [summary, ...rest] = options['--description'].trim().split('\n');
  const fields = {
    Package: options['--name'],
    Version: options['--version'],
    Architecture: options['--architecture'],
    Maintainer: options['--maintainer'],
    'Installed-Size': size,
    Depends: options['-d'].join(', '),
    Recommends: options['--deb-recommends'].join(', '),
    Suggests: options['--deb-suggests'].join(', '),
    Section: options['--category'] ?? 'default',
    Priority: options['--deb-priority'] ?? 'optional',
    Homepage: options['--url'],
    Description: [summary, ...rest.map((line) => line || '.')].join('\n '),
  };
  const text = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : []));
  fs.writeFileSync(path.join(control, 'control'), text.join(''));
  for (const [option, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ]) {
    if (!options[option]) continue;
    fs.copyFileSync(options[option], path.join(control, name));
    fs.chmodSync(path.join(control, name), 0o755);
  }
  execFileSync('dpkg-deb', [
    '--root-owner-group',
    `-Z${options['--deb-compression'] ?? 'xz'}`,
    '--build',
    stage,
    options['--package'],
  ]);
} finally {
  fs.rmSync(stage, { recursive: true, force: true });
}
