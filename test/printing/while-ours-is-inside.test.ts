/** A label that a printer has received and does not print, and of which it says nothing. */
import { expect, test } from 'vitest';
import type { PrinterStatus } from '../../printing/printer.ts';
import { watchInside } from '../../printing/while-ours-is-inside.ts';
import { countPapers, hasTrouble, quickWaits, threePapers, zebraAt } from './bench-of-printers.ts';
import { newJournal, workerAt, zebraWith } from './until-the-end.ts';

const busy: PrinterStatus = {
  isReady: false,
  troubles: ['busy-with-another-host'],
  inside: 'something',
  odometer: 7,
};
const toldAt = (...looks: readonly (readonly [number, PrinterStatus])[]) => {
  let atMs = 0;
  const seen = watchInside(1_000, () => atMs);
  return looks.map(([ms, status]) => {
    atMs = ms;
    return seen(status);
  });
};
const isWell = { isReady: true, troubles: [] };

test('our own label inside is no trouble for a while, and then one', () => {
  const staysInside = { isReady: false, troubles: ['stays-inside'] };
  expect(toldAt([0, busy], [999, busy], [1_000, busy])).toEqual([isWell, isWell, staysInside]);
});

test('what else is the matter is told instead, and the time begins again when it is mended', () => {
  const out: PrinterStatus = { ...busy, troubles: ['busy-with-another-host', 'paper-out'] };
  const isOut = { isReady: false, troubles: ['paper-out'] };
  expect(toldAt([0, busy], [900, out], [5_000, out], [6_000, busy])).toEqual([isWell, isOut, isOut, isWell]);
});

test('a printer that is empty again is well again', () => {
  const empty: PrinterStatus = { isReady: true, troubles: [], inside: 'nothing', odometer: 8 };
  expect(toldAt([0, busy], [2_000, busy], [2_001, empty]).at(-1)).toEqual(isWell);
});

test.each([
  ['counts its labels', {}, 'printed'],
  ['keeps no count', { clone: true }, 'uncertain: printer-keeps-no-count'],
])('S5: in a printer that %s: staff are told, and it comes out once', async (_, make, outcome) => {
  const [paper] = threePapers();
  const zebra = await zebraWith({ labelMs: 1_500, ...make });
  const journal = newJournal();
  journal.add(paper);
  const printer = zebraAt(zebra.port, { ...quickWaits, paperMsMax: 50 });
  const { reported } = workerAt(printer, journal, { insideMsMax: 20 });
  expect(await reported(hasTrouble('stays-inside'))).toMatchObject({ isReady: false, troubles: ['stays-inside'] });
  expect(await journal.ended(paper)).toBe(outcome);
  expect(countPapers(await zebra.labels(), [paper])).toEqual([1]);
});
