/**
 * Which state of a paper may follow which. One table, so that nobody prints twice by taking another way round (S5).
 */
import type { PaperState } from '../../clinic/visit.ts';

const mayFollow: Readonly<Record<PaperState, readonly PaperState[]>> = {
  waiting: ['sending', 'refused', 'voided'],
  // Back to waiting only when the printer proves that nothing came out.
  sending: ['printed', 'sent', 'uncertain', 'refused', 'waiting'],
  printed: ['voided', 'spoiled'],
  // Nobody knows that it came out until a person has it in hand.
  sent: ['printed', 'voided', 'spoiled'],
  // Left only by a person who looked: it is there, it is not there, it is spoiled.
  uncertain: ['printed', 'waiting', 'spoiled', 'voided'],
  // It never left us: it may be tried again when a person has seen to the reason.
  refused: ['waiting', 'voided'],
  voided: [],
  spoiled: ['voided'],
};

export function mayMove(from: PaperState, to: PaperState): boolean {
  return mayFollow[from].includes(to);
}
