/** How each printer of the station was last heard of, as the rules of the pool want to know it. In memory only. */
import { isAboutAnotherHost, stops } from '../../clinic/printer-trouble.ts';
import type { PrinterCondition } from '../../printing/printer-pool.ts';
import type { PrinterLine } from '../staff-api.ts';

interface PrinterConditions {
  of(printer: string): PrinterCondition;
  heard(printer: string, report: Pick<PrinterLine, 'isReady' | 'troubles'>): void;
}

export const notHeardFrom: PrinterCondition = { kind: 'not-heard-from' };

export function printerConditions(nowMs: () => number): PrinterConditions {
  const conditions = new Map<string, PrinterCondition>();
  const of = (printer: string) => conditions.get(printer) ?? notHeardFrom;
  return {
    of,
    heard(printer, { isReady, troubles }) {
      const hasFailed = !isReady && troubles.some((trouble) => stops(trouble) && !isAboutAnotherHost(trouble));
      if (!hasFailed) conditions.set(printer, { kind: 'ready' });
      else if (of(printer).kind !== 'failed') conditions.set(printer, { kind: 'failed', sinceMs: nowMs() });
    },
  };
}
