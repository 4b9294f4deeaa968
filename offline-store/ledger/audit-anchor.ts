/**
 * The audit anchor: the head of the audit trail, kept outside the ledger, so that a ledger that lost its newest entries is
 * found. A cut-off tail, yesterday's copy put back, or a flipped bit in SQLite's log look whole from inside.
 *
 * Written after the commit and not flushed: after a power cut it may be behind the ledger, never ahead of it.
 */
import fs from 'node:fs';
import { onDisk, readIfThere, writeDurably } from '../durable-file.ts';
import type { AuditHead } from './audit.ts';

/** Less than a disk sector, so that a power cut cannot leave half of it. */
const anchorBytes = 128;
const anchorLine = /^(\d{1,15}) ([0-9a-f]{64})\s*$/;

/** What the anchor compares itself with. */
interface Trail {
  linkAt(sequence: number): string | null;
}

export interface AuditAnchor {
  /** A disk that refuses leaves it where it was: behind. */
  moveTo(head: AuditHead): void;
  /** The first entry that the anchor knows and the trail has not, or null. */
  firstLost(trail: Trail): number | null;
  close(): void;
}

/** Null: there is none, or it says nothing. */
export function readAnchor(file: string): AuditHead | null {
  const [, sequence, link] = anchorLine.exec(readIfThere(file) ?? '') ?? [];
  return sequence === undefined || link === undefined ? null : { sequence: Number(sequence), link };
}

export function agrees(anchor: AuditHead | null, trail: Trail): boolean {
  return anchor === null || trail.linkAt(anchor.sequence) === anchor.link;
}

export function openAnchor(file: string, head: AuditHead): AuditAnchor {
  writeDurably(file, lineOf(head));
  const descriptor = fs.openSync(file, 'r+');
  let current = head;
  return {
    moveTo(next) {
      onDisk(() => fs.writeSync(descriptor, lineOf(next), 0));
      current = next;
    },
    firstLost: (trail) => (agrees(current, trail) ? null : current.sequence),
    close() {
      onDisk(() => fs.fsyncSync(descriptor));
      onDisk(() => fs.closeSync(descriptor));
    },
  };
}

function lineOf({ sequence, link }: AuditHead): string {
  return `${sequence} ${link}`.padEnd(anchorBytes - 1).concat('\n');
}
