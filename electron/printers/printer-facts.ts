/** What one look at a printer found, for people and for programs: `doctor`, and whoever watches its JSON. */
import { type PrinterTrouble, troubleInWords } from '../../clinic/printer-trouble.ts';
import { connectionOf } from '../../printing/connections/connection-settings.ts';
import type { PrinterStatus } from '../../printing/printer.ts';
import { confirmsEachPaper, type PrinterSetting } from '../../printing/printer-config.ts';

/** What is not known is null. */
export interface PrinterFacts {
  readonly name: string;
  readonly purpose: PrinterSetting['purpose'];
  readonly language: PrinterSetting['language'];
  readonly connection: PrinterSetting['connection']['kind'];
  readonly state: 'ready' | 'not-ready';
  readonly troubles: readonly PrinterTrouble[];
  /** Whether it can prove that a paper came out. A make that keeps no count can, where it echoes: that is seen at the first paper. */
  readonly canProve: boolean | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly odometer: number | null;
  readonly dotsPerMm: number | null;
  /** Of the labels that are in it, as far as it has measured them. */
  readonly labelLengthMm: number | null;
}

export function printerFacts(setting: PrinterSetting, status: PrinterStatus): PrinterFacts {
  const { name, purpose, language, connection } = setting;
  const { isReady, troubles, odometer, model = null, serial = null, dotsPerMm = null, labelLengthDots } = status;
  return {
    name,
    purpose,
    language,
    connection: connection.kind,
    state: isReady ? 'ready' : 'not-ready',
    troubles,
    canProve: canProve(setting, odometer),
    model,
    serial,
    odometer: typeof odometer === 'number' ? odometer : null,
    dotsPerMm,
    labelLengthMm:
      labelLengthDots === undefined || dotsPerMm === null ? null : Math.round((labelLengthDots / dotsPerMm) * 10) / 10,
  };
}

function canProve(setting: PrinterSetting, odometer: PrinterStatus['odometer']): boolean | null {
  if (connectionOf(setting).isOneWay) return false;
  if (setting.language === 'esc-pos') return confirmsEachPaper(setting);
  return typeof odometer === 'number' ? true : null;
}

/** `ready`, then what staff are told; and who it is, so that site IT can put it into the settings. */
export function printerInWords({ state, troubles, model, serial, labelLengthMm }: PrinterFacts): string {
  const about = [
    model,
    serial === null ? null : `serial number ${serial}`,
    labelLengthMm === null ? null : `labels of ${labelLengthMm} mm`,
  ].filter((one) => one !== null);
  const who = about.length === 0 ? '' : ` (${about.join(', ')})`;
  return [`${state === 'ready' ? 'ready' : 'not ready'}${who}`, ...troubles.map((one) => troubleInWords[one])].join(
    '. ',
  );
}
