/**
 * The list of what is not yet upstream, to the office printer. Who printed it is in the trail before the first byte leaves,
 * because paper with names is about to lie in a tray. It goes through no file of ours.
 */
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { PrintListProblem } from '../../clinic/list-on-paper.ts';
import { type Result, refuse } from '../../clinic/result.ts';
import type { Store } from '../../offline-store/store.ts';
import { documentPrinter } from '../../printing/document-printer.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { notSentPdf } from './day-list-pdf.ts';
import { notSentLines } from './not-sent.ts';
import { type NotSentPage, notSentPage } from './not-sent-paper.ts';

interface NotSentSource {
  readonly store: Store;
  readonly settings: { readonly site: Pick<KioskConfig['site'], 'name' | 'timeZone' | 'documentPrinter'> };
  readonly nowMs: number;
  readonly isOnline: boolean;
}

export function notSentNow({ store, settings, nowMs, isOnline }: NotSentSource): NotSentPage {
  const { timeZone, name: siteName } = settings.site;
  const lines = notSentLines({ store, timeZone, nowMs, isOnline });
  return notSentPage(lines, {
    siteName,
    clinicDay: clinicDayOf(nowMs, timeZone),
    printedAt: localTime(nowMs, timeZone),
  });
}

export async function printNotSent(
  who: string,
  source: NotSentSource,
): Promise<Result<'sent', Exclude<PrintListProblem, 'no-list'>>> {
  const { store, settings } = source;
  const setting = settings.site.documentPrinter;
  if (setting === null) return refuse('no-printer');
  const page = notSentNow(source);
  const pdf = await notSentPdf(page);
  if (!pdf.ok) return pdf;
  const note = (act: string, details: Readonly<Record<string, string | number>>) =>
    store.ledger.write((writes) => writes.audit({ who, act, bookingId: null, details }));
  note('print-not-sent', { lines: page.cells.length, over: setting.connection.kind });
  const printed = await documentPrinter(setting).print(pdf.value);
  note('not-sent-printed', { outcome: printed.ok ? printed.value : printed.problem });
  return printed;
}
