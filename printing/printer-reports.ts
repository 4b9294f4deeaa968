/** What a print worker tells of its printer: whenever it changed, and only then. */
import type { PrinterTrouble } from '../clinic/printer-trouble.ts';

export interface PrinterReport {
  readonly name: string;
  readonly isReady: boolean;
  readonly troubles: readonly PrinterTrouble[];
}

export function changedReports(
  name: string,
  tell: (report: PrinterReport) => void,
): (seen: Pick<PrinterReport, 'isReady' | 'troubles'>) => void {
  let last = '';
  return ({ isReady, troubles }) => {
    const report: PrinterReport = { name, isReady, troubles };
    const text = JSON.stringify(report);
    if (text === last) return;
    last = text;
    tell(report);
  };
}
