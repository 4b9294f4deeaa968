/**
 * Several printers for one purpose: which of them gets which paper. Pure; the ledger is asked elsewhere.
 *
 * The order of the settings is the order of preference. A printer that is busy printing is ready: sets stay at the preferred
 * tray unless it fails, because staff know where to look. What may have begun never moves; what waits moves only by these rules.
 */
import type { PaperKind } from '../clinic/visit.ts';

export interface PoolPrinter {
  readonly name: string;
  readonly prints: readonly PaperKind[];
}

/** How a printer was last heard of. Nothing is known of one in the first moments after the start: it is waited for. */
export type PrinterCondition = Readonly<
  { kind: 'not-heard-from' } | { kind: 'ready' } | { kind: 'failed'; sinceMs: number }
>;

export interface Pool {
  /** In order of preference. */
  readonly printers: readonly PoolPrinter[];
  readonly conditionOf: (printer: string) => PrinterCondition;
  readonly nowMs: number;
}

/** A roll is changed in this time; a set that was begun waits so long for its printer before the rest goes to another. */
export const graceForBegunSetMs = 20_000;

/**
 * Where a paper waits that has not begun. With every printer down it waits at the one it would go to.
 *
 * @param begunAt the printer that has begun its set, if one has; it may be gone from the settings.
 * @returns null when no printer prints this kind.
 */
export function printerFor(kind: PaperKind, begunAt: string | null, pool: Pool): string | null {
  const able = pool.printers.filter(({ prints }) => prints.includes(kind));
  const begun = able.find(({ name }) => name === begunAt);
  if (begun !== undefined && !isGivenUp(pool.conditionOf(begun.name), pool.nowMs)) return begun.name;
  const well = able.find(({ name }) => pool.conditionOf(name).kind !== 'failed');
  return (well ?? begun ?? able[0])?.name ?? null;
}

function isGivenUp(condition: PrinterCondition, nowMs: number): boolean {
  if (condition.kind !== 'failed') return false;
  const failedForMs = nowMs - condition.sinceMs;
  // A clock that was set back says nothing any more.
  return failedForMs >= graceForBegunSetMs || failedForMs < 0;
}

/** Where a set was begun: the printers that last began its header, and one of its labels. */
export interface BegunSet {
  readonly header: string | null;
  readonly labels: string | null;
}

export interface SetPlaces {
  readonly header: string | null;
  readonly labels: string | null;
}

/** Header and labels come out together wherever the printer of the labels prints headers too. */
export function placesOf(begun: BegunSet, pool: Pool): SetPlaces {
  const labels = printerFor('specimen-label', begun.labels ?? headedAt(begun, pool), pool);
  if (labels !== null && printsHeaders(labels, pool)) return { header: labels, labels };
  return { header: printerFor('header-label', begun.header, pool), labels };
}

/** A header that went elsewhere because the printer of the labels prints none does not draw the labels to it. */
function headedAt({ header }: BegunSet, pool: Pool): string | null {
  const first = printerFor('specimen-label', null, pool);
  return first !== null && printsHeaders(first, pool) ? header : null;
}

function printsHeaders(printer: string, { printers }: Pool): boolean {
  return printers.some(({ name, prints }) => name === printer && prints.includes('header-label'));
}
