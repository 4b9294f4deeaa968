/** `outbox --out FILE`: what is not yet upstream as a list with names, for whoever enters it by hand. */
import type { Store } from '../../offline-store/store.ts';
import { systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { notSentPdf } from '../paper-lists/day-list-pdf.ts';
import { notSentCsv } from '../paper-lists/not-sent-paper.ts';
import { notSentNow } from '../paper-lists/print-not-sent.ts';
import { writeForOwner } from './command.ts';

/** False: it could not be drawn. The kiosk does not run while a command has its store, so nothing goes upstream. In the trail before it is there. */
export async function writeNotSent(out: string, store: Store, settings: KioskConfig): Promise<boolean> {
  const page = notSentNow({ store, settings, nowMs: systemClock.nowMs(), isOnline: false });
  const pdf = out.endsWith('.pdf') ? await notSentPdf(page) : null;
  if (pdf?.ok === false) return false;
  const details = { lines: page.cells.length };
  store.ledger.write((writes) => writes.audit({ who: 'kiosk', act: 'write-not-sent', bookingId: null, details }));
  writeForOwner(out, pdf === null ? notSentCsv(page) : pdf.value);
  return true;
}
