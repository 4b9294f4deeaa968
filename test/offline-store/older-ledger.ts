/**
 * A store as an earlier version of this program left it: the ledger made by the first so many migrations of the real list, with
 * rows of that shape put in by SQL, and an anchor as it was written then.
 */
import { createSecretKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { assert } from '../../clinic/assert.ts';
import { openDatabase, type Sql } from '../../offline-store/database.ts';
import { auditTable } from '../../offline-store/ledger/audit.ts';
import { ledgerFile } from '../../offline-store/ledger/ledger-file.ts';
import { deriveKey } from '../../offline-store/store-key.ts';
import { newFolder, nowText, today } from './store-clinic.ts';

type Row = Readonly<Record<string, string | number | null>>;

const checkIn = 2611230001;
const specimen = checkIn * 100 + 1;
const label = checkIn * 100_000 + 100;
const header = checkIn * 100_000;
const staff = { staff_id: 'staff-1', name: 'Robin Fennel', badge_mac: 'mac', pin_hash: 'hash', is_disabled: 0 };

/** What a version kept, table by table; columns that it did not have yet are left out. */
function rowsOf(version: number): readonly (readonly [table: string, row: Row])[] {
  const since = (first: number, row: Row): Row => (version >= first ? row : {});
  const visit = { booking_id: 'b1', visit_id: 'V1X', clinic_day: today, ticket_number: 1, visit_code: 'K7' };
  const found = { arrived_at: nowText, found_by: 'scan', held_back_json: '[]' };
  const marks = { patient_mark: 'a'.repeat(32), order_mark: 'b'.repeat(32) };
  const tube = { place: 1, tube: 'EDTA', discipline: 'haematology', identifier: 'V1X-1' };
  const tests = { tests_json: '["fbc"]', request_ids_json: '["r1"]', handling_json: '["ice"]' };
  const paper = { check_in: checkIn, copy: 0, state_since: nowText };
  const event = { check_in: checkIn, kind: 'arrived', event_id: 'event-1', occurred_at: nowText, attempts: 2 };
  const attempt = {
    paper: label,
    number: 1,
    printer: 'labels',
    token: 'ABCD',
    odometer_before: 41,
    started_at: nowText,
  };
  return [
    ['check_ins', { number: checkIn, ...visit, ...found, ...since(2, marks) }],
    ['specimens', { number: specimen, check_in: checkIn, ...tube, identifier_source: 'order-specimen', ...tests }],
    ['papers', { ...paper, number: header, id: 'header', kind: 'header-label', state: 'printed', sequence: 1 }],
    [
      'papers',
      { ...paper, number: label, id: 'label', kind: 'specimen-label', specimen, state: 'sending', sequence: 2 },
    ],
    ['print_attempts', { ...attempt, ...since(4, { serial: '50J01' }) }],
    ['outbox', { number: checkIn * (version >= 7 ? 100 : 10) + 1, ...event, state: 'pending' }],
    ['reserved_numbers', { prefix: 'PK', digits: 6, number: 7, identifier: 'PK000007' }],
    ['staff', { ...staff, failed_tries: 1, locked_until: null }],
    [
      'tasks',
      {
        id: 'task-1',
        booking_id: 'b1',
        matter_json: '{"kind":"transfusion-by-hand","tests":["gs"]}',
        opened_at: nowText,
      },
    ],
    ...(version >= 6 ? [['continuation_headers', { paper: header, continues: header }] as const] : []),
    ...(version >= 7 ? collectionRows : []),
    ...(version >= 8 ? [['retired_identifiers', { identifier: 'OLD-1' }] as const] : []),
    ...(version >= 10 ? [['closed_days', { clinic_day: '2026-11-20' }] as const] : []),
  ];
}

const collectionRows = [
  [
    'outbox',
    {
      number: checkIn * 100 + 3,
      check_in: checkIn,
      kind: 'collected',
      event_id: 'event-2',
      occurred_at: nowText,
      attempts: 0,
      state: 'pending',
    },
  ],
  ['collections', { specimen, event: checkIn * 100 + 3, collected_at: nowText, collected_by: 'staff-1', is_sent: 0 }],
  ['upstream_bookings', { check_in: checkIn, booking_id: 'upstream-1' }],
] as const;

/** The folder of a store whose ledger is of this version. */
export function olderLedger(version: number): string {
  const folder = newFolder();
  const storeKey = Buffer.alloc(32, 5);
  fs.writeFileSync(path.join(folder, 'store.key'), `${storeKey.toString('hex')}\n`);
  const kind = { ...ledgerFile, migrations: ledgerFile.migrations.slice(0, version) };
  const opened = openDatabase({ file: path.join(folder, 'ledger.db'), key: deriveKey(storeKey, 'ledger'), kind });
  assert(opened.ok, 'a ledger of an earlier version is made');
  const { sql, write, close } = opened.value;
  const audit = auditTable(sql, createSecretKey(deriveKey(storeKey, 'audit-link')));
  const head = write(() => {
    audit.begin(Buffer.alloc(32, 6));
    audit.add(nowText, { who: 'kiosk', act: 'ledger-created', bookingId: null, details: {} });
    for (const [table, row] of rowsOf(version)) insert(sql, table, row);
    sql.exec(`UPDATE kiosk_state SET paper_sequence = 2, guessing_json = '{"misses":3,"restingUntil":null}'`);
    if (version >= 9) sql.exec('UPDATE kiosk_state SET write_number = 4');
    return audit.add(nowText, { who: 'patient', act: 'check-in', bookingId: 'b1', details: { ticketNumber: 1 } });
  });
  close();
  fs.writeFileSync(path.join(folder, 'audit-anchor'), `${head.sequence} ${head.link}`.padEnd(127).concat('\n'));
  return folder;
}

function insert(sql: Sql, table: string, row: Row): void {
  const columns = Object.keys(row);
  sql.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => '?')})`).run(...Object.values(row));
}
