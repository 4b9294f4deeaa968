/**
 * The cache: the day list as the rest of the kiosk sees it. It holds one clinic day, and forgets it when another begins.
 */
import type { Booking } from '../../clinic/booking.ts';
import { withEarlierPatients } from '../../clinic/earlier-patients.ts';
import { ok, type Result } from '../../clinic/result.ts';
import type { Cache, DayListAge, DayListImport } from '../day-list-cache.ts';
import { onDisk } from '../durable-file.ts';
import type { PullPages } from '../pull-under-way.ts';
import type { PlacedBooking, Slot } from './bookings.ts';
import { type DayFile, type DayFilePlace, forgetDay, openDayFile } from './day-file.ts';
import type { DayList } from './day-list.ts';
import { type HeldList, heldList } from './held-list.ts';

interface CacheOptions {
  readonly place: DayFilePlace;
  readonly clinicDay: string;
  readonly onChanged: () => void;
  /** A day was forgotten, or a file that could not be read was begun anew. */
  readonly onForgotten: (clinicDay: string, why: 'another-day' | 'damage' | 'closed') => void;
  /** The disk lets no file be begun. True: something was done about it, and it may be tried again. */
  readonly onRefused: () => boolean;
}

interface OpenCache {
  readonly cache: Cache;
  /** What stood in the way of the day's file when it was opened. */
  readonly hasReplaced: DayFile['hasReplaced'];
  beginClinicDay(clinicDay: string): void;
  /** Until another day begins, no list is taken. */
  forgetDayList(): void;
  close(): void;
}

