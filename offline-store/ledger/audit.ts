/**
 * The audit trail: every act, who did it and when, in the same transaction as the act. Entries are only ever added.
 */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { assert } from '../../clinic/assert.ts';
import type { Sql } from '../database.ts';
import type { AuditEntry } from '../store.ts';
import { beforeFirst, type ChainedEntry, linkOf, nextSealKey, sealOf } from './audit-chain.ts';

const AuditDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

interface AuditRow extends ChainedEntry {
  readonly link: Buffer;
  readonly seal: Buffer;
}

/** Where the trail stands: its newest entry, and the key of the next seal. */
export interface TrailEnd {
  readonly sequence: number;
  readonly link: Buffer;
  readonly sealKey: Buffer;
}

/** The newest entry: how far the trail goes, and its link, which vouches for all before it. */
export interface AuditHead {
  readonly sequence: number;
  readonly link: string;
}

type NewEntry = Omit<AuditEntry, 'sequence' | 'at'>;

export const headOf = ({ sequence, link }: TrailEnd): AuditHead => ({ sequence, link: link.toString('hex') });

const columns = 'sequence, at, who, act, booking_id AS bookingId, details_json AS detailsJson, link, seal';

/** More than two busy days have. */
const entriesLookedBackOn = 20_000;

function entryOf({ sequence, at, who, act, bookingId, detailsJson }: AuditRow): AuditEntry {
  return { sequence, at, who, act, bookingId, details: AuditDetails.parse(JSON.parse(detailsJson)) };
}

export function auditTable(sql: Sql, linkKey: KeyObject) {
  const state = sql.prepare<[], TrailEnd>(
    'SELECT audit_sequence AS sequence, audit_link AS link, next_seal_key AS sealKey FROM kiosk_state',
  );
  const setState = sql.prepare('UPDATE kiosk_state SET audit_sequence = ?, audit_link = ?, next_seal_key = ?');
  const begin = sql.prepare(
    'INSERT INTO kiosk_state (id, audit_sequence, audit_link, next_seal_key) VALUES (1, 0, ?, ?)',
  );
  const insert = sql.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const all = sql.prepare<[number], AuditRow>(`SELECT ${columns} FROM audit WHERE sequence >= ? ORDER BY sequence`);
  const lately = `SELECT ${columns} FROM audit
     WHERE sequence > max(?, (SELECT max(sequence) FROM audit) - ${entriesLookedBackOn})`;
  const ofActs = sql.prepare<[number, string], AuditRow>(
    `${lately} AND act IN (SELECT value FROM json_each(?)) ORDER BY sequence DESC`,
  );
  const newestOf = sql.prepare<[number, string], AuditRow>(`${lately} AND act = ? ORDER BY sequence DESC LIMIT 1`);
  const newestAt = sql.prepare<[], string>('SELECT at FROM audit ORDER BY sequence DESC LIMIT 1').pluck();
  const storedLink = sql.prepare<[number], Buffer>('SELECT link FROM audit WHERE sequence = ?').pluck();

  /** Where the trail ends then is for the caller to keep, in the same transaction. */
  function append(last: TrailEnd, at: string, { who, act, bookingId, details }: NewEntry): TrailEnd {
    const sequence = last.sequence + 1;
    const detailsJson = JSON.stringify(details);
    const link = linkOf(linkKey, last.link, { sequence, at, who, act, bookingId, detailsJson });
    insert.run(sequence, at, who, act, bookingId, detailsJson, link, sealOf(last.sealKey, link));
    return { sequence, link, sealKey: nextSealKey(last.sealKey) };
  }

  return {
    begin: (firstSealKey: Uint8Array) => begin.run(beforeFirst, firstSealKey),
    hasBegun: () => state.get() !== undefined,

    append,
    /** For what is no write of the ledger: a write keeps the end of the trail itself. */
    add(at: string, entry: NewEntry): AuditHead {
      const last = state.get();
      assert(last, 'an audit trail has begun before it is added to');
      const end = append(last, at, entry);
      setState.run(end.sequence, end.link, end.sealKey);
      return headOf(end);
    },

    all: (): readonly AuditEntry[] => all.all(1).map(entryOf),
    /** Of these acts, newest first; of some days, so that it takes no longer with the years. @param after a sequence */
    lately: (acts: readonly string[], after = 0): readonly AuditEntry[] =>
      ofActs.all(after, JSON.stringify(acts)).map(entryOf),
    newest(act: string): AuditEntry | null {
      const row = newestOf.get(0, act);
      return row === undefined ? null : entryOf(row);
    },

    /** When the newest entry was written. */
    lastAt: (): string | null => newestAt.get() ?? null,

    head(): AuditHead {
      const last = state.get();
      assert(last, 'an audit trail has begun before it is asked for its head');
      return headOf(last);
    },

    /** Null when there is no such entry. */
    linkAt: (sequence: number): string | null => storedLink.get(sequence)?.toString('hex') ?? null,

    /** The first sequence from `from` on that does not follow from the one before it, or is missing at the end. */
    firstBreak(from: number, firstSealKey: Uint8Array | null): number | null {
      assert(from === 1 || firstSealKey === null, 'seals are checked from the first entry on');
      let link = storedLink.get(from - 1) ?? beforeFirst;
      let sealKey: Uint8Array | null = firstSealKey;
      let expected = from;
      for (const row of all.iterate(from)) {
        if (row.sequence !== expected || !row.link.equals(linkOf(linkKey, link, row))) return expected;
        if (sealKey !== null && !row.seal.equals(sealOf(sealKey, row.link))) return expected;
        if (sealKey !== null) sealKey = nextSealKey(sealKey);
        link = row.link;
        expected += 1;
      }
      const end = state.get();
      const isWhole = end?.sequence === expected - 1 && end.link.equals(link);
      return isWhole && (sealKey === null || end.sealKey.equals(sealKey)) ? null : expected;
    },
  };
}
