/**
 * The cache: the day list as the rest of the kiosk sees it. It holds one clinic day, and forgets it when another begins.
 */
import { assert } from '../../clinic/assert.ts';
import type { Booking } from '../../clinic/booking.ts';
import { ok, type Result } from '../../clinic/result.ts';
import type { Cache, DayListAge, DayListImport } from '../store.ts';
import { byStart } from './bookings.ts';
import { type DayFile, type DayFilePlace, forgetDay, openDayFile } from './day-file.ts';
import type { DayList } from './day-list.ts';

/** More than one, so that pulls that were given up are cleared away too; few, so that no step takes long. */
const sweptRowsPerBooking = 2;
/** All of one import, when the whole list is replaced at once. */
const sweptRowsMax = 1_000_000;

interface CacheOptions {
  readonly place: DayFilePlace;
  readonly clinicDay: string;
  readonly onChanged: () => void;
  /** A day was forgotten, or a file that could not be read was begun anew. */
  readonly onForgotten: (clinicDay: string, why: 'another-day' | 'damage') => void;
}

interface OpenCache {
  readonly cache: Cache;
  /** What stood in the way of the day's file when it was opened. */
  readonly hasReplaced: DayFile['hasReplaced'];
  beginClinicDay(clinicDay: string): void;
  checkpoint(): void;
  close(): void;
}

export function openCache(options: CacheOptions): Result<OpenCache, 'in-use' | 'not-encrypted' | 'not-writable'> {
  let isDamaged = false;
  const noteDamage = () => {
    isDamaged = true;
  };
  const opened = openDayFile(options.place, options.clinicDay, noteDamage);
  if (!opened.ok) return opened;
  let file = opened.value;
  /** All bookings, as written or last read: the staff's list asks for them with every change of anything. */
  let remembered: readonly Booking[] | null = null;
  let newestImport: symbol | null = null;
  isDamaged = file.hasReplaced === 'damage';

  function startAnew(clinicDay: string, why: 'another-day' | 'damage'): void {
    const before = file.clinicDay;
    file.database.close();
    remembered = null;
    newestImport = null;
    forgetDay(options.place);
    const fresh = openDayFile(options.place, clinicDay, noteDamage);
    assert(fresh.ok, 'a day begins with an empty file that can be written');
    file = fresh.value;
    isDamaged = why === 'damage';
    options.onForgotten(before, why);
    options.onChanged();
  }

  /** `absent` when there is no list, and when SQLite finds the file damaged: it is then begun anew. */
  function fromList<Value>(read: (list: DayList) => Value, absent: Value): Value {
    const answer = file.database.read(() => {
      const list = file.dayList.get();
      return list === null ? absent : read(list);
    });
    if (answer.ok) return answer.value;
    startAnew(file.clinicDay, 'damage');
    return absent;
  }

  /** Adds rows to an import, and to what is remembered of it. */
  function addRows(importId: number, bookings: readonly Booking[], written: Map<string, Booking>): void {
    for (const booking of bookings) written.set(booking.id, file.bookings.add(importId, booking));
  }

  function showList(written: ReadonlyMap<string, Booking>): void {
    isDamaged = false;
    remembered = [...written.values()].sort(byStart);
    options.onChanged();
  }

  function beginDayList(age: DayListAge): DayListImport {
    if (age.clinicDay !== file.clinicDay) startAnew(age.clinicDay, 'another-day');
    const self = Symbol('import');
    newestImport = self;
    const importId = file.dayList.nextImport();
    const written = new Map<string, Booking>();
    const isCurrent = () => newestImport === self;
    return {
      add(bookings) {
        if (!isCurrent()) return;
        file.database.write(() => {
          addRows(importId, bookings, written);
          const inUse = file.dayList.get()?.importId ?? importId;
          file.bookings.sweep(inUse, importId, bookings.length * sweptRowsPerBooking);
        });
      },
      finish(setAside, pulledAt = age.pulledAt) {
        if (!isCurrent()) return false;
        newestImport = null;
        file.database.write(() => file.dayList.set({ importId, age: { ...age, pulledAt }, setAside }));
        showList(written);
        return true;
      },
      abandon() {
        if (isCurrent()) newestImport = null;
      },
    };
  }

  const cache: Cache = {
    beginDayList,
    replaceDayList(age, bookings, setAside) {
      if (age.clinicDay !== file.clinicDay) startAnew(age.clinicDay, 'another-day');
      newestImport = null;
      const written = new Map<string, Booking>();
      file.database.write(() => {
        const importId = file.dayList.nextImport();
        addRows(importId, bookings, written);
        file.dayList.set({ importId, age, setAside });
        file.bookings.sweep(importId, importId, sweptRowsMax);
      });
      showList(written);
    },
    confirmDayList(age, setAside) {
      const inUse = fromList((list) => list, null);
      const isThis = inUse?.age.clinicDay === age.clinicDay && inUse.age.siteId === age.siteId;
      // What cannot be read back is mended only by writing it anew.
      if (inUse === null || !isThis || isDamaged) return false;
      file.database.write(() => file.dayList.set({ importId: inUse.importId, age, setAside }));
      options.onChanged();
      return true;
    },
    age: () => fromList(({ age }) => age, null),
    setAside: () => fromList(({ setAside }) => setAside, []),
    booking: (bookingId) => fromList(({ importId }) => file.bookings.one(importId, bookingId), null),
    bookings() {
      remembered ??= fromList(({ importId }) => file.bookings.all(importId), []);
      return remembered;
    },
    findByNhsNumber: (nhsNumber) => fromList(({ importId }) => file.bookings.byNhsNumber(importId, nhsNumber), []),
    findByCode: (code) => fromList(({ importId }) => file.bookings.byCode(importId, code), []),
    noteVersion(bookingId, version) {
      const list = fromList((inUse) => inUse, null);
      if (list === null) return;
      file.database.write(() => file.bookings.setVersion(list.importId, bookingId, version));
      remembered = remembered?.map((booking) => (booking.id === bookingId ? { ...booking, version } : booking)) ?? null;
      options.onChanged();
    },
    isDamaged: () => isDamaged,
  };

  return ok({
    cache,
    hasReplaced: opened.value.hasReplaced,
    beginClinicDay(clinicDay) {
      if (clinicDay !== file.clinicDay) startAnew(clinicDay, 'another-day');
    },
    checkpoint: () => file.database.checkpoint(),
    close: () => file.database.close(),
  });
}
