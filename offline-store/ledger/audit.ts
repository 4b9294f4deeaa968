/**
 * The audit trail: every act, who did it and when, in the same transaction as the act. Entries are only ever added.
 */

import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { AuditEntry } from '../store.ts';
import { beforeFirst, type ChainedEntry, chained, nextSealKey } from './audit-chain.ts';

const AuditDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

interface AuditRow extends ChainedEntry {
  readonly link: Buffer;
  readonly seal: Buffer;
}

/** The newest entry: how far the trail goes, and its link, which vouches for all before it. */
export interface AuditHead {
  readonly sequence: number;
  readonly link: string;
}

const columns = 'sequence, at, who, act, booking_id AS bookingId, details_json AS detailsJson, link, seal';

export function auditTable(sql: Sql, linkKey: KeyObject) {
  const newest = sql.prepare<[], AuditRow>(`SELECT ${columns} FROM audit ORDER BY sequence DESC LIMIT 1`);
  const all = sql.prepare<[number], AuditRow>(`SELECT ${columns} FROM audit WHERE sequence >= ? ORDER BY sequence`);
  const linkOf = sql.prepare<[number], Buffer>('SELECT link FROM audit WHERE sequence = ?').pluck();
  const sealKey = sql.prepare<[], Buffer>('SELECT next_seal_key FROM kiosk_state').pluck();
  const insert = sql.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const evolve = sql.prepare('UPDATE kiosk_state SET next_seal_key = ?');
  const begin = sql.prepare('INSERT INTO kiosk_state (id, next_seal_key) VALUES (1, ?)');

  return {
    begin: (firstSealKey: Uint8Array) => begin.run(firstSealKey),
    hasBegun: () => sealKey.get() !== undefined,

    add(at: string, { who, act, bookingId, details }: Omit<AuditEntry, 'sequence' | 'at'>): AuditHead {
      const key = sealKey.get();
      assert(key, 'an audit trail has the key of its next seal');
      const last = newest.get();
      const detailsJson = JSON.stringify(details);
      const entry = { sequence: (last?.sequence ?? 0) + 1, at, who, act, bookingId, detailsJson };
      const link = chained(linkKey, last?.link ?? beforeFirst, entry);
      const seal = chained(key, last?.seal ?? beforeFirst, entry);
      insert.run(entry.sequence, at, who, act, bookingId, detailsJson, link, seal);
      evolve.run(nextSealKey(key));
      return { sequence: entry.sequence, link: link.toString('hex') };
    },

    all: (): readonly AuditEntry[] =>
      all.all(1).map(({ sequence, at, who, act, bookingId, detailsJson }) => ({
        sequence,
        at,
        who,
        act,
        bookingId,
        details: AuditDetails.parse(JSON.parse(detailsJson)),
      })),

    head(): AuditHead | null {
      const last = newest.get();
      return last ? { sequence: last.sequence, link: last.link.toString('hex') } : null;
    },

    /** Null when there is no such entry. */
    linkAt: (sequence: number): string | null => linkOf.get(sequence)?.toString('hex') ?? null,

    /** The first sequence from `from` on that does not follow from the one before it. */
    firstBreak(from: number, firstSealKey: Uint8Array | null): number | null {
      assert(from === 1 || firstSealKey === null, 'seals are checked from the first entry on');
      let link = linkOf.get(from - 1) ?? beforeFirst;
      let seal: Buffer = beforeFirst;
      let sealing: Uint8Array | null = firstSealKey;
      let expected = from;
      for (const row of all.iterate(from)) {
        if (row.sequence !== expected || !row.link.equals(chained(linkKey, link, row))) return expected;
        if (sealing !== null) {
          if (!row.seal.equals(chained(sealing, seal, row))) return expected;
          sealing = nextSealKey(sealing);
        }
        link = row.link;
        seal = row.seal;
        expected += 1;
      }
      const isSealKeyRight = sealing === null || sealKey.get()?.equals(sealing) === true;
      return isSealKeyRight ? null : expected;
    },
  };
}