export function openCache(options: CacheOptions): Result<OpenCache, 'in-use' | 'not-encrypted' | 'not-writable'> {
  let isDamaged = false;
  const noteDamage = () => {
    if (isDamaged) return;
    isDamaged = true;
    options.onChanged();
  };
  const opened = openDayFile(options.place, options.clinicDay, noteDamage);
  if (!opened.ok) return opened;
  let file = opened.value;
  /** The list in use, as it was written or read; null: it is read when it is next asked for. */
  let held: HeldList | null = null;
  let newestImport: symbol | null = null;
  /** The clinic has closed: what a pull still brings of this day is not kept. */
  let isDayOver = false;
  let isUnusable = false;
  isDamaged = file.hasReplaced === 'damage';

  function startAnew(clinicDay: string, why: 'another-day' | 'damage' | 'closed'): void {
    const before = file.clinicDay;
    file.database.close();
    held = null;
    newestImport = null;
    isDayOver = why === 'closed' || (why === 'damage' && isDayOver);
    let fresh = beginFile(clinicDay);
    while (fresh === null && options.onRefused()) fresh = beginFile(clinicDay);
    isUnusable = fresh === null;
    file = fresh ?? { ...file, clinicDay };
    isDamaged = why === 'damage' || isUnusable;
    if (fresh !== null) options.onForgotten(before, why);
    options.onChanged();
  }

  function beginFile(clinicDay: string): DayFile | null {
    const begun = onDisk(() => {
      forgetDay(options.place);
      return openDayFile(options.place, clinicDay, noteDamage);
    });
    return begun.ok && begun.value.ok ? begun.value.value : null;
  }

  /** `absent` when there is no list, and when SQLite finds the file damaged: it is then begun anew. */
  function fromList<Value>(read: (list: DayList) => Value, absent: Value): Value {
    if (isUnusable) return absent;
    const answer = file.database.read(() => {
      const list = file.dayList.get();
      return list === null ? absent : read(list);
    });
    if (answer.ok) return answer.value;
    startAnew(file.clinicDay, 'damage');
    return absent;
  }

  /** Nothing of a pull that cannot be read back: it begins from its first page. */
  function fromPages<Value>(read: (pages: PullPages) => Value | null): Value | null {
    if (isUnusable) return null;
    const answer = file.database.read(() => read(file.pullPages));
    if (answer.ok) return answer.value;
    startAnew(file.clinicDay, 'damage');
    return null;
  }

  /** Every row is checked when it is read back; after a start that is once for the whole list. */
  function listInUse(): HeldList {
    if (held !== null) return held;
    const read = heldList();
    for (const placed of fromList(({ slot, places }) => file.bookings.all(slot, places), [])) read.put(placed);
    held = read;
    return read;
  }

  /** Where a list can be written without touching the one in use. */
  const slotNotInUse = (): Slot => (fromList<Slot | null>(({ slot }) => slot, null) === 0 ? 1 : 0);

  /** @param before the list in use, read before the transaction */
  function putAll(slot: Slot, bookings: readonly Booking[], written: HeldList, before: HeldList): void {
    for (const each of bookings) {
      const booking = withEarlierPatients(each, before.one(each.id)?.booking);
      const place = written.placeOf(booking.id);
      file.bookings.put(slot, place, booking);
      written.put({ place, booking });
    }
  }

  /** Inside a transaction. */
  function putInUse(list: Omit<DayList, 'places'>, written: HeldList): void {
    const places = written.places();
    file.dayList.set({ ...list, places });
    file.bookings.removeSomeFrom(list.slot, places);
  }

  function showList(written: HeldList): void {
    isDamaged = false;
    held = written;
    options.onChanged();
  }

  /** A list comes for this day: also the time to try again what the disk refused before. */
  function beginFor(clinicDay: string): void {
    if (isUnusable) startAnew(clinicDay, 'damage');
    else if (clinicDay !== file.clinicDay) startAnew(clinicDay, 'another-day');
  }

  function beginDayList(age: DayListAge): DayListImport {
    beginFor(age.clinicDay);
    if (isDayOver) return notKept;
    const slot = slotNotInUse();
    const self = Symbol('import');
    newestImport = self;
    const written = heldList();
    const isCurrent = () => newestImport === self;
    return {
      add(bookings) {
        const before = listInUse();
        if (isCurrent()) file.database.write(() => putAll(slot, bookings, written, before));
      },
      finish(setAside, pulledAt = age.pulledAt) {
        if (!isCurrent()) return false;
        newestImport = null;
        file.database.write(() => putInUse({ slot, age: { ...age, pulledAt }, setAside }, written));
        showList(written);
        return true;
      },
      abandon() {
        if (isCurrent()) newestImport = null;
      },
    };
  }

  /**
   * In the places where they stood, or behind the last. False when it is another list, and when something of it cannot be read
   * back: only writing it anew mends that.
   */
  function changeInPlace(
    { clinicDay, siteId }: Pick<DayListAge, 'clinicDay' | 'siteId'>,
    changed: readonly Booking[],
    as: Partial<Pick<DayList, 'age' | 'setAside'>>,
  ): boolean {
    const list = listInUse();
    const inUse = fromList((one) => one, null);
    if (inUse?.age.clinicDay !== clinicDay || inUse.age.siteId !== siteId || isDamaged) return false;
    const placed = placesOf(list, changed);
    file.database.write(() => {
      for (const { place, booking } of placed) file.bookings.put(inUse.slot, place, booking);
      file.dayList.set({ ...inUse, ...as, places: Math.max(inUse.places, ...placed.map(({ place }) => place + 1)) });
    });
    // After the commit: what is shown is what is on disk.
    for (const each of placed) list.put(each);
    options.onChanged();
    return true;
  }

  const cache: Cache = {
    beginDayList,
    replaceDayList(age, bookings, setAside) {
      beginFor(age.clinicDay);
      if (isDayOver) return;
      newestImport = null;
      const before = listInUse();
      const slot = slotNotInUse();
      const written = heldList();
      file.database.write(() => {
        putAll(slot, bookings, written, before);
        putInUse({ slot, age, setAside }, written);
      });
      showList(written);
    },
    confirmDayList: (age, setAside, changed = []) => changeInPlace(age, changed, { age, setAside }),
    age: () => fromList(({ age }) => (isDamaged ? { ...age, isDamaged } : age), null),
    setAside: () => fromList(({ setAside }) => setAside, []),
    booking: (bookingId) => listInUse().one(bookingId)?.booking ?? null,
    bookings: () => listInUse().all(),
    listed: () => listInUse().all(),
    findByNhsNumber: (nhsNumber) => listInUse().byNhsNumber(nhsNumber),
    findByCode: (code) => listInUse().byCode(code),
    noteVersion(bookingId, version) {
      const list = fromList((inUse) => inUse, null);
      const placed = listInUse().one(bookingId);
      if (list === null || placed === null) return;
      const { place, booking } = placed;
      file.database.write(() => file.bookings.setVersion(list.slot, place, version));
      listInUse().put({ place, booking: { ...booking, version } });
      options.onChanged();
    },
    changeBookings: (list, changed) => changeInPlace(list, changed, {}),
    isDamaged: () => isDamaged,
    pullPages: {
      underWay: () => fromPages((pages) => pages.underWay()),
      page: (number) => fromPages((pages) => pages.page(number)),
      keep: (pull, page) => (isDayOver || isUnusable ? undefined : file.pullPages.keep(pull, page)),
      dropSome: () => fromPages((pages) => pages.dropSome()) ?? false,
    },
  };

  return ok({
    cache,
    hasReplaced: opened.value.hasReplaced,
    beginClinicDay(clinicDay) {
      if (clinicDay !== file.clinicDay) startAnew(clinicDay, 'another-day');
    },
    forgetDayList: () => startAnew(file.clinicDay, 'closed'),
    close: () => file.database.close(),
  });
}

/** Of a day that is over. */
const notKept: DayListImport = { add: () => undefined, finish: () => false, abandon: () => undefined };

/** Those that stand in the list keep their places, and new ones follow behind it. */
function placesOf(list: HeldList, bookings: readonly Booking[]): readonly PlacedBooking[] {
  let next = list.places();
  return bookings.map((booking) => {
    const before = list.one(booking.id);
    return { place: before?.place ?? next++, booking: withEarlierPatients(booking, before?.booking) };
  });
}
