/** Builds the library that stands in for winspool.drv, and reads what it was asked. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as koffi from 'koffi';

interface Winspool {
  /** The path of the library. */
  readonly library: string;
  /** What it was asked since the last time, one line a call. */
  calls(): readonly string[];
  remove(): void;
}

export function buildWinspool(): Winspool {
  const source = fileURLToPath(new URL('./winspool/winspool.c', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'winspool-'));
  const library = join(folder, 'winspool.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-Wall', '-Werror', '-o', library, source]);
  const loaded = koffi.load(library);
  const said = loaded.func('winspool_calls', 'str', []);
  const forget = loaded.func('winspool_forget', 'void', []);
  return {
    library,
    calls() {
      const calls = String(said()).split('\n').filter(Boolean);
      forget();
      return calls;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
