/**
 * What a Zebra says about itself, byte by byte as its programming guide lays it out: three frames for `~HS`,
 * a page for `~HQES`, one line for `~HI`, quoted values for Set-Get-Do.
 */
export interface Condition {
  readonly paperOut: boolean;
  readonly ribbonOut: boolean;
  readonly headOpen: boolean;
  readonly headHot: boolean;
  readonly motorHot: boolean;
  readonly cutterFault: boolean;
  /** A dot of the print head is dead: it prints on, worse. */
  readonly headElementBad: boolean;
  readonly paperNearEnd: boolean;
  /** It has not measured the labels that are in it. */
  readonly needsCalibration: boolean;
  readonly paused: boolean;
}

export const healthy: Condition = {
  paperOut: false,
  ribbonOut: false,
  headOpen: false,
  headHot: false,
  motorHot: false,
  cutterFault: false,
  headElementBad: false,
  paperNearEnd: false,
  needsCalibration: false,
  paused: false,
};

/** What stops the paper in the middle of a label. */
export function isFaulted(now: Condition): boolean {
  return now.paperOut || now.ribbonOut || now.headOpen || now.headHot || now.motorHot || now.cutterFault;
}

export interface Reported extends Condition {
  readonly formatsWaiting: number;
  readonly bufferFull: boolean;
  readonly partialFormat: boolean;
  readonly labelsRemaining: number;
  readonly labelLengthDots: number;
  readonly thermalTransfer: boolean;
}

export interface Identity {
  readonly dotsPerMm: number;
  readonly serial: string;
  readonly odometer: number;
}

const startOfText = '\x02';
const endOfText = '\x03';
const firmware = 'V93.21.26Z';
const memory = '8192KB';

const bit = (on: boolean) => (on ? '1' : '0');
const digits = (value: number, width: number) => String(value).padStart(width, '0').slice(-width);

/** `~HS`: 12, 11 and 2 fields. The second field of the second frame is unused, and often forgotten. */
export function hostStatus(now: Reported): string {
  const first = ['030', bit(now.paperOut), bit(now.paused), digits(now.labelLengthDots, 4)];
  first.push(digits(now.formatsWaiting, 3), bit(now.bufferFull), '0', bit(now.partialFormat), '000', '0', '0');
  first.push(bit(now.headHot));
  const second = ['000', '0', bit(now.headOpen), bit(now.ribbonOut), bit(now.thermalTransfer), '2', '6', '0'];
  second.push(digits(now.labelsRemaining, 8), '1', '000');
  return [first, second, ['0000', '0']].map((fields) => `${startOfText}${fields.join(',')}${endOfText}\r\n`).join('');
}

/** The condition bits that `~HQES` and `zpl.system_status` share, as eight hexadecimal digits. */
function errorBits(now: Condition): string {
  const value =
    (now.paperOut ? 0x1 : 0) |
    (now.ribbonOut ? 0x2 : 0) |
    (now.headOpen ? 0x4 : 0) |
    (now.cutterFault ? 0x8 : 0) |
    (now.headHot ? 0x10 : 0) |
    (now.motorHot ? 0x20 : 0) |
    (now.headElementBad ? 0x40 : 0) |
    (now.paused ? 0x10000 : 0);
  return hexadecimal(value);
}

function warningBits(now: Condition): string {
  return hexadecimal((now.needsCalibration ? 0x1 : 0) | (now.paperNearEnd ? 0x8 : 0));
}

const hexadecimal = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
const isAny = (bits: string) => bit(bits !== '00000000');

export function errorStatus(now: Condition): string {
  const errors = errorBits(now);
  const warnings = warningBits(now);
  const lines = [
    'PRINTER STATUS',
    `ERRORS:         ${isAny(errors)} 00000000 ${errors}`,
    `WARNINGS:       ${isAny(warnings)} 00000000 ${warnings}`,
  ];
  return `${startOfText}\r\n${lines.map((line) => `  ${line}\r\n`).join('')}${endOfText}\r\n`;
}

export function model(dotsPerMm: number): string {
  return dotsPerMm >= 12 ? 'ZD421-300dpi' : 'ZD421-203dpi';
}

export function hostIdentification(identity: Identity): string {
  return `${startOfText}${model(identity.dotsPerMm)},${firmware},${identity.dotsPerMm},${memory},X${endOfText}\r\n`;
}

/** The answer to `getvar`: quoted, without a line end. What a printer does not know is `"?"`. */
export function variableAnswer(name: string, now: Condition, identity: Identity): string {
  const errors = errorBits({ ...now, paused: false });
  const warnings = warningBits(now);
  const known: Readonly<Record<string, string>> = {
    'odometer.total_label_count': String(identity.odometer),
    'device.unique_id': identity.serial,
    'device.friendly_name': identity.serial,
    'device.product_name': model(identity.dotsPerMm),
    'appl.name': firmware,
    'head.latch': now.headOpen ? 'open' : 'ok',
    'media.status': now.paperOut ? 'out' : 'ok',
    'ezpl.reprint_mode': 'off',
    'zpl.system_status': `${bit(now.paused)},${isAny(errors)},00000000,${errors},${isAny(warnings)},00000000,${warnings}`,
  };
  return `"${known[name] ?? '?'}"`;
}
