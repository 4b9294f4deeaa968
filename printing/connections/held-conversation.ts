/**
 * A conversation that is held for a moment after its session, for a printer that lets in one host at a time: the next
 * session goes on with it, and between our look at the printer and the end of our label nobody else gets in.
 *
 * Only for a moment, so that other hosts have their turn; and never when an answer is still owed.
 */
import { ok, type Result } from '../../clinic/result.ts';
import type { OpenProblem, PrinterConnection, Session } from './connection.ts';
import type { Conversation } from './conversation.ts';

/** Longer than a label takes to be made and proved, shorter than the pause between two looks at an idle printer. */
const heldMsMax = 500;

export function holdBetweenSessions(
  openNew: (signal: AbortSignal | undefined) => Promise<Result<Conversation, OpenProblem>>,
): PrinterConnection {
  let held: { readonly conversation: Conversation; readonly timer: NodeJS.Timeout } | null = null;

  function hold(conversation: Conversation): void {
    const timer = setTimeout(() => {
      held = null;
      conversation.close();
    }, heldMsMax);
    held = { conversation, timer };
  }

  function takeHeld(): Conversation | null {
    const taken = held;
    held = null;
    clearTimeout(taken?.timer);
    if (!taken?.conversation.isOpen) return null;
    taken.conversation.forget();
    return taken.conversation;
  }

  return {
    isOneWay: false,
    async open(signal) {
      const taken = takeHeld();
      taken?.obey(signal);
      const opened = taken?.isOpen ? ok(taken) : await openNew(signal);
      return opened.ok ? ok(sessionOver(opened.value, hold)) : opened;
    },
  };
}

function sessionOver(conversation: Conversation, hold: (conversation: Conversation) => void): Session {
  let isOver = false;
  return {
    write: (bytes, timeoutMs) => conversation.write(bytes, timeoutMs),
    readUntil: (reader, timeoutMs) => conversation.readUntil(reader, timeoutMs),
    async close() {
      if (isOver) return ok(undefined);
      isOver = true;
      if (!conversation.isOpen || conversation.isOwedAnAnswer) return conversation.close();
      hold(conversation);
      return ok(undefined);
    },
    abandon() {
      if (!isOver) conversation.abandon();
      isOver = true;
    },
  };
}
