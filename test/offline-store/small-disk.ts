/** A disk of its own that is full soon: a tmpfs, mounted for one test. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { newFolder } from './store-clinic.ts';

const fillerName = 'somebody-elses-file';
const chunkBytes = 4096;

interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that there is. */
  fill(): void;
  /** Gives it back. */
  makeRoom(): void;
}

export function smallDisk(megabytes: number): SmallDisk {
  const folder = newFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  assert(
    mounted.status === 0,
    `this test needs a small disk and may mount none (it has to run as root on Linux): ${mounted.stderr}`,
  );
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const filler = path.join(folder, fillerName);
  return {
    folder,
    fill() {
      const descriptor = fs.openSync(filler, 'a');
      const chunk = Buffer.alloc(chunkBytes);
      while (fs.statfsSync(folder).bavail > 0) fs.writeSync(descriptor, chunk);
      fs.closeSync(descriptor);
    },
    makeRoom: () => fs.rmSync(filler, { force: true }),
  };
}
