/**
 * What a ZPL printer says about itself, read strictly: `~HS`, `~HQES`, `~HI` and the quoted answers of Set-Get-Do.
 *
 * The field tables are those of Zebra's programming guide. An answer with another number of fields is refused, not
 * guessed at: read one field off, an open head is reported as closed. Pure; the questions are bytes, ready to send.
 */
import type { PrinterTrouble } from '../../clinic/printer-trouble.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { Reader } from '../connections/connection.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Byte for character, so that places in the text are places in the bytes. */
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

export const zplQuestions = {
  hostStatus: encode('~HS\r\n'),
  errors: encode('~HQES\r\n'),
  identity: encode('~HI\r\n'),
  odometer: encode('! U1 getvar "odometer.total_label_count"\r\n'),
  serial: encode('! U1 getvar "device.unique_id"\r\n'),
} as const;

/** Drops a format that has begun and not ended. */
export const forgetPartOfLabel = encode('~JX\r\n');

/** What stands between start and end of text, and where. */
interface Frame {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const startOfText = '\x02';
const endOfText = '\x03';
const lineEnd = '\r\n';

/** Every whole frame; a start of text that is followed by another is the rest of something that broke off. */
function framesIn(text: string): Frame[] {
  const frames: Frame[] = [];
  for (let close = text.indexOf(endOfText); close >= 0; close = text.indexOf(endOfText, close + 1)) {
    const open = text.lastIndexOf(startOfText, close);
    if (open < (frames.at(-1)?.end ?? 0)) continue;
    const end = text.startsWith(lineEnd, close + 1) ? close + 1 + lineEnd.length : close + 1;
    frames.push({ text: text.slice(open + 1, close), start: open, end });
  }
  return frames;
}

export type NotUnderstood = 'not-understood';

/** `~HS`, without the fields that no decision of ours needs. */
export interface ZebraStatus {
  readonly isPaperOut: boolean;
  readonly isPaused: boolean;
  readonly labelLengthDots: number;
  readonly formatsInBuffer: number;
  readonly isBufferFull: boolean;
  /** It prints what it receives as hexadecimal, not as labels. */
  readonly isInDiagnosticMode: boolean;
  readonly hasPartOfLabel: boolean;
  readonly hasLostSettings: boolean;
  readonly isTooCold: boolean;
  readonly isTooHot: boolean;
  readonly isHeadOpen: boolean;
  readonly isRibbonOut: boolean;
  readonly usesRibbon: boolean;
  readonly isLabelWaitingToBePeeled: boolean;
  readonly labelsRemaining: number;
}

const hostStatusFields = [12, 11, 2] as const;
const wholeNumber = /^\d+$/;

/** Three frames; the line end after the last is sometimes missing. */
function hostStatusOf(frames: readonly Frame[]): Result<ZebraStatus, NotUnderstood> {
  const fields = frames.map((frame) => frame.text.split(','));
  if (fields.length !== 3 || fields.some((list, index) => list.length !== hostStatusFields[index])) {
    return refuse('not-understood');
  }
  const [first = [], second = []] = fields;
  if (![...first, ...second.slice(0, 5), second[8]].every((field) => wholeNumber.test(field ?? ''))) {
    return refuse('not-understood');
  }
  const isOn = (fields: readonly string[], index: number) => fields[index] === '1';
  const count = (fields: readonly string[], index: number) => Number(fields[index]);
  return ok({
    isPaperOut: isOn(first, 1),
    isPaused: isOn(first, 2),
    labelLengthDots: count(first, 3),
    formatsInBuffer: count(first, 4),
    isBufferFull: isOn(first, 5),
    isInDiagnosticMode: isOn(first, 6),
    hasPartOfLabel: isOn(first, 7),
    hasLostSettings: isOn(first, 9),
    isTooCold: isOn(first, 10),
    isTooHot: isOn(first, 11),
    // second[1] is unused: skipping it here would read every later field one place off.
    isHeadOpen: isOn(second, 2),
    isRibbonOut: isOn(second, 3),
    usesRibbon: isOn(second, 4),
    isLabelWaitingToBePeeled: isOn(second, 7),
    labelsRemaining: count(second, 8),
  });
}

/** What of it a person has to see to. Cold is none: printers print when cold, and say so for the quality's sake. */
export function troublesOf(status: ZebraStatus): PrinterTrouble[] {
  const found: readonly [boolean, PrinterTrouble][] = [
    [status.isHeadOpen, 'head-open'],
    [status.isPaperOut, 'paper-out'],
    [status.usesRibbon && status.isRibbonOut, 'ribbon-out'],
    [status.isPaused, 'paused'],
    [status.isTooHot, 'too-hot'],
    [status.isInDiagnosticMode || status.hasLostSettings, 'error'],
  ];
  return found.filter(([isSo]) => isSo).map(([, trouble]) => trouble);
}

const errorBits: readonly [number, PrinterTrouble][] = [
  [0x4, 'head-open'],
  [0x1, 'paper-out'],
  [0x2, 'ribbon-out'],
  [0x10000, 'paused'],
  // Head, motor.
  [0x10 | 0x20, 'too-hot'],
  [0x8, 'cutter'],
  // Of kiosk printers: jam, presenter, paper feed, path to be cleared; jam while taking paper back.
  [0xf000 | 0x20000, 'jammed'],
  // Head element, head detection, thermistor.
  [0x40 | 0x80 | 0x200, 'broken'],
  // Firmware settings; black mark not calibrated or not found.
  [0x100 | 0xc0000, 'error'],
];
const warningBits = { needsCalibration: 0x1, paperNearEnd: 0x8 } as const;

/** `~HQES`, without the warnings that no decision of ours needs. */
export interface ZebraErrors {
  readonly troubles: readonly PrinterTrouble[];
  /** It has not measured the labels that are in it. */
  readonly needsCalibration: boolean;
}

function errorsOfBits(errors: number, warnings: number): ZebraErrors {
  const faults = errorBits.filter(([bits]) => (errors & bits) !== 0).map(([, trouble]) => trouble);
  const isNearEnd = (warnings & warningBits.paperNearEnd) !== 0 && !faults.includes('paper-out');
  return {
    troubles: isNearEnd ? [...faults, 'paper-near-end'] : faults,
    needsCalibration: (warnings & warningBits.needsCalibration) !== 0,
  };
}

const errorLine = /ERRORS:\s+\d\s+[0-9A-F]{8}\s+([0-9A-F]{8})\s+WARNINGS:\s+\d\s+[0-9A-F]{8}\s+([0-9A-F]{8})/i;

/** `~HQES`: the second group of hexadecimal digits of each line. */
export function parseErrors(text: string): Result<ZebraErrors, NotUnderstood> {
  const [, errors, warnings] = errorLine.exec(text) ?? [];
  if (errors === undefined || warnings === undefined) return refuse('not-understood');
  return ok(errorsOfBits(Number.parseInt(errors, 16), Number.parseInt(warnings, 16)));
}

interface ZebraIdentity {
  readonly model: string;
  readonly firmware: string;
  readonly dotsPerMm: number;
}

/** `~HI`, without its frame: model, firmware, dots per millimetre, memory, options. */
export function parseIdentity(line: string): Result<ZebraIdentity, NotUnderstood> {
  const [model = '', firmware = '', dotsPerMm = ''] = line.split(',');
  if (model === '' || firmware === '' || !/^\d{1,2}$/.test(dotsPerMm)) return refuse('not-understood');
  return ok({ model, firmware, dotsPerMm: Number(dotsPerMm) });
}

/** `odometer.total_label_count`; a printer that keeps none says `?`. */
export function parseOdometer(value: string): Result<number | 'none', NotUnderstood> {
  const text = value.trim();
  if (text === '?') return ok('none');
  return /^\d{1,12}$/.test(text) ? ok(Number(text)) : refuse('not-understood');
}

/** The first frame that `isIt`, with the `count - 1` behind it; what is around them is left to others. */
function frameReader<Value>(
  isIt: (text: string) => boolean,
  count: number,
  value: (frames: readonly Frame[]) => Value,
): Reader<Value> {
  return (received) => {
    const frames = framesIn(latin1(received));
    const first = frames.findIndex((frame) => isIt(frame.text));
    const found = first < 0 ? [] : frames.slice(first, first + count);
    const [begin, end] = [found[0], found[count - 1]];
    return begin && end ? { value: value(found), start: begin.start, end: end.end } : null;
  };
}

const isDigits = (text: string) => /^[\d,]+$/.test(text);
const textOf = (frames: readonly Frame[]) => frames.map((frame) => frame.text).join('');

export const readHostStatus = frameReader(isDigits, hostStatusFields.length, hostStatusOf);
export const readErrors = frameReader(
  (text) => text.includes('PRINTER STATUS'),
  1,
  (frames) => parseErrors(textOf(frames)),
);
export const readIdentity = frameReader(
  (text) => !isDigits(text),
  1,
  (frames) => parseIdentity(textOf(frames)),
);

/** The value of a Set-Get-Do variable, without its quotes. */
export const readVariable: Reader<string> = (received) => {
  const match = /"([^"\r\n]*)"(?:\r\n)?/.exec(latin1(received));
  return match ? { value: match[1] ?? '', start: match.index, end: match.index + match[0].length } : null;
};

const padding = '\0';

/** The token of one format, which the printer echoes when it has processed it; some makes fill it up with spaces. */
export function readEcho(token: string): Reader<string> {
  const beginning = `OK[${token}`;
  return (received) => {
    const text = latin1(received);
    const start = text.indexOf(beginning);
    if (start < 0) return null;
    const rest = /^ *\](?:\r\n)?/.exec(text.slice(start + beginning.length).replaceAll(padding, ' '))?.[0];
    return rest === undefined ? null : { value: token, start, end: start + beginning.length + rest.length };
  };
}
