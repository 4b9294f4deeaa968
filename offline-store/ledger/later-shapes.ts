/**
 * How the shape of `ledger.db` changed since its first (ledger-file.ts), in order. A text that a clinic's file has run is never edited.
 */

/** Keyed hashes of who was checked in and of the order, by which a later change upstream is noticed. */
export const visitMarks = `
ALTER TABLE check_ins ADD COLUMN patient_mark TEXT NOT NULL DEFAULT '';
ALTER TABLE check_ins ADD COLUMN order_mark TEXT NOT NULL DEFAULT '';
`;

/** What is still owed is asked for all day, among entries of years. */
export const outboxPending = `
CREATE INDEX outbox_pending ON outbox (number) WHERE state = 'pending';
`;

/** A printer that was exchanged while it had a label is known by its number, whatever its count of labels says. */
export const attemptSerial = `
ALTER TABLE print_attempts ADD COLUMN serial TEXT;
`;

/** A void paper that came out has to be destroyed; one that never did is nowhere. */
export const paperStateBefore = `
ALTER TABLE papers ADD COLUMN state_before TEXT
  CHECK (state_before IS NULL OR state_before = 'waiting' OR state_before = 'sending' OR state_before = 'printed'
    OR state_before = 'sent' OR state_before = 'uncertain' OR state_before = 'refused' OR state_before = 'spoiled');
`;

/** Headers that stand before the rest of a set, with the set's first; what follows one is known from the set's own papers. */
export const continuationHeaders = `
CREATE TABLE continuation_headers (
  paper INTEGER PRIMARY KEY REFERENCES papers (number),
  continues INTEGER NOT NULL REFERENCES papers (number)
) STRICT;
`;

/**
 * More kinds of event, each with what was known of the time when it happened; and who took which blood, when. Tasks may be
 * answered with `try-again`. Tables are made anew, because SQLite cannot change a CHECK.
 */
export const collections = `
CREATE TABLE new_outbox (
  -- The check-in and the kind of event as one number: 1 the arrival, 2 a registration without a booking, 3 to 99 collections.
  number      INTEGER PRIMARY KEY,
  check_in    INTEGER NOT NULL REFERENCES check_ins (number),
  kind        TEXT NOT NULL CHECK (kind = 'arrived' OR kind = 'walk-in' OR kind = 'collected'),
  -- Without an index, as the ids of papers.
  event_id    TEXT NOT NULL CHECK (length(event_id) BETWEEN 1 AND 200),
  occurred_at TEXT NOT NULL,
  -- Since the start of the run that wrote it, and how far the server's clock was ahead then; NULL: not known.
  monotonic_ms  INTEGER,
  clock_skew_ms INTEGER,
  attempts    INTEGER NOT NULL CHECK (attempts >= 0),
  next_attempt_at TEXT,
  state       TEXT NOT NULL
    CHECK (state = 'pending' OR state = 'applied' OR state = 'merged' OR state = 'conflict' OR state = 'set-aside'),
  -- Of a conflict and of what was set aside; NULL also where an earlier version did not keep it.
  because     TEXT CHECK (because IS NULL OR state = 'conflict' OR state = 'set-aside'),
  CHECK (CASE kind WHEN 'arrived' THEN number = check_in * 100 + 1 WHEN 'walk-in' THEN number = check_in * 100 + 2
    ELSE number BETWEEN check_in * 100 + 3 AND check_in * 100 + 99 END)
) STRICT;
INSERT INTO new_outbox
  SELECT check_in * 100 + 1, check_in, kind, event_id, occurred_at, NULL, NULL, attempts, next_attempt_at, state, NULL FROM outbox;
DROP TABLE outbox;
ALTER TABLE new_outbox RENAME TO outbox;
CREATE INDEX outbox_pending ON outbox (number) WHERE state = 'pending';

CREATE TABLE collections (
  specimen     INTEGER PRIMARY KEY REFERENCES specimens (number),
  -- The event that tells upstream of it.
  event        INTEGER NOT NULL REFERENCES outbox (number),
  collected_at TEXT NOT NULL,
  collected_by TEXT NOT NULL,
  -- Upstream has the specimen, whatever became of the rest of the event.
  is_sent      INTEGER NOT NULL CHECK (is_sent = 0 OR is_sent = 1)
) STRICT;
CREATE INDEX collections_not_sent ON collections (specimen) WHERE is_sent = 0;

-- The booking that upstream made of a registration: a pull brings it under its own id.
CREATE TABLE upstream_bookings (
  check_in   INTEGER PRIMARY KEY REFERENCES check_ins (number),
  booking_id TEXT NOT NULL UNIQUE CHECK (length(booking_id) BETWEEN 1 AND 200)
) STRICT;

CREATE TABLE new_tasks (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  booking_id  TEXT,
  matter_json TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  ended_at    TEXT,
  answer      TEXT CHECK (answer IN ('it-is-there', 'it-is-not-there', 'it-is-spoiled', 'done', 'try-again')),
  ended_by    TEXT,
  CHECK ((ended_at IS NULL) = (answer IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
INSERT INTO new_tasks SELECT * FROM tasks;
DROP TABLE tasks;
ALTER TABLE new_tasks RENAME TO tasks;
-- The same matter is one task while it is open, however often it is found.
CREATE UNIQUE INDEX open_tasks ON tasks (ifnull(booking_id, ''), matter_json) WHERE ended_at IS NULL;
`;

/** Numbers of specimens whose rows were forgotten: a number is never used twice, however long ago the first time was. */
export const retiredIdentifiers = `
CREATE TABLE retired_identifiers (
  identifier TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
`;

/** How many writes the ledger has had: see kiosk-state.ts. */
export const writeNumber = `
ALTER TABLE kiosk_state ADD COLUMN write_number INTEGER NOT NULL DEFAULT 0 CHECK (write_number >= 0);
`;

/** Clinic days whose labels and collections were compared at their end; nobody does that for days from before it was done. */
export const closedDays = `
CREATE TABLE closed_days (
  clinic_day TEXT PRIMARY KEY CHECK (clinic_day GLOB '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT, WITHOUT ROWID;
INSERT INTO closed_days SELECT DISTINCT clinic_day FROM check_ins;

CREATE TRIGGER retired_is_used BEFORE INSERT ON specimens
WHEN EXISTS (SELECT 1 FROM retired_identifiers WHERE identifier = NEW.identifier)
BEGIN SELECT RAISE(ABORT, 'a number of a specimen is used once ever'); END;
`;
