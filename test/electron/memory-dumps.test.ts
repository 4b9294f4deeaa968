/** S13: a process of ours that crashes, on a system that keeps what was in its memory. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tracesIn } from './traces.ts';

const module = new URL('../../electron/memory-dumps.ts', import.meta.url).href;

/** Knows a name, which stands nowhere in its program, starts another process, and crashes. */
const program = `
  import { execFileSync } from 'node:child_process';
  import { keepMemoryOutOfDumps } from '${module}';
  keepMemoryOutOfDumps([process.pid]);
  globalThis.patient = ['Quill', 'feather'].join('').toUpperCase();
  globalThis.asBytes = Buffer.from(globalThis.patient);
  process.stdout.write(execFileSync('cat', ['/proc/self/coredump_filter']));
  process.abort();
`;

const onLinux = { skip: process.platform !== 'linux' };

test('S13: a crash leaves no name in a core dump, and what is started takes after it', onLinux, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const command = 'ulimit -c "$(ulimit -H -c)"; exec "$0" "$@"';
  const args = ['-c', command, process.execPath, '--input-type=module', '-e', program];
  const { stdout, signal } = spawnSync('bash', args, { cwd: folder, encoding: 'utf8' });
  expect({ filter: stdout.trim(), signal }).toEqual({ filter: '00000000', signal: 'SIGABRT' });
  expect(tracesIn(folder, ['QUILLFEATHER'])).toEqual([]);
});
