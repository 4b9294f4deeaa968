/**
 * `outbox [--out FILE.pdf | FILE.csv]`: what is still owed upstream. Bad news only when something needs a person. The file says who
 * was checked in or registered and whose blood was taken, in order of time, for whoever enters it by hand.
 */
import type { Store } from '../../offline-store/store.ts';
import { systemClock } from '../clock.ts';
import { notSentPdf } from '../day-list-pdf.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { notSentCsv } from '../not-sent-paper.ts';
import { notSentNow } from '../print-not-sent.ts';
import { badNews, type Command, count, good, misused, withStore, writeForOwner } from './command.ts';

export const outboxCommand: Command = async (input) => {
  const { out } = input.options;
  if (out !== undefined && !/\.(csv|pdf)$/.test(out)) return misused('usage: outbox [--out FILE.pdf | FILE.csv]');
  return withStore(input, async (store, settings) => {
    const entries = store.ledger.outbox();
    const waiting = entries.filter((entry) => entry.state === 'pending');
    const stuck = entries.filter((entry) => entry.state === 'conflict' || entry.state === 'set-aside');
    const facts = { waiting: waiting.length, needStaff: stuck.length, entries };
    const line = `${count(waiting.length, 'message')} waiting to go upstream, ${stuck.length} that staff must see to`;
    if (out !== undefined && !(await written(out, store, settings)))
      return badNews('the list could not be drawn', facts);
    const said = out === undefined ? line : `${line}; the list is in ${out}`;
    return stuck.length > 0 ? badNews(said, facts) : good(said, facts);
  });
};

/** The kiosk does not run while a command has its store, so nothing goes upstream. */
async function written(out: string, store: Store, settings: KioskConfig): Promise<boolean> {
  const page = notSentNow({ store, settings, nowMs: systemClock.nowMs(), isOnline: false });
  const pdf = out.endsWith('.pdf') ? await notSentPdf(page) : null;
  if (pdf?.ok === false) return false;
  writeForOwner(out, pdf === null ? notSentCsv(page) : pdf.value);
  return true;
}
