/** Premises for a file of tests: patients whom no test has seen yet, and what came out of the printers. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { TrainingPatient } from '../../build/training-day.ts';
import { openPremises, type Premises } from '../../build/training-premises.ts';
import { barcodesOf } from './read-barcode.ts';

/** The paper moves fast here. */
const labelMs = 20;

export interface TestPremises extends Premises {
  /** Somebody with one of these orders, each person once. */
  nextPatient(...orders: readonly string[]): TrainingPatient;
  /** Header, citrate, serum gel, EDTA, fluoride. */
  fourTubes(): TrainingPatient;
  /** A header and two tubes. */
  twoTubes(): TrainingPatient;
  /** Printers with nothing printed and nothing wrong. With a station at work, wait until it has seen them. */
  newPaper(options?: { readonly isStationOpen: boolean }): Promise<void>;
  /** The bytes of the labels that came out, in order, when so many are out: not one more. */
  labelsOut(count: number): Promise<readonly string[]>;
  /** The number that each of those labels was told to carry as a barcode; nothing for a header label. */
  numbersOut(count: number): Promise<readonly string[]>;
  /** What a scanner reads on their pictures. */
  numbersRead(count: number): Promise<readonly string[]>;
}

export async function openTestPremises(): Promise<TestPremises> {
  const premises = await openPremises({
    folder: mkdtempSync(path.join(os.tmpdir(), 'station-')),
    labelMs,
    keepsPictures: false,
  });
  const { labels, tickets } = premises;
  const waiting = [...premises.day.nearest(Date.now())];
  let { odometer } = await labels.state();

  function nextPatient(...orders: readonly string[]): TrainingPatient {
    const at = waiting.findIndex((patient) => orders.includes(patient.tests.join(' ')));
    const [patient] = at < 0 ? [] : waiting.splice(at, 1);
    if (patient === undefined) throw new Error(`nobody is left with ${orders.join(' or ')}`);
    return patient;
  }

  async function newPaper({ isStationOpen } = { isStationOpen: true }): Promise<void> {
    await Promise.all([labels.renew(), tickets.renew()]);
    // What the station knew of the printer before must not be held against the new one.
    if (isStationOpen) await labels.waitFor('asked');
    ({ odometer } = await labels.state());
  }

  async function labelsOut(count: number): Promise<readonly string[]> {
    if (count > 0) await labels.waitForLabel(count);
    expect((await labels.state()).odometer - odometer, 'labels that came out').toBe(count);
    return (await labels.labels()).map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8'));
  }

  async function numbersRead(count: number): Promise<readonly string[]> {
    await labelsOut(count);
    const pictures = await Promise.all(Array.from({ length: count }, (_, index) => labels.picture(index + 1)));
    return (await Promise.all(pictures.map((png) => (png === null ? ['not drawable'] : barcodesOf(png))))).flat();
  }

  const numbersOut = async (count: number) =>
    (await labelsOut(count)).flatMap((label) => /\^BC[^^]*\^FD([^^]*)\^FS/.exec(label)?.[1] ?? []);

  return {
    ...premises,
    nextPatient,
    fourTubes: () => nextPatient('inr fbc ue glucose'),
    twoTubes: () => nextPatient('fbc ue lft', 'ue glucose', 'fbc ue'),
    newPaper,
    labelsOut,
    numbersOut,
    numbersRead,
    async stop() {
      await premises.stop();
      rmSync(premises.folder, { recursive: true, force: true });
    },
  };
}

/** What a label says, with the characters that ZPL spells in hexadecimal. */
export function wordsOf(label: string): string {
  const spelt = (text: string) =>
    text.replaceAll(/(_[0-9A-F]{2})+/g, (hex) => Buffer.from(hex.replaceAll('_', ''), 'hex').toString());
  const texts = label.matchAll(/(\^FH_)?\^FD(.*?)\^FS/g);
  return Array.from(texts, ([, isSpelt, text = '']) => (isSpelt ? spelt(text) : text)).join('\n');
}
