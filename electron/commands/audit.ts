/** `audit verify`: recomputes the chain of the audit trail (S14). */
import { badNews, type Command, count, good, misused, withStore } from './command.ts';

export const auditCommand: Command = async (input) => {
  if (input.words[0] !== 'verify') return misused('usage: audit verify');
  return withStore(input, async ({ ledger }) => {
    const entries = ledger.auditCount();
    const brokenAt = ledger.auditBreak();
    if (brokenAt !== null) return badNews(`the audit trail does not agree at entry ${brokenAt}`, { brokenAt, entries });
    return good(`the audit trail is whole: ${count(entries, 'act')}`, { entries });
  });
};
