/**
 * The audit anchor: the head of the audit trail and the number of the newest write, kept outside the ledger, so that a ledger
 * that lost its newest entries is found. A cut-off tail, yesterday's copy put back, or a flipped bit in SQLite's log look whole from inside.
 *
 * Written after the commit and not flushed: after a power cut it may be behind the ledger, never ahead of it.
 */
import fs from 'node:fs';
import { onDisk, readIfThere, writeDurably } from '../durable-file.ts';
import type { AuditHead } from './audit.ts';

/** Less than a disk sector, so that a power cut cannot leave half of it. */
const anchorBytes = 128;
const anchorLine = /^(\d{1,15}) ([0-9a-f]{64})(?: (\d{1,15}))?\s*$/;

/** How far the ledger had come. `writeNumber`: 0 in an anchor from before writes were counted. */
export interface Reached extends AuditHead {
  readonly writeNumber: number;
}

/** What the anchor compares itself with. */
interface Trail {
  readonly audit: { linkAt(sequence: number): string | null };
  readonly writeNumber: { get(): number };
}

export interface AuditAnchor {
  /** A disk that refuses leaves it where it was: behind. */
  moveTo(head: AuditHead | null, writeNumber: number): void;
  /** The first entry that the anchor knows and the trail has not, or null. */
  firstLost(trail: Trail['audit']): number | null;
  close(): void;
}

/** Null: there is none, or it says nothing. */
export function readAnchor(file: string): Reached | null {
  const [, sequence, link, writeNumber = '0'] = anchorLine.exec(readIfThere(file) ?? '') ?? [];
  if (sequence === undefined || link === undefined) return null;
  return { sequence: Number(sequence), link, writeNumber: Number(writeNumber) };
}

export function agrees(anchor: Reached | null, { audit, writeNumber }: Trail): boolean {
  if (anchor === null) return true;
  return audit.linkAt(anchor.sequence) === anchor.link && writeNumber.get() >= anchor.writeNumber;
}

export function writeAnchor(file: string, reached: Reached): void {
  writeDurably(file, lineOf(reached));
}

export function openAnchor(file: string, reached: Reached): AuditAnchor {
  writeAnchor(file, reached);
  const descriptor = fs.openSync(file, 'r+');
  let current = reached;
  return {
    moveTo(head, writeNumber) {
      current = { ...(head ?? current), writeNumber };
      onDisk(() => fs.writeSync(descriptor, lineOf(current), 0));
    },
    firstLost: (trail) => (trail.linkAt(current.sequence) === current.link ? null : current.sequence),
    close() {
      onDisk(() => fs.fsyncSync(descriptor));
      onDisk(() => fs.closeSync(descriptor));
    },
  };
}

function lineOf({ sequence, link, writeNumber }: Reached): string {
  return `${sequence} ${link} ${writeNumber}`.padEnd(anchorBytes - 1).concat('\n');
}
