/**
 * What a site sets for one of its ZPL printers after it has measured a printed ruler: where on its stock the label
 * begins, how dark and how fast it prints. Sent in every label's own bytes, because a printer keeps what it was last
 * told, by whomever; of what is not set nothing is said.
 */
import { z } from 'zod';
import { assert } from '../../clinic/assert.ts';

export interface LabelAdjustment {
  /** To the right and down; the ink moves on the stock. */
  readonly offsetMm?: Readonly<{ x: number; y: number }> | undefined;
  /** 0 to 30, as on the printer's own panel. */
  readonly darkness?: number | undefined;
  /** One of `printSpeeds`. */
  readonly speedMmPerSecond?: number | undefined;
}

/** Further off than this, it is the stock's guides that must be moved. */
const offsetMmMax = 5;
const darknessMax = 30;

/**
 * Printers run at whole inches a second (ZPL II Programming Guide, ^PR: 2 to 14), and their data sheets say these
 * millimetres.
 */
const printSpeeds: ReadonlyMap<number, number> = new Map([
  [51, 2],
  [76, 3],
  [102, 4],
  [127, 5],
  [152, 6],
  [178, 7],
  [203, 8],
  [254, 10],
  [305, 12],
  [356, 14],
]);

const offset = (direction: string) => {
  const error = `expected millimetres ${direction}, -${offsetMmMax} to ${offsetMmMax}`;
  return z.number({ error }).min(-offsetMmMax, { error }).max(offsetMmMax, { error });
};
const darknessError = `expected a darkness, 0 to ${darknessMax}, as on the printer's own panel`;
const speedError = `expected a speed that printers have, in millimetres per second: ${[...printSpeeds.keys()].join(', ')}`;

export const adjustmentSettings = {
  offsetMm: z
    .strictObject(
      { x: offset('to the right'), y: offset('down') },
      { error: 'expected how far the ink is to move: x and y' },
    )
    .optional(),
  darkness: z
    .int({ error: darknessError })
    .min(0, { error: darknessError })
    .max(darknessMax, { error: darknessError })
    .optional(),
  speedMmPerSecond: z
    .number({ error: speedError })
    .refine((speed) => printSpeeds.has(speed), { error: speedError })
    .optional(),
};

export function inchesPerSecond(speedMmPerSecond: number): number {
  const inches = printSpeeds.get(speedMmPerSecond);
  assert(inches !== undefined, 'settings name a speed that printers have');
  return inches;
}
