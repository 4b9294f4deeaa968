/**
 * What a process really did to one folder of a disk, and what it said meanwhile, in order: recorded with strace from the real
 * program. Not a simulation: the calls are those that SQLite and Node made.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { assert } from '../../clinic/assert.ts';

export type DiskStep = Readonly<
  /** A file got a name; its number stays when it is renamed. */
  | { kind: 'create'; path: string; file: number }
  | { kind: 'write'; file: number; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: number; length: number }
  /** The file's bytes, and every name before it, are on the disk. */
  | { kind: 'flush'; file: number | null }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; path: string }
  | { kind: 'folder'; path: string }
  /** A line that the process printed: what somebody else may have seen by now. */
  | { kind: 'said'; line: string }
>;

export interface Recording {
  /** What was in the folder before. */
  readonly before: ReadonlyMap<string, Buffer>;
  readonly steps: readonly DiskStep[];
}

const calls =
  'openat,write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,copy_file_range,sendfile,fallocate,link';
/** More than one write of ours ever has; the file that only holds room is left out. */
const bytesShownMax = 1 << 20;
const roomOnly = /ballast/;

/** @param folder of the disk that is watched. @param args of the script, which runs under this Node. */
export async function record(folder: string, script: string, args: readonly string[]): Promise<Recording> {
  const before = filesIn(folder);
  const trace = `${folder}.trace`;
  const child = spawn(
    'strace',
    [
      '-f',
      '-qq',
      '-y',
      '-xx',
      '-s',
      String(bytesShownMax),
      '-e',
      `trace=${calls}`,
      '-o',
      trace,
      process.execPath,
      script,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [[code], , problems] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  assert(code === 0, `the recorded script ends well: ${problems.slice(0, 2000)}`);
  const steps = [...stepsOf(wholeLines(fs.readFileSync(trace, 'latin1')), fs.realpathSync(folder), before)];
  fs.rmSync(trace);
  return { before, steps };
}

export function filesIn(folder: string): Map<string, Buffer> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const isFile = (name: string) => fs.statSync(path.join(folder, name)).isFile() && !roomOnly.test(name);
  return new Map(names.filter(isFile).map((name) => [name, fs.readFileSync(path.join(folder, name))]));
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly answer: string;
}

/** Calls of several threads are told in two halves when they overlap; each counts where it ended. */
function* wholeLines(trace: string): Generator<Call> {
  const begun = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [, firstHalf] = /^(.*) <unfinished \.\.\.>$/.exec(rest) ?? [];
    if (firstHalf !== undefined) {
      begun.set(thread, firstHalf);
      continue;
    }
    const [, secondHalf] = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest) ?? [];
    const whole = secondHalf === undefined ? rest : `${begun.get(thread) ?? ''}${secondHalf}`;
    const [, name, args, answer] = /^(\w+)\((.*)\) += (.*)$/.exec(whole) ?? [];
    if (name !== undefined && args !== undefined && answer !== undefined) yield { name, args, answer };
  }
}

const unescaped = (hex: string): string => bytesOf(hex).toString('utf8');
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
const quoted = (args: string): string[] => Array.from(args.matchAll(/"([^"]*)"/g), ([, hex = '']) => hex);
const descriptorOf = (args: string): string => /^(\d+)/.exec(args)?.[1] ?? '';

function* stepsOf(traced: Iterable<Call>, folder: string, before: ReadonlyMap<string, Buffer>): Generator<DiskStep> {
  const names = new Map<string, number>();
  const lengths = new Map<number, number>();
  const open = new Map<string, { readonly file: number | null; at: number }>();
  let files = 0;
  for (const [name, bytes] of before) {
    names.set(name, files);
    lengths.set(files++, bytes.length);
  }
  const inside = (name: string): string | null => {
    const relative = path.relative(folder, name);
    return relative.startsWith('..') || path.isAbsolute(relative) || roomOnly.test(relative) ? null : relative;
  };

  for (const { name, args, answer } of traced) {
    if (answer.startsWith('-1')) continue;
    const descriptor = descriptorOf(args);
    switch (name) {
      case 'openat': {
        const opened = inside(unescaped(quoted(args)[0] ?? ''));
        open.delete(descriptorOf(answer));
        if (opened === null) break;
        const known = names.get(opened);
        const file = known ?? (args.includes('O_CREAT') ? files++ : null);
        open.set(descriptorOf(answer), {
          file,
          at: args.includes('O_APPEND') && file !== null ? (lengths.get(file) ?? 0) : 0,
        });
        if (file === null) break;
        if (known === undefined) {
          names.set(opened, file);
          lengths.set(file, 0);
          yield { kind: 'create', path: opened, file };
        } else if (args.includes('O_TRUNC')) {
          lengths.set(file, 0);
          yield { kind: 'truncate', file, length: 0 };
        }
        break;
      }
      case 'write':
      case 'pwrite64': {
        const bytes = bytesOf(quoted(args.slice(args.indexOf(',')))[0] ?? '');
        const place = open.get(descriptor);
        if (place === undefined || place.file === null) {
          if (descriptor === '1')
            for (const line of bytes.toString('utf8').split('\n').filter(Boolean)) yield { kind: 'said', line };
          break;
        }
        assert(bytes.length === Number(answer), 'a write is recorded whole');
        const at = name === 'write' ? place.at : Number(/, (\d+)$/.exec(args)?.[1]);
        if (name === 'write') place.at += bytes.length;
        lengths.set(place.file, Math.max(lengths.get(place.file) ?? 0, at + bytes.length));
        yield { kind: 'write', file: place.file, at, bytes };
        break;
      }
      case 'ftruncate': {
        const place = open.get(descriptor);
        if (place?.file == null) break;
        const length = Number(/, (\d+)$/.exec(args)?.[1]);
        lengths.set(place.file, length);
        yield { kind: 'truncate', file: place.file, length };
        break;
      }
      case 'fsync':
      case 'fdatasync': {
        const place = open.get(descriptor);
        if (place !== undefined) yield { kind: 'flush', file: place.file };
        break;
      }
      case 'rename':
      case 'renameat':
      case 'renameat2': {
        const [from = null, to = null] = quoted(args).map((hex) => inside(unescaped(hex)));
        if (from === null || to === null) break;
        const file = names.get(from);
        assert(file !== undefined, 'what is renamed was there');
        names.delete(from);
        names.set(to, file);
        yield { kind: 'rename', from, to };
        break;
      }
      case 'unlink':
      case 'unlinkat': {
        const removed = inside(unescaped(quoted(args)[0] ?? ''));
        if (removed === null) break;
        names.delete(removed);
        yield { kind: 'remove', path: removed };
        break;
      }
      case 'mkdir': {
        const made = inside(unescaped(quoted(args)[0] ?? ''));
        if (made !== null) yield { kind: 'folder', path: made };
        break;
      }
      default:
        assert(open.get(descriptor)?.file == null, `the recorder knows every call that changes a file: ${name}`);
    }
  }
}
