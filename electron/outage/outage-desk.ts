/**
 * The desk behind the page "If the booking system is away": prints the list, loads one from a file. Each act is signed for by
 * the person who is signed in, and a list from a file by a second one too; what takes time is done while the page says so.
 */
import path from 'node:path';
import { unreachable } from '../../clinic/assert.ts';
import { localTime } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import type { ImportRefusal } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { isWalkInId } from '../../clinic/walk-in.ts';
import type { Store } from '../../offline-store/store.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import type { Log } from '../log.ts';
import type { ImportFile, OutageAction, OutageTold, OutageView } from '../outage-api.ts';
import { printDayList } from '../paper-lists/print-day-list.ts';
import type { StaffMember, StaffSession } from '../staff/staff-session.ts';
import type { DowntimePack } from './downtime-pack.ts';
import { filesToImport } from './import-folder.ts';
import { importListFile, isSamePerson, localInstant } from './import-list.ts';

/** A stick that is failing may take minutes. Nothing else of the page waits for it. */
const lookingMsMax = 5_000;

export interface OutageSurroundings {
  readonly settings: Pick<KioskConfig, 'site' | 'upstream' | 'clinicRules' | 'store'>;
  readonly pack: Pick<DowntimePack, 'status'>;
  /** The clock jumped, and nobody has said yet that it is right. */
  readonly isClockDoubted: () => boolean;
}

interface OutageDeskOptions extends OutageSurroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly confirm: StaffSession['confirm'];
  readonly onChange: () => void;
  /** The whole list from the booking system, if it answers after all: it takes the place of whatever a file said. */
  readonly pullNow: () => void;
}

interface OutageDesk {
  view(): OutageView;
  /** Settles when it is done and the page can be shown. */
  act(member: StaffMember, action: OutageAction): Promise<void>;
  /** Nobody is signed in any more: what was told is told no longer. */
  forget(): void;
}

type ImportAction = Extract<OutageAction, { kind: 'import-list' }>;

export function openOutageDesk(options: OutageDeskOptions): OutageDesk {
  const { store, settings, clock, pack } = options;
  const { importFolder, documentPrinter, timeZone } = settings.site;
  const local = (instant: string) => localInstant(instant, clock.nowMs(), timeZone);
  let files: readonly ImportFile[] | null = null;
  let told: OutageTold | null = null;
  let isBusy = false;
  let looking: ReturnType<typeof filesToImport> | null = null;

  /** One look at a time: each that hangs has a thread of the system. */
  async function lookForFiles(): Promise<void> {
    if (importFolder === null) return;
    looking ??= filesToImport(importFolder, clock.nowMs(), settings.site).finally(() => {
      looking = null;
    });
    const { promise: tooLong, resolve } = Promise.withResolvers<null>();
    const stopWaiting = clock.after(lookingMsMax, () => resolve(null));
    files = await Promise.race([looking, tooLong]);
    stopWaiting();
  }

  async function print({ staffId }: StaffMember): Promise<OutageTold> {
    const printed = await printDayList({ store, settings, nowMs: clock.nowMs, who: staffId });
    return printed.ok ? { kind: 'list-printed' } : { kind: 'list-not-printed', because: printed.problem };
  }

  async function load(member: StaffMember, action: ImportAction): Promise<OutageTold> {
    const { file, agreedCount } = action;
    if (options.isClockDoubted()) return { kind: 'list-refused', file, because: { kind: 'clock-doubted' } };
    const confirmed = await secondPerson(member, action);
    if (!confirmed.ok) return confirmed.problem;
    const act = { file: path.join(importFolder ?? '', file), who: member.staffId, confirmedBy: confirmed.value };
    const loaded = await importListFile({ ...act, agreedCount }, { store, settings, nowMs: clock.nowMs });
    if (!loaded.ok) return { kind: 'list-refused', file, because: inLocalTimes(loaded.problem, local) };
    options.pullNow();
    const { bookings, kept, setAside, madeAt } = loaded.value;
    return { kind: 'list-loaded', bookings, kept, setAside, asOf: local(madeAt) };
  }

  /** A staff id; null where nobody was asked, which only a signature makes good. */
  async function secondPerson(
    { staffId }: StaffMember,
    { second }: ImportAction,
  ): Promise<Result<string | null, OutageTold>> {
    if (second === null) return ok(null);
    const known = await options.confirm(second.badge, second.pin);
    if (!known.ok) {
      return known.problem.problem === 'locked'
        ? refuse({ kind: 'second-locked', until: localTime(known.problem.until, timeZone) })
        : refuse({ kind: 'second-refused', because: known.problem.problem });
    }
    if (isSamePerson(store, known.value.staffId, staffId))
      return refuse({ kind: 'second-refused', because: 'same-person' });
    return ok(known.value.staffId);
  }

  async function perform(
    member: StaffMember,
    action: Exclude<OutageAction, { kind: 'open-outage' | 'look-for-files' }>,
  ): Promise<OutageTold | null> {
    switch (action.kind) {
      case 'print-day-list':
        return print(member);
      case 'import-list':
        return importFolder === null ? null : load(member, action);
      default:
        return unreachable(action);
    }
  }

  return {
    view: () => ({
      bookings: store.cache.bookings().filter(({ id }) => !isWalkInId(id)).length,
      isBusy,
      hasDocumentPrinter: documentPrinter !== null,
      files: importFolder === null ? null : (files ?? []),
      isFolderThere: files !== null,
      pack: pack.status(),
      told,
    }),
    async act(member, action) {
      // The button that was pressed twice.
      if (isBusy) return;
      options.log.event('staff-act', { act: action.kind });
      told = null;
      if (action.kind === 'open-outage' || action.kind === 'look-for-files') return lookForFiles();
      isBusy = true;
      options.onChange();
      try {
        told = await perform(member, action);
      } finally {
        isBusy = false;
      }
    },
    forget() {
      told = null;
      files = null;
    },
  };
}

function inLocalTimes(refusal: ImportRefusal, local: (instant: string) => string): ImportRefusal {
  if (refusal.kind === 'not-newer') return { ...refusal, madeAt: local(refusal.madeAt), inUse: local(refusal.inUse) };
  return 'madeAt' in refusal ? { ...refusal, madeAt: local(refusal.madeAt) } : refusal;
}

const kinds: readonly string[] = ['open-outage', 'look-for-files', 'print-day-list', 'import-list'];

export function isOutageAction<Other extends { readonly kind: string }>(
  action: Other | OutageAction,
): action is OutageAction {
  return kinds.includes(action.kind);
}
