/** The tables of one open ledger. */
import { createSecretKey } from 'node:crypto';
import type { Database } from '../database.ts';
import { auditTable } from './audit.ts';
import { checkInsTable } from './check-ins.ts';
import { collectionsTable } from './collections.ts';
import { guessingTable } from './guessing.ts';
import { kioskStateTable } from './kiosk-state.ts';
import { outboxTable } from './outbox.ts';
import { paperProgressTable } from './paper-progress.ts';
import { papersTable } from './papers.ts';
import { reservedNumbersTable } from './reserved-numbers.ts';
import { retentionTable } from './retention.ts';
import { staffTable } from './staff.ts';
import { tasksTable } from './tasks.ts';
import { ticketNumbers } from './ticket-numbers.ts';

export type LedgerTables = ReturnType<typeof ledgerTables>;

export function ledgerTables({ sql }: Database, auditLinkKey: Uint8Array) {
  const checkIns = checkInsTable(sql);
  const kioskState = kioskStateTable(sql);
  const reservedNumbers = reservedNumbersTable(sql, checkIns.isIdentifierUsed);
  return {
    checkIns,
    tickets: ticketNumbers({ checkIns, reservedNumbers }),
    papers: papersTable(sql),
    progress: paperProgressTable(sql),
    reservedNumbers,
    outbox: outboxTable(sql),
    collections: collectionsTable(sql),
    audit: auditTable(sql, createSecretKey(auditLinkKey)),
    staff: staffTable(sql),
    tasks: tasksTable(sql),
    guessing: guessingTable(sql),
    retention: retentionTable(sql),
    kioskState,
    writeNumber: { get: kioskState.writeNumber },
  };
}
