/**
 * A connection moves bytes to one printer and back. It knows nothing of labels, languages or patients.
 *
 * A session is one conversation, for one question or one paper. Every promise settles: with what was waited for,
 * or with the name of what went wrong. After `broke-off` nobody knows how many of the bytes arrived.
 */
import { ok, type Result } from '../../clinic/result.ts';

/** Something in what the printer said, and where it stands; the rest stays to be read. */
interface Found<Value> {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

/** Looks for one thing in all that arrived and was not yet taken; null while it is not whole. */
export type Reader<Value> = (received: Uint8Array) => Found<Value> | null;

export type SessionProblem = 'broke-off' | 'silent';

export interface Session {
  write(bytes: Uint8Array, timeoutMs: number): Promise<Result<void, 'broke-off'>>;
  readUntil<Value>(reader: Reader<Value>, timeoutMs: number): Promise<Result<Value, SessionProblem>>;
  /** Ends it in order: what was written still goes out. */
  close(): Promise<Result<void, 'broke-off'>>;
  /** Breaks it off at once: what has not left us by now never will. */
  abandon(): void;
}

/**
 * Not one byte has left us. `in-use`: it is there, and lets in one host or program at a time, which is not us. `held-up`: a
 * queue on the way still holds papers. `stopped`: a queue on the way takes no papers, or hands none on.
 */
export type OpenProblem = 'unreachable' | 'in-use' | 'held-up' | 'stopped';

export interface PrinterConnection {
  /** It cannot carry an answer: a paper given to it is `sent`, never `printed`. */
  readonly isOneWay: boolean;
  /** The end of a paper may be lost on the way, and nobody hears of it. */
  readonly mayTearUnheard?: boolean;
  /** When the signal aborts, the session is abandoned. */
  open(signal?: AbortSignal): Promise<Result<Session, OpenProblem>>;
}

/** One question and its answer. */
export async function ask<Value>(
  session: Session,
  question: Uint8Array,
  reader: Reader<Value>,
  timeoutMs: number,
): Promise<Result<Value, SessionProblem>> {
  const written = await session.write(question, timeoutMs);
  if (!written.ok) return written;
  return session.readUntil(reader, timeoutMs);
}

const nothing: Reader<never> = () => null;

/** Waits, and ends early only when the session does. What arrives meanwhile stays to be read. */
export async function pause(session: Session, durationMs: number): Promise<Result<void, 'broke-off'>> {
  const waited = await session.readUntil(nothing, durationMs);
  return !waited.ok && waited.problem === 'broke-off' ? { ok: false, problem: 'broke-off' } : ok(undefined);
}
