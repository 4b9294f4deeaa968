/**
 * What an ESC/POS printer says: status bytes that it answers at once (`DLE EOT`), even when it is offline, and the
 * confirmation of one ticket (`GS ( H`), sent when its printing is completed.
 *
 * Both arrive in one stream, in which stray status bytes may stand anywhere: a printer obeys `10 04 n` even inside a
 * picture. Pure; the questions are bytes, ready to send.
 */
import { assert } from '../../clinic/assert.ts';
import type { PrinterTrouble } from '../../clinic/printer-trouble.ts';
import type { Reader } from '../connections/connection.ts';

export const statusSubjects = ['printer', 'offline-cause', 'error-cause', 'paper'] as const;
export type StatusSubject = (typeof statusSubjects)[number];

export function statusQuestion(subject: StatusSubject): Uint8Array {
  return Uint8Array.of(0x10, 0x04, statusSubjects.indexOf(subject) + 1);
}

/** Bits 0 and 7 are clear and bits 1 and 4 are set in every answer to `DLE EOT`. */
export function isStatusByte(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

export type EscPosStatus = Readonly<Record<StatusSubject, number>>;

/** What the bits of each answer mean; those that differ between models are clear where a model does not know them. */
const bits = {
  printer: { offline: 0x08, waitsForButton: 0x20, feedButton: 0x40 },
  'offline-cause': { coverOpen: 0x04, fedByHand: 0x08, paperEnd: 0x20 },
  'error-cause': { recoverable: 0x04, cutter: 0x08, unrecoverable: 0x20, recoversByItself: 0x40 },
  paper: { nearEnd: 0x0c, end: 0x60 },
} as const;

/** What a person has to see to. A printer that is offline and gives no cause has an error. */
export function escPosTroubles(status: EscPosStatus): PrinterTrouble[] {
  const isOn = (subject: StatusSubject, bit: number) => (status[subject] & bit) !== 0;
  const { printer, paper } = bits;
  const [cause, error] = [bits['offline-cause'], bits['error-cause']];
  const isCoverOpen = isOn('offline-cause', cause.coverOpen);
  const found: readonly [boolean, PrinterTrouble][] = [
    [isCoverOpen, 'cover-open'],
    [isOn('offline-cause', cause.paperEnd) || isOn('paper', paper.end), 'paper-out'],
    [isOn('error-cause', error.cutter), 'cutter'],
    [isOn('error-cause', error.recoverable), 'jammed'],
    [isOn('error-cause', error.unrecoverable), 'broken'],
    // A cover that was opened while it printed is reported by the same bit as a hot head.
    [isOn('error-cause', error.recoversByItself) && !isCoverOpen, 'too-hot'],
    [isOn('offline-cause', cause.fedByHand) || isOn('printer', printer.feedButton), 'fed-by-hand'],
  ];
  const troubles = found.filter(([isSo]) => isSo).map(([, trouble]) => trouble);
  if (troubles.length === 0 && isOn('printer', printer.waitsForButton)) return ['waits-for-its-button'];
  if (troubles.length === 0 && isOn('printer', printer.offline)) return ['error'];
  return isOn('paper', paper.nearEnd) && !troubles.includes('paper-out') ? [...troubles, 'paper-near-end'] : troubles;
}

const confirmationStart = [0x37, 0x22] as const;
const tokenCharacters = 4;
const confirmationBytes = confirmationStart.length + tokenCharacters + 1;

/** The next status byte that is not inside a confirmation: a token may look like one. */
export const readStatusByte: Reader<number> = (received) => {
  for (let index = 0; index < received.length; index += 1) {
    if (received[index] === confirmationStart[0] && received[index + 1] === confirmationStart[1]) {
      index += confirmationBytes - 1;
      continue;
    }
    const byte = received[index];
    if (byte !== undefined && isStatusByte(byte)) return { value: byte, start: index, end: index + 1 };
  }
  return null;
};

/** `GS ( H`, function 48: answered `37 22 token 00` when what came before is printed. */
export function confirmationRequest(token: string): Uint8Array {
  return Uint8Array.of(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, ...charactersOf(token));
}

/** `37 22 d1 d2 d3 d4 00` with exactly this token, whatever status bytes stand before, behind or within it. */
export function readConfirmation(token: string): Reader<string> {
  const wanted = [...confirmationStart, ...charactersOf(token), 0];
  return (received) => {
    for (let start = 0; start < received.length; start += 1) {
      const end = endOfConfirmation(received, start, wanted);
      if (end !== null) return { value: token, start, end };
    }
    return null;
  };
}

function charactersOf(token: string): readonly number[] {
  assert(/^[ -~]{4}$/.test(token), 'a paper is confirmed by four printable characters');
  return Array.from(token, (character) => character.charCodeAt(0));
}

function endOfConfirmation(received: Uint8Array, start: number, wanted: readonly number[]): number | null {
  if (received[start] !== wanted[0]) return null;
  let matched = 0;
  for (let index = start; index < received.length; index += 1) {
    const byte = received[index] ?? 0;
    if (byte === wanted[matched]) matched += 1;
    else if (!isStatusByte(byte)) return null;
    if (matched === wanted.length) return index + 1;
  }
  return null;
}

/**
 * What a torn command may still wait for: it takes our status questions for its parameters, and reads a length of up
 * to 0x1006 bytes out of them. A printer ignores the rest.
 */
const paddingBytes = 0x1006 + 8;
const lineEndFeedAndCut = [0x0a, 0x1d, 0x56, 66, 0] as const;

/**
 * Ends a ticket that broke off. Else the torn line would come out on top of the next patient's ticket, or the torn command
 * would swallow it. Where nothing is torn, a blank slip is cut.
 */
export const cutOffPart = Uint8Array.from([...Array<number>(paddingBytes).fill(0), ...lineEndFeedAndCut]);
