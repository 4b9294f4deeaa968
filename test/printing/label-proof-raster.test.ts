import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLabelProof, type LabelProof } from '../../printing/label-proof.ts';
import { areSameDots, type Bitmap, blacken } from '../../printing/labels/bitmap.ts';
import { drawLabel } from '../../printing/labels/draw-label.ts';
import type { DotsPerMm, Label, LabelElement, PicturedLabel } from '../../printing/labels/label.ts';
import { specimenLabel } from '../../printing/labels/specimen-label.ts';
import {
  encodeEscPosLabel,
  holdsRealTimeCommand,
  shiftedSideways,
  shiftsDots,
} from '../../printing/languages/esc-pos-label.ts';
import { readEscPosLabel } from '../../printing/languages/esc-pos-label-reader.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { barcodesOf } from '../electron/read-barcode.ts';
import { media8, media12, size, specimenContent, specimenLabelOf } from './labels-for-tests.ts';

let proof: LabelProof;
beforeAll(() => {
  proof = createLabelProof();
});
afterAll(() => proof.close());

const expected = { expectedBarcode: 'PH26A0012345', expectedTexts: ['PH26A0012345', '18-Jan-1980', '999 000 0018'] };

const labelOf = (media = media8): Label => specimenLabelOf(specimenContent(), media);

const drawnOf = (label: Label, dotsPerMm: DotsPerMm = 8): PicturedLabel => ({
  label,
  picture: drawLabel(label, dotsPerMm),
});

function bytesOf(picture: Bitmap, token: string | null = 'A7K2'): Uint8Array {
  const bytes = encodeEscPosLabel(picture, { token });
  if (!bytes.ok) throw new Error(bytes.problem);
  return bytes.value;
}

/** The same picture with one dot more. */
function withDot({ picture }: PicturedLabel, column: number, row: number): Bitmap {
  const changed = { ...picture, rows: Uint8Array.from(picture.rows) };
  blacken(changed, column, row);
  return changed;
}

async function problemOf(bytes: Uint8Array, drawn: PicturedLabel, differences: Partial<typeof expected> = {}) {
  const proved = await proof.prove(bytes, { ...media8, ...expected, ...differences, drawn });
  return proved.ok ? null : proved.problem;
}

test.each([media8, media12])(
  'a label of $dotsPerMm dots per millimetre is proved, and its picture is what comes out',
  async (media) => {
    const drawn = drawnOf(labelOf(media), media.dotsPerMm);
    const proved = await proof.prove(bytesOf(drawn.picture), { ...media, ...expected, drawn });
    if (!proved.ok) throw new Error(proved.problem);
    expect(await barcodesOf(proved.value.png)).toEqual(['PH26A0012345']);
    expect(await proof.picture(bytesOf(drawn.picture), media, 'esc-pos')).toEqual({
      ok: true,
      value: proved.value.png,
    });
  },
);

