/**
 * Opens the store, or says by name why it must not be opened (S15).
 *
 * Nothing that is missing, damaged or encrypted with another key is ever replaced by something empty, but for the day list,
 * which can be fetched again.
 */
import { ok, type Result, refuse } from '../clinic/result.ts';
import { hasRoom, openBallast } from './ballast.ts';
import { openCache } from './cache/cache.ts';
import { withWalkIns } from './cache-with-walk-ins.ts';
import { onFiles } from './durable-file.ts';
import { noteKeyKind } from './key-kind.ts';
import { keepLedgerOf, type LedgerOfStore } from './ledger-of-store.ts';
import { hasStore, type OpenLedgerFile, openLedgerFile, wordFor } from './open-ledger-file.ts';
import type { OpenStore, OpenStoreOptions, Store, StoreProblem } from './store.ts';
import { deriveKey, loadStoreKey, prepareFolder } from './store-key.ts';
import { openWalkIns, walkInsFolder } from './walk-ins.ts';

export const openStore: OpenStore = (options) => {
  const opened = onFiles(() => openFolder(options));
  if (opened.ok) return opened.value;
  return refuse(opened.problem === 'disk-full' ? 'folder-not-writable' : 'folder-not-readable');
};

function openFolder(options: OpenStoreOptions): Result<Store, StoreProblem> {
  const { folder } = options;
  const prepared = prepareFolder(folder);
  if (!prepared.ok && prepared.problem === 'folder-of-another-account') return prepared;
  // A kiosk that is switched on with its disk full, or nearly so, begins with the room that was held back.
  const isBallastGiven = !(prepared.ok && hasRoom(folder)) && openBallast(folder).release();
  if (!prepared.ok && !(isBallastGiven && prepareFolder(folder).ok)) return prepared;
  const storeKey = loadStoreKey(folder, options.key, hasStore(folder));
  if (!storeKey.ok) return storeKey;
  const opened = openLedgerFile(options, storeKey.value);
  if (!opened.ok) return opened;
  let isOpen = false;
  try {
    const store = openAround(options, storeKey.value, opened.value, isBallastGiven);
    isOpen = store.ok;
    return store;
  } finally {
    // Nobody else could restore it.
    if (!isOpen) opened.value.database.close();
  }
}

function openAround(
  options: OpenStoreOptions,
  storeKey: Buffer,
  opened: OpenLedgerFile,
  isBallastGiven: boolean,
): Result<Store, StoreProblem> {
  const { folder } = options;
  if (options.isClockPossible?.(opened.tables.audit.lastAt()) === false) return refuse('clock-wrong');
  const changes = changeListeners();
  const kept = keepLedgerOf(options, storeKey, opened, changes.tell);
  const { ledger } = kept;
  if (isBallastGiven) kept.tellStaff('disk-full', 'ballast-given-up', {});
  noteKeyKind(folder, options.key.kind, kept.tryWrite);

  const cache = openCache({
    place: {
      folder,
      wrappingKey: deriveKey(storeKey, 'day-key'),
      nativeBinding: options.nativeBinding,
    },
    clinicDay: options.clinicDay,
    onChanged: changes.tell,
    onForgotten(clinicDay, why) {
      const record = () => recordForgotten(kept, clinicDay, why);
      // Damage may be found by a look into the list from inside a write of the ledger.
      if (kept.isWriting()) queueMicrotask(record);
      else record();
    },
    onRefused: kept.makeRoom,
  });
  if (!cache.ok) {
    kept.close();
    return refuse(wordFor(cache.problem, true));
  }
  const { hasReplaced, beginClinicDay } = cache.value;
  if (hasReplaced !== 'nothing') recordForgotten(kept, null, hasReplaced);

  let isOpen = true;
  let clinicDay = options.clinicDay;
  const walkIns = openWalkIns({
    folder: walkInsFolder(folder),
    key: deriveKey(storeKey, 'walk-in'),
    ledger,
    onChanged: changes.tell,
    makeRoom: kept.makeRoom,
  });
  return ok({
    cache: withWalkIns(cache.value.cache, {
      walkIns,
      clinicDay: () => clinicDay,
      upstreamIdOf: (bookingId) => ledger.upstreamBookingOf(bookingId),
    }),
    ledger,
    walkIns,
    keyProtection: options.key.kind,
    deriveKey: keysOf(storeKey),
    beginClinicDay(today) {
      clinicDay = today;
      beginClinicDay(today);
    },
    forgetDayList: cache.value.forgetDayList,
    onChange: changes.add,
    ...kept.keeping,
    close() {
      if (!isOpen) return;
      isOpen = false;
      changes.stop();
      cache.value.close();
      kept.close();
    },
  });
}

/** On a disk that takes no more the list is forgotten all the same, and only the trail does not say so. */
function recordForgotten(
  { tryWrite }: Pick<LedgerOfStore, 'tryWrite'>,
  clinicDay: string | null,
  why: 'another-day' | 'damage' | 'closed',
): void {
  const details = { clinicDay, why };
  tryWrite((writes) => writes.audit({ who: 'kiosk', act: 'day-list-forgotten', bookingId: null, details }));
}

/**
 * Listeners are called when the code that made the change has run to its end, once for all its changes: a listener that
 * fails must not make a committed write look as if it had failed, nor see a desk between two steps.
 */
function changeListeners() {
  const listeners = new Set<() => void>();
  let isTold = false;
  return {
    tell(): void {
      if (isTold) return;
      isTold = true;
      queueMicrotask(() => {
        isTold = false;
        for (const listener of listeners) listener();
      });
    },
    add(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => listeners.clear(),
  };
}

/** Each is derived once: every label asks for one. */
function keysOf(storeKey: Uint8Array): Store['deriveKey'] {
  const known = new Map<string, Buffer>();
  return (purpose) => {
    const key = known.get(purpose) ?? deriveKey(storeKey, purpose);
    known.set(purpose, key);
    return key;
  };
}
