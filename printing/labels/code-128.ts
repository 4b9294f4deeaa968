/**
 * How wide a Code 128 symbol is, worked out before anything is drawn: one that does not fit is refused, never
 * shrunk, because a shrunk symbol is a specimen that the analyser cannot read (ISO/IEC 15417).
 *
 * Draws nothing. Units: modules, the width of the narrowest bar.
 */
import { assert } from '../../clinic/assert.ts';
import type { DotsPerMm } from './label.ts';

/** Blank on either side, or a reader does not find the ends. */
export const quietZoneModules = 10;
export const moduleMm = 0.25;

const modulesPerSymbol = 11;
const stopModules = 13;
const heightMmMin = 6.35;
const heightShareOfLengthMin = 0.15;

/** Upper-case letters, digits and hyphens: nothing that a printer's Code 128 modes could take for a command. */
export function isBarcodeData(data: string): boolean {
  return /^[A-Z0-9-]{4,16}$/.test(data);
}

export function moduleDots(dotsPerMm: DotsPerMm): number {
  return moduleMm * dotsPerMm;
}

/** Length of the bars from the first to the last, quiet zones not included. */
export function code128Modules(data: string): number {
  assert(isBarcodeData(data), 'barcode data are 4 to 16 upper-case letters, digits and hyphens');
  const startAndCheckSymbols = 2;
  return modulesPerSymbol * (dataSymbols(data) + startAndCheckSymbols) + stopModules;
}

export function code128WidthMm(data: string): number {
  return code128Modules(data) * moduleMm;
}

/** Lower bars are read only by a steady hand. */
export function code128HeightMmMin(data: string): number {
  return Math.max(heightMmMin, heightShareOfLengthMin * code128WidthMm(data));
}

/**
 * The fewest code words: subset B takes one character each, subset C two digits, a change of subset one more.
 * A printer in automatic mode packs the same way.
 */
function dataSymbols(data: string): number {
  let before = { inB: 0, inC: 0 };
  let previous = { inB: Number.POSITIVE_INFINITY, inC: Number.POSITIVE_INFINITY };
  for (let end = 1; end <= data.length; end++) {
    const isPairOfDigits = /^[0-9]{2}$/.test(data.slice(Math.max(0, end - 2), end));
    const inB = before.inB + 1;
    const inC = isPairOfDigits ? previous.inC + 1 : Number.POSITIVE_INFINITY;
    previous = before;
    before = { inB: Math.min(inB, inC + 1), inC: Math.min(inC, inB + 1) };
  }
  return Math.min(before.inB, before.inC);
}
