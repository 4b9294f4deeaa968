/**
 * Makes the next write to an open file of this very process fail, as a disk would: its descriptor is closed and its number given
 * to something that cannot be written. Linux only, where a process can see its descriptors.
 */
import fs from 'node:fs';
import { assert } from '../../clinic/assert.ts';

export function breakWritesTo(file: string): void {
  const descriptors = fs
    .readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => targetOf(descriptor) === fs.realpathSync(file));
  assert(descriptors.length > 0, `${file} is open in this process`);
  for (const descriptor of descriptors) {
    fs.closeSync(descriptor);
    // The system gives the lowest number that is free; those below it are taken until it comes.
    const taken: number[] = [];
    for (;;) {
      const opened = fs.openSync('/dev/null', 'r');
      if (opened === descriptor) break;
      taken.push(opened);
    }
    for (const other of taken) fs.closeSync(other);
  }
}

function targetOf(descriptor: number): string | null {
  const link = `/proc/self/fd/${descriptor}`;
  return fs.existsSync(link) ? fs.readlinkSync(link) : null;
}
