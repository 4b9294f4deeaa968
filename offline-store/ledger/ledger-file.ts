/**
 * The shape of `ledger.db`: check-ins, specimens, papers, print attempts, outbox, audit, staff, tasks.
 *
 * No name of a patient, no date of birth and no NHS number has a place here. Every commit rewrites whole pages, so tables
 * are keyed such that what one check-in writes lies together, and few indexes exist. Words are checked with OR, because
 * SQLite builds a table in memory, with each row that is written, for an IN of three words or more.
 */
import type { FileKind } from '../migrations.ts';
import {
  attemptSerial,
  closedDays,
  collections,
  continuationHeaders,
  outboxPending,
  paperStateBefore,
  retiredIdentifiers,
  visitMarks,
  writeNumber,
} from './later-shapes.ts';

const firstShape = `
CREATE TABLE check_ins (
  -- The clinic day and the ticket number as one number, 2611210007: one ticket number is given once a day. Without the
  -- century, so that what is built on it below stays exact in JavaScript's numbers.
  number        INTEGER PRIMARY KEY,
  -- One booking is checked in once, however often and from wherever.
  booking_id    TEXT NOT NULL UNIQUE CHECK (length(booking_id) BETWEEN 1 AND 200),
  visit_id      TEXT NOT NULL CHECK (length(visit_id) BETWEEN 1 AND 200),
  clinic_day    TEXT NOT NULL CHECK (clinic_day GLOB '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  ticket_number INTEGER NOT NULL CHECK (ticket_number BETWEEN 1 AND 9999),
  visit_code    TEXT NOT NULL CHECK (length(visit_code) = 2),
  arrived_at    TEXT NOT NULL,
  found_by      TEXT NOT NULL CHECK (found_by = 'scan' OR found_by = 'nhs-number' OR found_by = 'staff'),
  held_back_json TEXT NOT NULL,
  CHECK (number = CAST(replace(substr(clinic_day, 3), '-', '') AS INTEGER) * 10000 + ticket_number)
) STRICT;

CREATE TABLE specimens (
  -- The check-in and the place in its set as one number.
  number        INTEGER PRIMARY KEY,
  check_in      INTEGER NOT NULL REFERENCES check_ins (number),
  place         INTEGER NOT NULL CHECK (place BETWEEN 1 AND 99),
  tube          TEXT NOT NULL,
  discipline    TEXT NOT NULL,
  -- Once ever: two tubes with one number are two patients' results in one report.
  identifier    TEXT NOT NULL UNIQUE CHECK (length(identifier) BETWEEN 4 AND 16 AND identifier NOT GLOB '*[^A-Z0-9-]*'),
  identifier_source TEXT NOT NULL
    CHECK (identifier_source = 'order-specimen' OR identifier_source = 'order-accession'
      OR identifier_source = 'requisition-and-suffix' OR identifier_source = 'reserved-range'),
  tests_json       TEXT NOT NULL,
  request_ids_json TEXT NOT NULL,
  handling_json    TEXT NOT NULL,
  CHECK (number = check_in * 100 + place)
) STRICT;

CREATE TABLE papers (
  -- The check-in, the place in its set (0 the header, then the specimens, 100 the ticket) and the copy as one number.
  number      INTEGER PRIMARY KEY,
  -- Without an index: what is looked for is nearly always of today, and is looked for from the newest on.
  id          TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 200),
  check_in    INTEGER NOT NULL REFERENCES check_ins (number),
  kind        TEXT NOT NULL CHECK (kind = 'header-label' OR kind = 'specimen-label' OR kind = 'queue-ticket'),
  specimen    INTEGER REFERENCES specimens (number),
  copy        INTEGER NOT NULL CHECK (copy BETWEEN 0 AND 99),
  -- Which state may follow which: paper-moves.ts.
  state       TEXT NOT NULL
    CHECK (state = 'waiting' OR state = 'sending' OR state = 'printed' OR state = 'sent' OR state = 'uncertain'
      OR state = 'refused' OR state = 'voided' OR state = 'spoiled'),
  state_since TEXT NOT NULL,
  -- The order of printing, over all visits.
  sequence    INTEGER NOT NULL,
  CHECK ((kind = 'specimen-label') = (specimen IS NOT NULL)),
  CHECK (number = check_in * 100000 + copy
    + 100 * CASE kind WHEN 'header-label' THEN 0 WHEN 'queue-ticket' THEN 100 ELSE specimen - check_in * 100 END)
) STRICT;
CREATE INDEX papers_waiting ON papers (sequence) WHERE state = 'waiting';
CREATE INDEX papers_being_sent ON papers (sequence) WHERE state = 'sending';

-- One live label for one specimen. Triggers and not an index, which every check-in would have to write.
CREATE TRIGGER one_live_label_when_added BEFORE INSERT ON papers
WHEN NEW.specimen IS NOT NULL AND EXISTS (
  SELECT 1 FROM papers WHERE number BETWEEN NEW.number - NEW.copy AND NEW.number - NEW.copy + 99
    AND state IN ('waiting', 'sending', 'printed', 'sent', 'uncertain'))
BEGIN SELECT RAISE(ABORT, 'a specimen has one live label'); END;
CREATE TRIGGER one_live_label_when_changed BEFORE UPDATE OF state ON papers
WHEN NEW.specimen IS NOT NULL AND OLD.state IN ('voided', 'spoiled', 'refused')
  AND NEW.state IN ('waiting', 'sending', 'printed', 'sent', 'uncertain') AND EXISTS (
  SELECT 1 FROM papers WHERE number BETWEEN NEW.number - NEW.copy AND NEW.number - NEW.copy + 99
    AND number <> NEW.number AND state IN ('waiting', 'sending', 'printed', 'sent', 'uncertain'))
BEGIN SELECT RAISE(ABORT, 'a specimen has one live label'); END;

CREATE TABLE print_attempts (
  paper           INTEGER NOT NULL REFERENCES papers (number),
  number          INTEGER NOT NULL CHECK (number >= 1),
  printer         TEXT NOT NULL,
  token           TEXT NOT NULL,
  odometer_before INTEGER,
  started_at      TEXT NOT NULL,
  PRIMARY KEY (paper, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  -- The check-in and the kind of event as one number: each is owed once.
  number      INTEGER PRIMARY KEY,
  check_in    INTEGER NOT NULL REFERENCES check_ins (number),
  kind        TEXT NOT NULL CHECK (kind IN ('arrived')),
  -- Without an index, as the ids of papers.
  event_id    TEXT NOT NULL CHECK (length(event_id) BETWEEN 1 AND 200),
  occurred_at TEXT NOT NULL,
  attempts    INTEGER NOT NULL CHECK (attempts >= 0),
  next_attempt_at TEXT,
  state       TEXT NOT NULL
    CHECK (state = 'pending' OR state = 'applied' OR state = 'merged' OR state = 'conflict' OR state = 'set-aside'),
  CHECK (number = check_in * 10 + CASE kind WHEN 'arrived' THEN 1 END)
) STRICT;

CREATE TABLE reserved_numbers (
  prefix     TEXT NOT NULL,
  digits     INTEGER NOT NULL CHECK (digits BETWEEN 1 AND 15),
  number     INTEGER NOT NULL CHECK (number >= 0),
  -- The same text may come of another prefix with other digits: it is given once all the same.
  identifier TEXT NOT NULL UNIQUE,
  PRIMARY KEY (prefix, digits, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  sequence     INTEGER PRIMARY KEY,
  at           TEXT NOT NULL,
  who          TEXT NOT NULL CHECK (length(who) BETWEEN 1 AND 200),
  act          TEXT NOT NULL CHECK (length(act) BETWEEN 1 AND 200),
  booking_id   TEXT,
  details_json TEXT NOT NULL,
  -- Two chains over the same entries: see audit-chain.ts.
  link         BLOB NOT NULL CHECK (length(link) = 32),
  seal         BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END;

-- One row, so that what changes with most writes shares a page.
CREATE TABLE kiosk_state (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  -- The newest audit entry, which the trail must end with.
  audit_sequence  INTEGER NOT NULL,
  audit_link      BLOB NOT NULL CHECK (length(audit_link) = 32),
  next_seal_key   BLOB NOT NULL CHECK (length(next_seal_key) = 32),
  paper_sequence  INTEGER NOT NULL DEFAULT 0,
  guessing_json   TEXT
) STRICT;

CREATE TABLE staff (
  staff_id     TEXT PRIMARY KEY CHECK (length(staff_id) BETWEEN 1 AND 200),
  name         TEXT NOT NULL,
  badge_mac    TEXT NOT NULL UNIQUE,
  pin_hash     TEXT NOT NULL,
  is_disabled  INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
  failed_tries INTEGER NOT NULL CHECK (failed_tries >= 0),
  locked_until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  booking_id  TEXT,
  matter_json TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  ended_at    TEXT,
  answer      TEXT CHECK (answer IN ('it-is-there', 'it-is-not-there', 'it-is-spoiled', 'done')),
  ended_by    TEXT,
  CHECK ((ended_at IS NULL) = (answer IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
-- The same matter is one task while it is open, however often it is found.
CREATE UNIQUE INDEX open_tasks ON tasks (ifnull(booking_id, ''), matter_json) WHERE ended_at IS NULL;
`;

export const ledgerFile: FileKind = {
  applicationId: 0x504b4c31,
  pageBytes: 1024,
  logBytesMax: 400_000,
  isDurable: true,
  migrations: [
    { version: 1, sql: firstShape },
    { version: 2, sql: visitMarks },
    { version: 3, sql: outboxPending },
    { version: 4, sql: attemptSerial },
    { version: 5, sql: paperStateBefore },
    { version: 6, sql: continuationHeaders },
    { version: 7, sql: collections },
    { version: 8, sql: retiredIdentifiers },
    { version: 9, sql: writeNumber },
    { version: 10, sql: closedDays },
  ],
};
