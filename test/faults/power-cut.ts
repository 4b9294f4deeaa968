/**
 * Every disk that a power cut may leave: after each recorded step, what was flushed is there, and of what was not any part may be.
 *
 * A sector of 512 bytes is written whole or not at all, and unflushed sectors in any order. Names (create, rename, remove) reach
 * the disk in their order, and with the next flush of anything, as journalled file systems do.
 */
import fs from 'node:fs';
import path from 'node:path';
import { randomFrom, upToFrom } from '../chance.ts';
import type { DiskStep, Recording } from './system-calls.ts';

const sectorBytes = 512;

export interface DiskImage {
  /** How many steps had been made. */
  readonly steps: number;
  readonly what: 'nothing unflushed' | 'everything written' | `some sectors, seed ${number}`;
  /** What the process had said before the cut. */
  readonly said: readonly string[];
  /** Makes the disk as it is found. */
  writeTo(folder: string): void;
}

type Change = Extract<DiskStep, { kind: 'write' | 'truncate' }>;
type NameChange = Extract<DiskStep, { kind: 'create' | 'rename' | 'remove' | 'folder' }>;

interface FileOnDisk {
  bytes: Buffer;
  pending: Change[];
}

/** @param scatteredPerStep how many images with a random part of the unflushed sectors each step gives. */
export function* imagesOf({ before, steps }: Recording, scatteredPerStep: number): Generator<DiskImage> {
  const files = new Map<number, FileOnDisk>();
  const names = new Map<string, number>();
  const said: string[] = [];
  let pendingNames: NameChange[] = [];
  for (const [name, bytes] of before) {
    names.set(name, files.size);
    files.set(files.size, { bytes, pending: [] });
  }
  for (const [index, step] of steps.entries()) {
    switch (step.kind) {
      case 'said':
        said.push(step.line);
        break;
      case 'flush': {
        const file = step.file === null ? undefined : files.get(step.file);
        if (file !== undefined) file.bytes = file.pending.splice(0).reduce(changed, file.bytes);
        for (const change of pendingNames) rename(names, change);
        pendingNames = [];
        break;
      }
      case 'write':
      case 'truncate':
        files.get(step.file)?.pending.push(step);
        break;
      case 'create':
        files.set(step.file, { bytes: Buffer.alloc(0), pending: [] });
        pendingNames.push(step);
        break;
      default:
        pendingNames.push(step);
    }
    const isPending = pendingNames.length > 0 || [...files.values()].some(({ pending }) => pending.length > 0);
    const base = { steps: index + 1, said: [...said] };
    const image = (what: DiskImage['what'], keep: () => boolean, namesKept: number): DiskImage => {
      const found = contents(names, pendingNames.slice(0, namesKept), files, keep);
      return { ...base, what, writeTo: (folder) => write(folder, found) };
    };
    yield image('nothing unflushed', () => false, 0);
    // A flush changes nothing of what there may be besides.
    if (!isPending || step.kind === 'flush') continue;
    yield image('everything written', () => true, pendingNames.length);
    for (let scattered = 0; scattered < scatteredPerStep; scattered += 1) {
      const seed = index * scatteredPerStep + scattered;
      const random = randomFrom(seed);
      yield image(`some sectors, seed ${seed}`, () => random() < 0.5, upToFrom(random)(pendingNames.length + 1));
    }
  }
}

function contents(
  names: ReadonlyMap<string, number>,
  applied: readonly NameChange[],
  files: ReadonlyMap<number, FileOnDisk>,
  keep: () => boolean,
): ReadonlyMap<string, Buffer> {
  const found = new Map(names);
  for (const change of applied) rename(found, change);
  return new Map(
    Array.from(found, ([name, number]) => {
      const { bytes, pending } = files.get(number) ?? { bytes: Buffer.alloc(0), pending: [] };
      return [name, pending.flatMap((change) => keptPart(change, keep)).reduce(changed, bytes)];
    }),
  );
}

/** The sectors of one write that reached the disk. */
function keptPart(change: Change, keep: () => boolean): readonly Change[] {
  if (change.kind === 'truncate') return keep() ? [change] : [];
  const parts: Change[] = [];
  for (let from = 0; from < change.bytes.length; ) {
    const toSectorEnd = sectorBytes - ((change.at + from) % sectorBytes);
    const bytes = change.bytes.subarray(from, from + toSectorEnd);
    if (keep()) parts.push({ ...change, at: change.at + from, bytes });
    from += bytes.length;
  }
  return parts;
}

function changed(bytes: Buffer, change: Change): Buffer {
  const length = change.kind === 'truncate' ? change.length : Math.max(bytes.length, change.at + change.bytes.length);
  const after = Buffer.alloc(length);
  bytes.copy(after, 0, 0, Math.min(bytes.length, length));
  if (change.kind === 'write') change.bytes.copy(after, change.at);
  return after;
}

function rename(names: Map<string, number>, change: NameChange): void {
  if (change.kind === 'create') names.set(change.path, change.file);
  if (change.kind === 'remove') names.delete(change.path);
  if (change.kind !== 'rename') return;
  const file = names.get(change.from);
  if (file === undefined) return;
  names.delete(change.from);
  names.set(change.to, file);
}

function write(folder: string, found: ReadonlyMap<string, Buffer>): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of found) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), bytes, { mode: 0o600 });
  }
}
