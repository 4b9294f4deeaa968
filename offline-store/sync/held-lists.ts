/**
 * Lists that were kept back because they shrank too much (S11): staff get one task, and ending it is how they agree.
 *
 * What was held is remembered only while the kiosk runs; after a restart a list that is still so small asks once more.
 */
import type { Result } from '../../clinic/result.ts';
import type { Ledger } from '../store.ts';
import type { PullProblem } from './pull.ts';

interface HeldLists {
  /** How small a list staff agreed to; null when they did not, or were not asked. */
  agreedCount(clinicDay: string): number | null;
  note(clinicDay: string, pulled: Result<unknown, PullProblem>): void;
}

export function heldLists(ledger: Pick<Ledger, 'openTasks' | 'write'>): HeldLists {
  let held: { readonly clinicDay: string; readonly pulled: number } | null = null;
  const isAsked = () => ledger.openTasks().some(({ matter }) => matter.kind === 'list-held');
  return {
    agreedCount: (clinicDay) => (held?.clinicDay === clinicDay && !isAsked() ? held.pulled : null),
    note(clinicDay, pulled) {
      if (pulled.ok) held = null;
      else if (pulled.problem.kind === 'held') {
        held = { clinicDay, pulled: pulled.problem.pulled };
        if (!isAsked()) ledger.write((writes) => writes.openTask(null, { kind: 'list-held', because: 'shrank' }));
      }
    },
  };
}
