/**
 * Code 128 as bars, for a label that is drawn dot by dot: the symbols that code-128.ts counts, each as six widths in
 * modules, bar and space by turns.
 *
 * A printer that knows the code draws its own. Nothing here is scaled or rounded.
 */
import { assert } from '../../clinic/assert.ts';
import { code128Modules, isBarcodeData } from './code-128.ts';

/** Widths of the symbols 0 to 105, from ISO/IEC 15417; the stop has a bar more. */
const patterns = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');
const stop = '2331112';

const startInB = 104;
const startInC = 105;
const changeToC = 99;
const changeToB = 100;
const firstOfB = 0x20;
const checkModulus = 103;

/** Widths in modules from the first bar to the last, bar and space by turns. */
export function code128Bars(data: string): readonly number[] {
  assert(isBarcodeData(data), 'a barcode holds only what every reader and printer agrees on');
  const symbols = packed(data);
  const [start = startInB] = symbols;
  const check = symbols.reduce((sum, symbol, place) => sum + symbol * place, start) % checkModulus;
  const widths = [...symbols, check].map((symbol) => patterns[symbol]).join('') + stop;
  const bars = Array.from(widths, Number);
  const modules = bars.reduce((sum, width) => sum + width, 0);
  assert(modules === code128Modules(data), 'bars are as long as the layout took them to be');
  return bars;
}

/** The fewest symbols: what is best up to here, ending in subset B and ending in subset C. */
function packed(data: string): readonly number[] {
  let beforeInC: readonly number[] | null = null;
  let inB: readonly number[] = [startInB];
  let inC: readonly number[] | null = [startInC];
  for (let end = 1; end <= data.length; end += 1) {
    const nextInB = [...inB, data.charCodeAt(end - 1) - firstOfB];
    const pair = data.slice(Math.max(0, end - 2), end);
    const nextInC = beforeInC !== null && /^[0-9]{2}$/.test(pair) ? [...beforeInC, Number(pair)] : null;
    beforeInC = inC;
    inB = shorter(nextInB, nextInC && [...nextInC, changeToB]);
    inC = shorter(nextInC ?? [...nextInB, changeToC], [...nextInB, changeToC]);
  }
  return shorter(inB, inC);
}

function shorter(one: readonly number[], other: readonly number[] | null): readonly number[] {
  return other !== null && other.length < one.length ? other : one;
}
