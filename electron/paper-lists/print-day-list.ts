/**
 * The day list to the office printer. Who printed it is in the trail before the first byte leaves, because paper with names is
 * about to lie in a tray; what came of it is written after. It goes through no file of ours.
 */
import type { PrintListProblem } from '../../clinic/list-on-paper.ts';
import { type Result, refuse } from '../../clinic/result.ts';
import type { Store } from '../../offline-store/store.ts';
import { documentPrinter } from '../../printing/document-printer.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { dayListNow } from './day-list-now.ts';
import { bookingsIn } from './day-list-paper.ts';
import { dayListPdf } from './day-list-pdf.ts';

interface PrintList {
  readonly store: Store;
  readonly settings: Pick<KioskConfig, 'site' | 'clinicRules'>;
  readonly nowMs: () => number;
  /** Staff id; `kiosk` on the command line. */
  readonly who: string;
}

export async function printDayList(options: PrintList): Promise<Result<'sent', PrintListProblem>> {
  const { store, settings, who } = options;
  const setting = settings.site.documentPrinter;
  if (setting === null) return refuse('no-printer');
  const list = dayListNow(options);
  if (list === null) return refuse('no-list');
  const pdf = await dayListPdf({ ...list.page, passphrase: null });
  if (!pdf.ok) return pdf;
  const note = (act: string, details: Readonly<Record<string, string | number>>) =>
    store.ledger.write((writes) => writes.audit({ who, act, bookingId: null, details }));
  note('print-day-list', { bookings: bookingsIn(list.rows), asOf: list.heading.asOf, over: setting.connection.kind });
  const printed = await documentPrinter(setting).print(pdf.value);
  note('day-list-printed', { outcome: printed.ok ? printed.value : printed.problem });
  return printed;
}
