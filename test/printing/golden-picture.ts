/**
 * Pictures of labels that somebody has looked at and found good, kept beside the tests and compared dot by dot.
 *
 *   UPDATE_GOLDEN=1 npx vitest run test/printing
 *
 * writes them anew: look at each before it is committed. What a test drew instead is kept in test-results.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { expect } from 'vitest';

const goldenFolder = fileURLToPath(new URL('./golden', import.meta.url));
const drawnFolder = fileURLToPath(new URL('../../test-results/golden', import.meta.url));

/** @param name of the file, without its ending: `esc-pos-long-name`. */
export function expectGolden(name: string, png: Uint8Array): void {
  const file = path.join(goldenFolder, `${name}.png`);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(goldenFolder, { recursive: true });
    writeFileSync(file, png);
  }
  if (existsSync(file) && differentDots(readFileSync(file), png) === 0) return;
  mkdirSync(drawnFolder, { recursive: true });
  const drawn = path.join(drawnFolder, `${name}.png`);
  writeFileSync(drawn, png);
  const difference = existsSync(file) ? `${differentDots(readFileSync(file), png)} dots differ` : 'there is none';
  expect.fail(`golden picture ${name}: ${difference}; look at test-results/golden/${name}.png`);
}

/** Black where it should be white, or the other way; infinitely many between pictures of two sizes. */
function differentDots(one: Uint8Array, other: Uint8Array): number {
  const [golden, drawn] = [dotsOf(one), dotsOf(other)];
  if (golden.width !== drawn.width || golden.height !== drawn.height) return Number.POSITIVE_INFINITY;
  return golden.isBlack.filter((isBlack, index) => isBlack !== drawn.isBlack[index]).length;
}

function dotsOf(png: Uint8Array) {
  const { width, height, data, channels } = decode(png);
  const firsts = Array.from({ length: width * height }, (_, index) => data[index * channels] ?? 0);
  return { width, height, isBlack: firsts.map((value) => value < 128) };
}
