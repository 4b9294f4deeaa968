import { afterAll, describe, expect, test } from 'vitest';
import { createLabelProof, type Proof } from '../../printing/label-proof.ts';
import type { Label } from '../../printing/labels/label.ts';
import { specimenExpectations } from '../../printing/labels/specimen-expectations.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { media8, specimenContent, specimenLabelOf } from './labels-for-tests.ts';
import { labelsToSend } from './zpl-labels.ts';

const labelProof = createLabelProof();
afterAll(() => labelProof.close());

const bytesOf = (label: Label) => encodeZpl(label, { dotsPerMm: 8 });

const labelOf = (familyName: string, givenNames: string): Label =>
  specimenLabelOf(specimenContent({ familyName, givenNames }));

async function verdict(bytes: Uint8Array, proof: Partial<Proof> = {}): Promise<string> {
  const proved = await labelProof.prove(bytes, { ...media8, expectedBarcode: 'PH26A0012345', ...proof });
  return proved.ok ? 'proved' : proved.problem;
}

describe('S6: a name that is drawn is the name that was meant', () => {
  const tamil = labelsToSend.get('tamil')?.(media8);
  const other = labelsToSend.get('bengali')?.(media8);
  if (!tamil || !other) throw new Error('there are such labels');
  const prove = (bytes: Uint8Array, proof: Proof) => verdict(bytes, { expectedPictures: [], ...proof });

  test('the label is proved with its own', async () => {
    expect(await prove(tamil.bytes, tamil.proof)).toBe('proved');
  });

  test('another patient’s drawn name is refused', async () => {
    expect(await prove(other.bytes, tamil.proof)).toBe('wrong-picture');
  });

  test('a drawn name that nobody expects is refused, and so is one that is missing', async () => {
    expect(await prove(tamil.bytes, { ...tamil.proof, expectedPictures: [] })).toBe('wrong-picture');
    const { expectedPictures } = tamil.proof;
    const bytes = bytesOf(labelOf('Smith', 'Jonathan'));
    expect(await verdict(bytes, expectedPictures ? { expectedPictures } : {})).toBe('wrong-picture');
  });

  test('one dot more or less is refused', async () => {
    const [first, ...rest] = tamil.proof.expectedPictures ?? [];
    const rows = Uint8Array.from(first?.rows ?? []);
    rows[0] = (rows[0] ?? 0) ^ 0x80;
    const expectedPictures = first ? [{ ...first, rows }, ...rest] : [];
    expect(await prove(tamil.bytes, { ...tamil.proof, expectedPictures })).toBe('wrong-picture');
  });

  test('a word across it is refused', async () => {
    const label = labelOf('مريم', '');
    const { elements } = label;
    const across = { kind: 'text', xMm: 3, yMm: 2, heightMm: 2.75, widthScale: 1, text: 'Mr' } as const;
    const expectedPictures = elements.flatMap((element) => (element.kind === 'bitmap' ? [element.bitmap] : []));
    const bytes = bytesOf({ ...label, elements: [...elements, across] });
    expect(await verdict(bytes, { expectedPictures })).toBe('text-overlaps');
  });

  test('a label that says another name than the record is refused', async () => {
    const label = labelOf('Smith', 'Jonathan');
    const expected = specimenExpectations(specimenContent({ familyName: 'Smythe' }), label);
    expect(await verdict(bytesOf(label), expected)).toBe('text-missing');
    const drawn = labelOf('মৌরি', 'ফুল');
    const wrong = specimenExpectations(specimenContent({ familyName: 'মৌরি', givenNames: 'পালক' }), drawn);
    expect(await verdict(bytesOf(drawn), wrong)).toBe('text-missing');
  });
});
