/**
 * Decides how a pull is made: the whole window, or a quick look at what changed since.
 *
 * Whole at first, after a restart, after anything that went wrong, when somebody asks, and every few minutes whatever happens,
 * because a quick look cannot see what has left the list. A server that does not show that it searches by `_lastUpdated` is
 * never asked for less than the whole.
 */
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import type { Clock } from '../../clinic/clock.ts';
import type { Result } from '../../clinic/result.ts';
import type { HeldLists } from './held-lists.ts';
import { type PullOptions, type PullProblem, type PullReport, pullDayList } from './pull.ts';
import { pullChanges } from './pull-changes.ts';
import type { PullWish } from './pull-loop.ts';

const msPerMinute = 60_000;

interface ListKeeperOptions extends Omit<PullOptions, 'clinicDay' | 'agreedCount'> {
  readonly settings: PullOptions['settings'] & { readonly wholePullMinutes: number };
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly held: HeldLists;
}

type Pulled = Result<PullReport, PullProblem>;

/** What the last whole pull of a day was, and how far the server's changes are known since. */
interface Basis {
  readonly clinicDay: string;
  readonly wholeAtMs: number;
  readonly newestChange: string;
}

/** @returns one pull, made as it should be by now. */
export function listKeeper(options: ListKeeperOptions): (wish: PullWish) => Promise<Pulled> {
  const { clock, held, settings, timeZone, now } = options;
  let basis: Basis | null = null;
  let mayLookQuickly = true;

  async function pullWhole(clinicDay: string): Promise<Pulled> {
    const wholeAtMs = clock.monotonicMs();
    const pulled = await pullDayList({ ...options, clinicDay, agreedCount: held.agreedCount(clinicDay) });
    held.note(clinicDay, pulled);
    const newestChange = pulled.ok && !pulled.value.isResumed ? pulled.value.newestChange : null;
    basis = newestChange === null ? null : { clinicDay, wholeAtMs, newestChange };
    return pulled;
  }

  async function lookQuickly(from: Basis): Promise<Pulled> {
    const pulled = await pullChanges({ ...options, clinicDay: from.clinicDay }, from.newestChange);
    const newestChange = pulled.ok ? laterOf(from.newestChange, pulled.value.newestChange) : null;
    basis = newestChange === null ? null : { ...from, newestChange };
    return pulled;
  }

  return async (wish) => {
    const clinicDay = clinicDayOf(Date.parse(now()), timeZone);
    const from = basis;
    // Whatever ends it without an answer, the next one is whole.
    basis = null;
    if (wish === 'whole' || from === null || !mayLookQuickly || !isQuickEnough(from, clinicDay)) {
      return pullWhole(clinicDay);
    }
    const pulled = await lookQuickly(from);
    const isPossible = pulled.ok || pulled.problem.kind !== 'filter-ignored';
    if (isPossible) return pulled;
    mayLookQuickly = false;
    return pullWhole(clinicDay);
  };

  function isQuickEnough({ clinicDay, wholeAtMs }: Basis, today: string): boolean {
    return clinicDay === today && clock.monotonicMs() - wholeAtMs < settings.wholePullMinutes * msPerMinute;
  }
}

function laterOf(one: string, other: string | null): string {
  return other !== null && Date.parse(other) > Date.parse(one) ? other : one;
}
