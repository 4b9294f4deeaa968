/**
 * Lists that were kept back because they shrank too much (S11): staff get one task, which says how many bookings came and how
 * many there were, and ending it is how they sign that they agree.
 *
 * It is all in the ledger, so a restart changes nothing. Who agrees, agrees to a list of that size, once: the list that is taken
 * is newer than the agreement, and uses it up.
 */
import type { Result } from '../../clinic/result.ts';
import type { StaffTask, StaffTaskMatter } from '../../clinic/staff-task.ts';
import type { Cache } from '../day-list-cache.ts';
import type { Ledger } from '../store.ts';
import type { PullProblem } from './pull.ts';

export interface HeldLists {
  /** How small a list staff agreed to; null when they did not, or were not asked. */
  agreedCount(clinicDay: string): number | null;
  note(clinicDay: string, pulled: Result<unknown, PullProblem>): void;
}

interface HeldListsOptions {
  readonly ledger: Pick<Ledger, 'openTasks' | 'lastEnded' | 'write'>;
  readonly cache: Pick<Cache, 'age'>;
}

type Held = Extract<StaffTaskMatter, { kind: 'list-held' }>;

export function heldLists({ ledger, cache }: HeldListsOptions): HeldLists {
  const isAsked = (clinicDay: string) =>
    ledger.openTasks().some(({ matter }) => heldOf({ matter }, clinicDay) !== null);
  return {
    agreedCount(clinicDay) {
      const ended = ledger.lastEnded('list-held');
      const agreed = ended === null ? null : heldOf(ended, clinicDay);
      if (ended === null || agreed === null || isAsked(clinicDay)) return null;
      const age = cache.age();
      const isUsedUp = age?.clinicDay === clinicDay && Date.parse(age.pulledAt) > Date.parse(ended.endedAt);
      return isUsedUp ? null : (agreed.pulled ?? null);
    },
    note(clinicDay, pulled) {
      if (pulled.ok || pulled.problem.kind !== 'held' || isAsked(clinicDay)) return;
      const { before, pulled: count } = pulled.problem;
      const matter: Held = { kind: 'list-held', because: 'shrank', clinicDay, before, pulled: count };
      ledger.write((writes) => writes.openTask(null, matter));
    },
  };
}

function heldOf({ matter }: Pick<StaffTask, 'matter'>, clinicDay: string): Held | null {
  return matter.kind === 'list-held' && matter.clinicDay === clinicDay ? matter : null;
}
