/**
 * `outbox [--out FILE.pdf | FILE.csv]`: what is still owed upstream, by kind and by what became of it. Bad news only when
 * something needs a person. The file names the patients, in order of time, for whoever enters them by hand.
 */
import type { OutboxEntry } from '../../offline-store/owed-upstream.ts';
import type { Store } from '../../offline-store/store.ts';
import { systemClock } from '../days/clock.ts';
import { isLeftToStaff, waitingEntryOf } from '../staff/outbox-acts.ts';
import { badNews, type Command, type CommandAnswer, count, good, misused, withStore } from './command.ts';
import { writeNotSent } from './outbox-list.ts';

const msPerMinute = 60_000;
const kinds = ['arrived', 'walk-in', 'collected'] as const;
const states = ['pending', 'applied', 'merged', 'conflict', 'set-aside'] as const;

export const outboxCommand: Command = async (input) => {
  const { out } = input.options;
  if (out !== undefined && !/\.(csv|pdf)$/.test(out)) return misused('usage: outbox [--out FILE.pdf | FILE.csv]');
  return withStore(input, async (store, settings) => {
    if (out !== undefined && !(await writeNotSent(out, store, settings))) return badNews('the list could not be drawn');
    const answer = answerFor(store);
    return out === undefined ? answer : { ...answer, line: `${answer.line}; the list is in ${out}` };
  });
};

function answerFor({ ledger }: Store): CommandAnswer {
  const entries = ledger.outbox();
  const waiting = entries.filter(({ state }) => state === 'pending');
  const asked = new Set(ledger.openTasks().map(({ bookingId }) => bookingId));
  // One that staff have answered is settled; it stays in the ledger as it ended.
  const stillTried = new Set(ledger.openTasks().map((task) => waitingEntryOf(task, ledger)?.eventId));
  const isForStaff = (entry: OutboxEntry) =>
    (isLeftToStaff(entry) && asked.has(entry.bookingId)) || stillTried.has(entry.eventId);
  const stuck = entries.filter(isForStaff);
  const oldestMinutes = ageMinutes(waiting, systemClock.nowMs());
  const facts = {
    waiting: waiting.length,
    needStaff: stuck.length,
    oldestMinutes,
    counts: countsOf(entries),
    stuck: stuck.map(({ eventId, bookingId, kind, state, because, occurredAt, attempts }) => ({
      eventId,
      bookingId,
      kind,
      state,
      because,
      occurredAt,
      attempts,
    })),
    collectedNotSent: ledger.collectedNotSent().length,
    entries,
  };
  const age = oldestMinutes === null ? '' : ` (the oldest for ${count(oldestMinutes, 'minute')})`;
  const line = `${count(waiting.length, 'message')} waiting to go upstream${age}, ${stuck.length} that staff must see to`;
  const answer = stuck.length > 0 ? badNews(line, facts) : good(line, facts);
  return { ...answer, body: bodyOf(entries, stuck) };
}

function ageMinutes(waiting: readonly OutboxEntry[], nowMs: number): number | null {
  if (waiting.length === 0) return null;
  const oldestMs = Math.min(...waiting.map(({ occurredAt }) => Date.parse(occurredAt)));
  return Math.max(0, Math.floor((nowMs - oldestMs) / msPerMinute));
}

/** By kind, then by state. */
function countsOf(entries: readonly OutboxEntry[]) {
  const counted = (kind: OutboxEntry['kind'], state: OutboxEntry['state']) =>
    entries.filter((entry) => entry.kind === kind && entry.state === state).length;
  return Object.fromEntries(
    kinds.map((kind) => [kind, Object.fromEntries(states.map((state) => [state, counted(kind, state)]))]),
  );
}

/** A table for people, then each that a person must see to. It names nobody. */
function bodyOf(entries: readonly OutboxEntry[], stuck: readonly OutboxEntry[]): string {
  const counts = countsOf(entries);
  const rows = [['', ...states], ...kinds.map((kind) => [kind, ...states.map((state) => `${counts[kind]?.[state]}`)])];
  const table = rows.map((row) =>
    row
      .map((cell) => cell.padEnd(10))
      .join('')
      .trimEnd(),
  );
  const needed = stuck.map(
    ({ occurredAt, kind, bookingId, state, because }) =>
      `${occurredAt} ${kind} ${bookingId}: ${state}, ${because ?? 'no reason kept'}`,
  );
  return [...table, ...needed].join('\n');
}
