/** `outbox`: what is still owed upstream. Bad news only when something needs a person. */
import { badNews, type Command, count, good, withStore } from './command.ts';

export const outboxCommand: Command = async (input) =>
  withStore(input, async ({ ledger }) => {
    const entries = ledger.outbox();
    const waiting = entries.filter((entry) => entry.state === 'pending');
    const stuck = entries.filter((entry) => entry.state === 'conflict' || entry.state === 'set-aside');
    const facts = { waiting: waiting.length, needStaff: stuck.length, entries };
    const line = `${count(waiting.length, 'message')} waiting to go upstream, ${stuck.length} that staff must see to`;
    return stuck.length > 0 ? badNews(line, facts) : good(line, facts);
  });
