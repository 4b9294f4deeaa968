/**
 * Remembers which events upstream does not take, since when, and tells staff when it has lasted too long (the rule is in the
 * clinic's not-taken.ts). Decides nothing about sending.
 *
 * Since when, stands in the audit trail: a line for the first such answer, so that a restart does not begin the hour anew. What
 * was heard of the list, and which events met silence, is known of this run only: an hour offline leaves no line for each.
 */
import { assert } from '../../clinic/assert.ts';
import {
  type NotTaken,
  type NotTakenReason,
  notTakenReasons,
  type OwedKind,
  owedKinds,
  type ServerMeanwhile,
  whoMustSee,
} from '../../clinic/not-taken.ts';
import type { StaffTask, StaffTaskMatter } from '../../clinic/staff-task.ts';
import type { OutboxEntry } from '../owed-upstream.ts';
import type { Ledger, LedgerWrites } from '../store.ts';
import { acts, matterOf } from './settle-delivery.ts';

type WatchedLedger = Pick<Ledger, 'write' | 'openTasks' | 'lastEnded' | 'auditLately' | 'newestAudit'>;

export interface NotTakenWatch {
  /** A pull has ended; well: the server answered it as it should. */
  heardList(isWell: boolean): void;
  /** Whether the event is known to have been answered and not taken. */
  isKnown(eventId: string): boolean;
  /**
   * Whether the last event of its kind that ended was refused for good, of another booking: since then the server has taken none.
   * Only blood, which holds back nothing but more of it: what follows an arrival would wait with it.
   */
  isRefusedLikeTheLast(entry: OutboxEntry): boolean;
  /** The lower goes first: what was refused holds nobody up, and what ended a round goes after it, the latest last. */
  turnOf(eventId: string): number;
  /** A round ended with it. */
  noteStop(eventId: string): void;
  /** In the transaction that says when it is tried again. */
  note(entry: OutboxEntry, because: NotTakenReason, writes: Pick<LedgerWrites, 'audit'>): void;
  /** An event of this kind went through. */
  noteTaken(kind: OwedKind): void;
  /** At the end of a round, of what is owed then. */
  tellStaff(waiting: readonly OutboxEntry[]): void;
}

/** What the trail says: of each event, and when the last one of each kind went through. */
interface Known {
  readonly events: Map<string, NotTaken>;
  readonly tookAtMs: Map<OwedKind, number>;
}

const act = 'not-taken';

export function watchNotTaken(ledger: WatchedLedger, now: () => string): NotTakenWatch {
  const nowMs = () => Date.parse(now());
  let known: Known | null = null;
  let list: ServerMeanwhile['list'] = null;
  /** Events that ended rounds, and after how many others. */
  const stops = new Map<string, number>();
  let stopCount = 0;
  /** Events of the round that is under way. */
  const heard = new Set<string>();
  const becauseOf = ({ eventId }: { readonly eventId: string }) => known?.events.get(eventId)?.because ?? null;
  const isKnown = (eventId: string) => !['unanswered', null].includes(becauseOf({ eventId }));

  /** Read once, when it is first needed. */
  function recalled(): Known {
    known ??= readKnown(ledger);
    return known;
  }

  function newTasks(waiting: readonly OutboxEntry[]): readonly NewTask[] {
    const { events } = recalled();
    const atMs = nowMs();
    const seenTo = new Map([undefined, ...owedKinds].map((of) => [of, seenToAt(of)]));
    const refused = waiting.filter((entry) => !['search-ignored', null].includes(becauseOf(entry)));
    return waiting.flatMap((entry): readonly NewTask[] => {
      const event = events.get(entry.eventId);
      const isHeard = heard.has(entry.eventId);
      if (event === undefined || (event.because === 'unanswered' && !isHeard)) return [];
      const isOther = ({ bookingId }: OutboxEntry) => bookingId !== entry.bookingId;
      const server: ServerMeanwhile = {
        list,
        refusesItsKind: refused.some((other) => other.kind === entry.kind && isOther(other)),
        refusesOtherKinds: refused.some((other) => other.kind !== entry.kind && isOther(other)),
        seenToAtMs: seenTo.get(undefined) ?? null,
        kindSeenToAtMs: seenTo.get(entry.kind) ?? null,
      };
      const who = whoMustSee(event, server, atMs);
      const matter = { kind: 'nothing-taken', because: event.because } as const;
      if (who === 'staff-for-the-kiosk') return [{ bookingId: null, matter }];
      if (who === 'staff-for-the-kind') return [{ bookingId: null, matter: { ...matter, of: entry.kind } }];
      // Of one that was not tried just now nobody knows that it would not go through.
      const isForBooking = who === 'staff-for-the-booking' && isHeard;
      return isForBooking ? [{ bookingId: entry.bookingId, matter: matterOf(entry.kind, 'not-taken', false) }] : [];
    });
  }

  /** What staff said of one kind says nothing of another, or of all. */
  function seenToAt(of: OwedKind | undefined): number | null {
    const ended = ledger.lastEnded('nothing-taken', (matter) => matter.kind === 'nothing-taken' && matter.of === of);
    return ended === null ? null : Date.parse(ended.endedAt);
  }

  /** Of the kiosk's own tasks. */
  function isOver({ matter, openedAt }: StaffTask, waiting: readonly OutboxEntry[]): boolean {
    if (matter.kind !== 'nothing-taken') return false;
    const isMeant = (kind: OwedKind) => matter.of === undefined || matter.of === kind;
    const isSoStill = waiting.some((entry) => isMeant(entry.kind) && becauseOf(entry) === matter.because);
    const tookSince = [...recalled().tookAtMs].some(([kind, ms]) => isMeant(kind) && ms >= Date.parse(openedAt));
    return !isSoStill || (matter.because !== 'search-ignored' && tookSince);
  }

  return {
    heardList(isWell) {
      list = isWell ? { sinceMs: list?.sinceMs ?? nowMs(), atMs: nowMs() } : null;
    },
    isKnown,
    isRefusedLikeTheLast({ kind, bookingId }) {
      const last = kind === 'collected' ? ledger.newestAudit(acts[kind]) : null;
      return last?.details.because === 'refused-by-server' && last.bookingId !== bookingId;
    },
    turnOf: (eventId) => stops.get(eventId) ?? (isKnown(eventId) ? 1 : 0),
    noteStop(eventId) {
      stopCount += 1;
      stops.set(eventId, 1 + stopCount);
    },
    note({ eventId, bookingId, kind }, because, writes) {
      const { events } = recalled();
      const before = events.get(eventId);
      // What it was answered before says more than silence.
      if (because === 'unanswered' && isKnown(eventId)) return;
      heard.add(eventId);
      // A clock that was set back must not make an hour of days.
      const isNew = before === undefined || before.sinceMs > nowMs();
      const isFirstAnswer = because !== 'unanswered' && (isNew || before.because === 'unanswered');
      const since = { sinceMs: nowMs(), othersGoSinceMs: null, itsKindGoesSinceMs: null };
      events.set(eventId, isNew ? { because, kind, ...since } : { ...before, because });
      if (isFirstAnswer) writes.audit({ who: 'kiosk', act, bookingId, details: { eventId, kind, because } });
    },
    noteTaken(kind) {
      if (known === null) return;
      const tookAtMs = nowMs();
      known.tookAtMs.set(kind, tookAtMs);
      for (const [eventId, event] of known.events) {
        const othersGoSinceMs = event.othersGoSinceMs ?? tookAtMs;
        const itsKindGoesSinceMs = event.itsKindGoesSinceMs ?? (event.kind === kind ? tookAtMs : null);
        known.events.set(eventId, { ...event, othersGoSinceMs, itsKindGoesSinceMs });
      }
    },
    tellStaff(waiting) {
      const open = ledger.openTasks();
      if (known === null && !open.some(({ matter }) => matter.kind === 'nothing-taken')) return;
      const news = heard.size === 0 ? [] : onlyNew(newTasks(waiting), open);
      heard.clear();
      const over = open.filter((task) => isOver(task, waiting));
      if (news.length + over.length === 0) return;
      ledger.write((writes) => {
        for (const { bookingId, matter } of news) {
          writes.openTask(bookingId, matter);
          writes.audit({ who: 'kiosk', act: 'tell-staff', bookingId, details: { matter: matter.kind } });
        }
        for (const { id: taskId, bookingId } of over) {
          writes.endTask(taskId, 'done', 'kiosk');
          writes.audit({ who: 'kiosk', act: 'end-task', bookingId, details: { taskId, because: 'went-through' } });
        }
      });
    },
  };
}

