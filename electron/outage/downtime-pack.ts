/**
 * The downtime pack: today's list on paper's terms (an encrypted PDF) and as a copy that a kiosk can load, written every quarter of
 * an hour while there is a list that may be used. For the morning on which this kiosk does not start any more.
 *
 * It is a copy and nobody waits for it: one round at a time, and a folder that is gone, full or slow is a line for staff.
 */
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import { type Result, refuse } from '../../clinic/result.ts';
import { writeDayCopy } from '../../offline-store/list-file/day-copy.ts';
import { forgetPacks, packName, writeInto, writtenAtMs } from '../../offline-store/list-file/pack-folder.ts';
import { readPassphrase } from '../../offline-store/list-file/passphrase.ts';
import type { Store } from '../../offline-store/store.ts';
import { siteIdOf } from '../../offline-store/sync/upstream-settings.ts';
import { isoOf } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { type Log, placeOf } from '../log.ts';
import type { DowntimePackStatus, PackProblem } from '../outage-api.ts';
import { type DayListNow, dayListNow } from '../paper-lists/day-list-now.ts';
import { dayListPdf } from '../paper-lists/day-list-pdf.ts';

const roundEveryMs = 15 * 60_000;
/** Then staff are told, and the round may still end well. */
const slowAfterMs = 20_000;
/** How long the kiosk waits, when it is closed, for a folder that does not answer. */
const closingMsMax = 2_000;

interface DowntimePackOptions {
  readonly settings: Pick<KioskConfig, 'site' | 'upstream' | 'clinicRules' | 'store'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly onStatus: () => void;
  /** The clinic has closed, and today's list is forgotten: so is its pack. */
  readonly isClosed: () => boolean;
  /** Another clock has confirmed the date since the start, and nobody doubts it. Without it no pack is destroyed for its day. */
  readonly isDateConfirmed: () => boolean;
}

export interface DowntimePack {
  /** Null: the settings have none. */
  status(): DowntimePackStatus | null;
  /** The round that is under way, or that has just begun. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

type PackSettings = NonNullable<KioskConfig['store']['downtimePack']>;
const noPack: DowntimePack = { status: () => null, refresh: async () => undefined, close: async () => undefined };

export function startDowntimePack(options: DowntimePackOptions): DowntimePack {
  const pack = options.settings.store.downtimePack;
  return pack === null ? noPack : start(pack, options);
}

function start(pack: PackSettings, options: DowntimePackOptions): DowntimePack {
  const { settings, store, clock, log, isClosed: isClinicClosed, isDateConfirmed } = options;
  const { timeZone } = settings.site;
  const today = () => clinicDayOf(clock.nowMs(), timeZone);
  const dayOfPack = () => (isClinicClosed() ? null : today());
  /** Undefined: nobody knows for certain which day it is, and what lies there may be of the right one. */
  const dayToKeep = () => (isDateConfirmed() ? dayOfPack() : undefined);
  let status: DowntimePackStatus = { folder: pack.folder, writtenAt: null, listAsOf: null, problem: null };
  let underWay: Promise<void> | null = null;
  let begunFor = '';
  /** Of which day packs were last left lying; undefined: of all. */
  let kept: string | null | undefined;
  let isClosed = false;
  let cancel = () => {};

  function tell(change: Partial<DowntimePackStatus>): void {
    status = { ...status, ...change };
    if (!isClosed) options.onStatus();
  }

  function refresh(): Promise<void> {
    underWay ??= rounds().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  /** When the day ends while a pack is being written, that one goes at once. */
  async function rounds(): Promise<void> {
    do await round();
    while (kept !== dayToKeep());
  }

  async function round(): Promise<void> {
    const stopWaiting = clock.after(slowAfterMs, () => tell({ problem: 'folder-slow' }));
    const clinicDay = today();
    kept = dayToKeep();
    if (kept !== undefined) await forgetDowntimePacks(settings, kept);
    const list = dayOfPack() === null ? null : dayListNow({ store, settings, nowMs: clock.nowMs });
    if (list === null) {
      tell({ ...(await whatLies()), problem: null });
    } else {
      begunFor = clinicDay;
      const written = await writePack(pack, list, options);
      if (written.ok)
        tell({ writtenAt: localTime(clock.nowMs(), timeZone), listAsOf: list.heading.asOf, problem: null });
      else tell({ problem: written.problem });
      log.event('downtime-pack', { outcome: written.ok ? 'written' : written.problem });
    }
    stopWaiting();
  }

  /** Where there is no list any more, the pack of this morning is what staff have. */
  async function whatLies(): Promise<Pick<DowntimePackStatus, 'writtenAt' | 'listAsOf'>> {
    const day = dayOfPack();
    if (day === null) return { writtenAt: null, listAsOf: null };
    if (begunFor === day && status.writtenAt !== null) return status;
    const writtenMs = await writtenAtMs(pack.folder, packName(siteIdOf(settings.upstream), day, 'pdf'));
    return { writtenAt: writtenMs === null ? null : localTime(writtenMs, timeZone), listAsOf: null };
  }

  /** Neither the first list of the day nor the end of one waits for the next quarter of an hour. What fails then does. */
  function lookForNews(): void {
    const isFirstList = begunFor !== today() && store.cache.age() !== null;
    if (underWay === null && (kept !== dayToKeep() || (isFirstList && !isClinicClosed()))) refreshQuietly();
  }

  function refreshQuietly(): void {
    refresh().catch((error: unknown) => log.event('not-handled', { where: 'downtime-pack', ...placeOf(error) }));
  }

  function turn(): void {
    refreshQuietly();
    cancel = clock.after(roundEveryMs, turn);
  }

  const stopListening = store.onChange(lookForNews);
  turn();
  return {
    status: () => status,
    refresh,
    async close() {
      isClosed = true;
      cancel();
      stopListening();
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, closingMsMax);
      await Promise.race([underWay?.catch(() => undefined), promise]);
      clearTimeout(timer);
    },
  };
}

async function writePack(
  pack: PackSettings,
  list: DayListNow,
  { settings, store, clock }: DowntimePackOptions,
): Promise<Result<void, PackProblem>> {
  if (list.heading.isDamaged === true) return refuse('list-damaged');
  const siteId = siteIdOf(settings.upstream);
  const { clinicDay } = list.heading;
  const age = store.cache.age();
  // Read before the first wait: the list may be replaced meanwhile, or the store closed.
  const copied = {
    siteId,
    clinicDay,
    madeAt: age?.pulledAt ?? isoOf(clock.nowMs()),
    bookings: store.cache.listed(),
    setAside: store.cache.setAside(),
  };
  const passphrase = await readPassphrase(pack.passphraseFile);
  if (!passphrase.ok) return passphrase;
  const pdf = await dayListPdf({ ...list.page, passphrase: passphrase.value });
  if (!pdf.ok) return refuse('not-written');
  const paper = await writeInto(pack.folder, packName(siteId, clinicDay, 'pdf'), pdf.value);
  if (!paper.ok) return paper;
  const copy = await writeDayCopy(copied, passphrase.value);
  return writeInto(pack.folder, packName(siteId, clinicDay, 'daylist'), copy);
}

/** Destroys what lies in the pack's folder of other days (S13); `null`: of every day, when the clinic has closed. */
export async function forgetDowntimePacks(
  { store, upstream }: Pick<KioskConfig, 'store' | 'upstream'>,
  keepDay: string | null,
): Promise<number> {
  return store.downtimePack === null ? 0 : forgetPacks(store.downtimePack.folder, siteIdOf(upstream), keepDay);
}
