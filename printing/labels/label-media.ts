/** What labels are made for, by the settings of the printer that prints them. */

import type { PrinterSetting } from '../printer-config.ts';
import type { LabelMedia } from './label.ts';

type LabelPrinterSetting = Extract<PrinterSetting, { purpose: 'specimen-label' }>;

export function labelMediaOf(setting: LabelPrinterSetting): LabelMedia {
  const media = { size: setting.label, dotsPerMm: setting.dotsPerMm };
  if (setting.language === 'esc-pos') return { ...media, adjustment: { offsetMm: setting.offsetMm } };
  const { offsetMm, darkness, speedMmPerSecond } = setting;
  return { ...media, adjustment: { offsetMm, darkness, speedMmPerSecond } };
}