describe('S6: a label that is not what was meant is not sent', () => {
  const drawn = drawnOf(labelOf());

  test('one dot more than was drawn', async () => {
    expect(await problemOf(bytesOf(withDot(drawn, 30, 60)), drawn)).toBe('not-as-drawn');
  });

  test("another patient's label", async () => {
    const other = specimenLabelOf(specimenContent({ familyName: 'Jones' }));
    expect(await problemOf(bytesOf(drawnOf(other).picture), drawn)).toBe('not-as-drawn');
  });

  test('the number of another specimen', async () => {
    expect(await problemOf(bytesOf(drawn.picture), drawn, { expectedBarcode: 'PH26A0012346' })).toBe('wrong-barcode');
  });

  test('a barcode where there must be none', async () => {
    const bytes = bytesOf(drawn.picture);
    const proved = await proof.prove(bytes, { ...media8, expectedBarcode: null, drawn });
    expect(proved).toEqual({ ok: false, problem: 'wrong-barcode' });
  });

  test('words that are missing', async () => {
    expect(await problemOf(bytesOf(drawn.picture), drawn, { expectedTexts: ['19-Jan-1980'] })).toBe('text-missing');
  });

  test('stock of another size', async () => {
    const narrower = { size: { ...size, widthMm: 54 }, dotsPerMm: 8 } as const;
    expect(await proof.prove(bytesOf(drawn.picture), { ...narrower, ...expected, drawn })).toEqual({
      ok: false,
      problem: 'wrong-size',
    });
  });

  test('ZPL where a picture was meant', async () => {
    expect(await problemOf(encodeZpl(drawn.label, { dotsPerMm: 8 }), drawn)).toBe('not-our-commands');
  });

  test('two labels', async () => {
    const bytes = bytesOf(drawn.picture, null);
    expect(await problemOf(Buffer.concat([bytes, bytes]), drawn)).toBe('not-one-label');
  });

  /** The drawing itself is wrong: drawn and sent alike, so that only looking at it helps. */
  const wrongly = async (change: (element: LabelElement) => LabelElement, meant: Label = labelOf()) => {
    const wrong = drawLabel({ ...meant, elements: meant.elements.map(change) }, 8);
    return problemOf(bytesOf(wrong), { label: meant, picture: wrong });
  };

  test('bars of another number than the label says', async () => {
    const change = (element: LabelElement) =>
      element.kind === 'code-128' ? { ...element, data: 'PH26A0012346' } : element;
    expect(await wrongly(change)).toBe('wrong-barcode');
  });

  test('bars that stand elsewhere than the label says', async () => {
    const change = (element: LabelElement) =>
      element.kind === 'code-128' ? { ...element, xMm: element.xMm + 0.25 } : element;
    expect(await wrongly(change)).toBe('no-quiet-zone');
  });

  test('a name that was not drawn', async () => {
    const change = (element: LabelElement): LabelElement =>
      element.kind === 'text' && element.text.startsWith('SMITH') ? { ...element, text: '.' } : element;
    expect(await wrongly(change)).toBe('text-missing');
  });

  test('ink beside the bars', async () => {
    const picture = withDot(drawn, 50, 80);
    expect(await problemOf(bytesOf(picture), { ...drawn, picture })).toBe('no-quiet-zone');
  });

  test('ink at the edge', async () => {
    const picture = withDot(drawn, 6, 199);
    expect(await problemOf(bytesOf(picture), { ...drawn, picture })).toBe('too-near-the-edge');
  });
});

test('a label that had to move aside is proved where it stands', async () => {
  const drawn = drawnOf(labelOf());
  // 10 04 in a row of its own, in a place where nothing else is.
  const row = 185;
  const picture = [{ column: 43 * 8 + 3 }, { column: 44 * 8 + 5 }].reduce(
    (changed, { column }) => withDot({ ...drawn, picture: changed }, column, row),
    drawn.picture,
  );
  const bytes = bytesOf(picture);
  expect(Buffer.from(bytes).indexOf(Buffer.of(0x10, 0x04))).toBe(-1);
  expect(await problemOf(bytes, { ...drawn, picture })).toBeNull();
});

test('whoever it is for, a label holds no command that is obeyed at once, and is read back as it was drawn', () => {
  const name = fc.stringMatching(/^[A-Z][a-zé' -]{1,12}$/);
  const number = fc.stringMatching(/^[A-Z]{2}[0-9]{4,9}$/);
  fc.assert(
    fc.property(name, name, number, fc.nat({ max: 3 }), (familyName, givenNames, identifier, copy) => {
      const label = specimenLabel(specimenContent({ familyName, givenNames, identifier, copy }), media8);
      fc.pre(label.ok);
      const { picture } = drawnOf(label.value);
      const bytes = bytesOf(picture);
      const read = readEscPosLabel(bytes, media8);
      const shifted = shiftsDots.map((dots) => shiftedSideways(picture, dots));
      return (
        !holdsRealTimeCommand(bytes) && read.ok && shifted.some((one) => one && areSameDots(one, read.value.picture))
      );
    }),
    { numRuns: 50 },
  );
});
