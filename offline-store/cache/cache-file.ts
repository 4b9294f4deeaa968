/**
 * The shape of `cache.db`: the day list of one clinic day, each booking whole as JSON.
 */
import type { FileKind } from '../migrations.ts';

const firstShape = `
-- The list in use: of all imports one, or none yet.
CREATE TABLE day_list (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  import     INTEGER NOT NULL,
  clinic_day TEXT NOT NULL,
  site_id    TEXT NOT NULL,
  pulled_at  TEXT NOT NULL,
  set_aside_json TEXT NOT NULL
) STRICT;

CREATE TABLE bookings (
  import       INTEGER NOT NULL,
  booking_id   TEXT NOT NULL,
  nhs_number   TEXT,
  -- Beside the JSON and not in it, because our own write upstream changes it.
  version      TEXT,
  booking_json TEXT NOT NULL CHECK (json_valid(booking_json)),
  PRIMARY KEY (import, booking_id)
) STRICT;
CREATE INDEX bookings_by_nhs_number ON bookings (import, nhs_number) WHERE nhs_number IS NOT NULL;

-- What a letter or a form may carry in its barcode.
CREATE TABLE codes (
  import     INTEGER NOT NULL,
  code       TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  PRIMARY KEY (import, code, booking_id)
) STRICT, WITHOUT ROWID;
`;

/** Two slots instead of ever new imports, and no index. A list in the first shape is pulled again. */
const slots = `
DROP TABLE codes;
DROP TABLE bookings;
DROP TABLE day_list;

-- The list in use: the one in one of the two slots, or none yet.
CREATE TABLE day_list (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  slot       INTEGER NOT NULL CHECK (slot IN (0, 1)),
  -- What lies behind them in the slot is left of an older list.
  places     INTEGER NOT NULL,
  clinic_day TEXT NOT NULL,
  site_id    TEXT NOT NULL,
  pulled_at  TEXT NOT NULL,
  set_aside_json TEXT NOT NULL
) STRICT;

CREATE TABLE bookings (
  -- The slot's first id, and the place in it.
  id           INTEGER PRIMARY KEY,
  -- Beside the JSON and not in it, because our own write upstream changes it.
  version      TEXT,
  booking_json TEXT NOT NULL CHECK (json_valid(booking_json))
) STRICT;
`;

/** How far a pull came, with its pages as they were read, so that it goes on from there after a restart. */
const pullUnderWay = `
CREATE TABLE pull_under_way (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  -- The first address of the search: another site, day or server is another search.
  search    TEXT NOT NULL,
  begun_at  TEXT NOT NULL,
  -- NULL: every page is here.
  next_page TEXT,
  -- How many bookings the server says there are.
  total     INTEGER,
  -- What lies behind them in pull_pages is left of an older pull.
  pages     INTEGER NOT NULL
) STRICT;
CREATE TABLE pull_pages (
  number    INTEGER PRIMARY KEY,
  address   TEXT NOT NULL,
  bytes     INTEGER NOT NULL,
  page_json TEXT NOT NULL
) STRICT;
`;

export const cacheFile: FileKind = {
  applicationId: 0x504b4331,
  pageBytes: 4096,
  // A lost end of it is an older list with its own age. To move more than this at once would hold up the patients' window.
  logBytesMax: 2_000_000,
  // It can be fetched again, and waiting for the disk would block the patients' window.
  isDurable: false,
  migrations: [
    { version: 1, sql: firstShape },
    { version: 2, sql: slots },
    { version: 3, sql: pullUnderWay },
  ],
};