interface NewTask {
  readonly bookingId: string | null;
  readonly matter: StaffTaskMatter;
}

/** One task for one matter, however many wait for the same; that nothing goes through says that nothing of a kind does. */
function onlyNew(found: readonly NewTask[], open: readonly StaffTask[]): readonly NewTask[] {
  const keyOf = ({ bookingId, matter }: NewTask) => JSON.stringify([bookingId, matter]);
  const seen = new Set(open.map(keyOf));
  const isOfAll = ({ matter }: NewTask) => matter.kind === 'nothing-taken' && matter.of === undefined;
  const isAllTold = [...open, ...found].some((task) => isOfAll(task) && !isAboutSearch(task));
  const isSaid = ({ matter }: NewTask) => isAllTold && matter.kind === 'nothing-taken' && matter.of !== undefined;
  const news = new Map(found.filter((task) => !isSaid(task)).map((task) => [keyOf(task), task]));
  return [...news].filter(([key]) => !seen.has(key)).map(([, task]) => task);
}

const isAboutSearch = ({ matter }: NewTask): boolean =>
  matter.kind === 'nothing-taken' && matter.because === 'search-ignored';

function readKnown(ledger: WatchedLedger): Known {
  const tookAtMs = new Map<OwedKind, number>();
  for (const kind of owedKinds) {
    const sent = ledger.newestAudit(acts[kind]);
    if (sent?.details.outcome === 'applied') tookAtMs.set(kind, Date.parse(sent.at));
  }
  const newestMs = Math.max(...tookAtMs.values());
  const events = new Map<string, NotTaken>();
  for (const { at, details } of ledger.auditLately([act])) {
    const { eventId } = details;
    // The newest comes first.
    if (typeof eventId !== 'string' || events.has(eventId)) continue;
    const sinceMs = Date.parse(at);
    const notBefore = (ms: number | undefined) => (ms !== undefined && ms >= sinceMs ? ms : null);
    const kind = oneOf(owedKinds, details.kind);
    events.set(eventId, {
      because: oneOf(notTakenReasons, details.because),
      kind,
      sinceMs,
      othersGoSinceMs: notBefore(newestMs),
      itsKindGoesSinceMs: notBefore(tookAtMs.get(kind)),
    });
  }
  return { events, tookAtMs };
}

function oneOf<Word extends string>(words: readonly Word[], written: unknown): Word {
  const word = words.find((one) => one === written);
  assert(word !== undefined, 'the trail says which kind of event was not taken, and why');
  return word;
}
