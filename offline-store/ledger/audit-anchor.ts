/**
 * The audit anchor: the head of the audit trail and the number of the newest write, kept outside the ledger, so that a ledger
 * that lost its newest entries is found. A cut-off tail, yesterday's copy put back, or a flipped bit in SQLite's log look whole from inside.
 *
 * Written after the commit and not flushed: after a power cut it may be behind the ledger, never ahead of it. Only one that was
 * closed in good order is known to be at its end.
 */
import fs from 'node:fs';
import { onDisk, readIfThere, writeDurably } from '../durable-file.ts';
import type { AuditHead } from './audit.ts';

/** Less than a disk sector, so that a power cut cannot leave half of it. */
const anchorBytes = 128;
const anchorLine = /^(\d{1,15}) ([0-9a-f]{64})(?: (\d{1,15}))?( closed)?\s*$/;

/** How far the ledger had come. `writeNumber`: 0 in an anchor from before writes were counted. */
export interface Reached extends AuditHead {
  readonly writeNumber: number;
}

export interface Anchor extends Reached {
  /** The ledger went no further: it was closed, and this was flushed. */
  readonly isFinal: boolean;
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
  /** `isFinal`: the ledger is known to have gone no further. */
  close(isFinal: boolean): void;
}

/** Null: there is none, or it says nothing. */
export function readAnchor(file: string): Anchor | null {
  const [, sequence, link, writeNumber = '0', closed] = anchorLine.exec(readIfThere(file) ?? '') ?? [];
  if (sequence === undefined || link === undefined) return null;
  return { sequence: Number(sequence), link, writeNumber: Number(writeNumber), isFinal: closed !== undefined };
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
    close(isFinal) {
      onDisk(() => fs.writeSync(descriptor, lineOf(current, isFinal), 0));
      onDisk(() => fs.fsyncSync(descriptor));
      onDisk(() => fs.closeSync(descriptor));
    },
  };
}

function lineOf({ sequence, link, writeNumber }: Reached, isFinal = false): string {
  return `${sequence} ${link} ${writeNumber}${isFinal ? ' closed' : ''}`.padEnd(anchorBytes - 1).concat('\n');
}
