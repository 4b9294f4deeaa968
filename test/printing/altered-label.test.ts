/**
 * S6, by alteration: whatever single character of a label's final bytes is another one, doubled or lost, and whatever field
 * is dropped, doubled or put in another's place, the label is refused.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { createLabelProof, type Proof } from '../../printing/label-proof.ts';
import { encodeLabel } from '../../printing/labels/encode-label.ts';
import { headerLabel } from '../../printing/labels/header-label.ts';
import type { Label, LabelMedia, SpecimenLabelContent } from '../../printing/labels/label.ts';
import { isAsLaidOut } from '../../printing/labels/label-places.ts';
import { specimenExpectations } from '../../printing/labels/specimen-expectations.ts';
import { testLabel } from '../../printing/labels/test-label.ts';
import { lintZpl } from '../../printing/languages/zpl-lint.ts';
import { media8, media12, specimenContent, specimenLabelOf } from './labels-for-tests.ts';

const labelProof = createLabelProof();
afterAll(() => labelProof.close());

const token = 'QZQZ';
const setPrinter: LabelMedia = {
  ...media8,
  adjustment: { darkness: 20, speedMmPerSecond: 102, offsetMm: { x: 0.25, y: 0 } },
};
const quillfeather = { familyName: 'Quillfeather', givenNames: 'Marigold', handling: ['own-tube'], copy: 2 };
const drawnNames = { familyName: 'عبد الريشان الطويل جدا', givenNames: 'مريم نور الصباح' };

interface Sent {
  readonly zpl: string;
  readonly label: Label;
  readonly proof: Proof;
}

function specimen(differences: Partial<SpecimenLabelContent>, media: LabelMedia = setPrinter): Sent {
  const content = specimenContent(differences);
  const label = specimenLabelOf(content, media);
  return sent(label, { ...media, ...specimenExpectations(content, label) });
}

function header(): Sent {
  const content = { ticketNumber: 7, visitCode: 'K7', labelCount: 3, tubesByHand: 1, problems: 0, copy: 1 };
  return sent(headerLabel(content, media8), { ...media8, expectedBarcode: null });
}

function sent(label: Label, proof: Proof): Sent {
  const encoded = encodeLabel(label, proof, 'zpl', token);
  if (!encoded.ok) throw new Error(encoded.problem);
  const { bytes, drawn } = encoded.value;
  return { zpl: Buffer.from(bytes).toString('latin1'), label: drawn.label, proof: { ...proof, drawn } };
}

const bytesOf = (zpl: string): Uint8Array => Uint8Array.from(Buffer.from(zpl, 'latin1'));

/** What reads the bytes back, without a picture of them: so that all of them can be tried. */
function isTakenForTheLabel(zpl: string, { label, proof }: Sent): boolean {
  try {
    const format = lintZpl(bytesOf(zpl));
    return format.ok && isAsLaidOut(format.value, label, proof);
  } catch {
    return false;
  }
}

function* altered(zpl: string): Generator<string> {
  for (let at = 0; at < zpl.length; at++) {
    const [before, after] = [zpl.slice(0, at), zpl.slice(at + 1)];
    // A picture is long, and its checksum sees every letter.
    const isInPicture = /:Z64:[^^]*$/.test(before);
    if (isInPicture && at % 8 > 0) continue;
    yield before + after;
    yield before + zpl.charAt(at) + zpl.slice(at);
    for (const other of '0123456789AKZa-_^~, ./:') if (other !== zpl.charAt(at)) yield before + other + after;
  }
  const fields = zpl.match(/\^FO.*?\^FS/g) ?? [];
  for (const field of fields) {
    yield zpl.replace(field, '');
    yield zpl.replace(field, field + field);
    for (const other of fields.filter((one) => one !== field)) {
      const [place = '', otherPlace = ''] = [field, other].map((one) => /\^FO\d+,\d+/.exec(one)?.[0]);
      const [moved, otherMoved] = [field.replace(place, otherPlace), other.replace(otherPlace, place)];
      yield zpl.replace(field, '\n').replace(other, otherMoved).replace('\n', moved);
    }
  }
}

/** The printer echoes it, and whoever waits for another one does not take the label for printed. */
const withoutToken = (zpl: string): string => zpl.replace(/\^FN1\^FD.{0,5}\^FS/, '');
/** `012` is 12, and the lines of a ruler are alike. */
const plain = (zpl: string): string =>
  withoutToken(zpl)
    .replaceAll(/(?<=[A-Z,])0+(?=[0-9])/g, '')
    .split(/(?=\^(?:FO|CF|FN))/)
    .toSorted()
    .join('');

describe.each([
  ['a reprint, with all that a site may set', () => specimen(quillfeather)],
  ['a name that is drawn on two lines', () => specimen(drawnNames, media8)],
  ['a fine head', () => specimen(quillfeather, media12)],
  ['a header', header],
  [
    'a test label',
    () =>
      sent(testLabel({ printerName: 'LABELS-1', printedAt: '14:05' }, media8), { ...media8, expectedBarcode: null }),
  ],
])('S6: %s', (_what, make) => {
  const one = make();

  test('is taken for what it is', () => {
    expect(isTakenForTheLabel(one.zpl, one)).toBe(true);
  });

  test('altered anywhere, it is refused', () => {
    const passed = [...new Set(altered(one.zpl))].filter((zpl) => zpl !== one.zpl && isTakenForTheLabel(zpl, one));
    expect(passed.filter((zpl) => plain(zpl) !== plain(one.zpl)).slice(0, 3)).toEqual([]);
  });
});

describe('S6: the proof refuses', () => {
  const one = specimen(quillfeather);
  const verdict = async (zpl: string, proof = one.proof) => {
    const proved = await labelProof.prove(bytesOf(zpl), proof);
    return proved.ok ? 'proved' : proved.problem;
  };

  test('nothing of the label as it is', async () => {
    expect(await verdict(one.zpl)).toBe('proved');
  });

  test.each([
    ['another end of a long family name', 'QUILLFEATHER,', 'QUILLFEATHEN,'],
    ['another given name', 'Marigold^FS', 'Marigolda^FS'],
    ['another copy', 'REPRINT 2', 'REPRINT 23'],
    ['another count', 'SST 1/3', 'SST 1/31'],
    ['a time of collection that nobody wrote', 'Taken __/__', 'Taken 21/11'],
    ['handling that is not said', 'OWN TUBE', 'ICE'],
    ['a label too pale to read', '~SD20', '~SD02'],
  ])('%s', async (_what, said, instead) => {
    expect(one.zpl).toContain(said);
    expect(['text-missing', 'not-as-drawn', 'too-near-the-edge']).toContain(
      await verdict(one.zpl.replace(said, instead)),
    );
  });

  test('words that nobody asked for', async () => {
    const more = '^CF0,22,22^FO12,90^FDFASTED^FS';
    expect(await verdict(one.zpl.replace('^FN1', `${more}^FN1`))).toBe('not-as-drawn');
  });

  test('a layout that cuts a name without a mark', async () => {
    const content = specimenContent({ familyName: 'Featherstonehaugh', givenNames: 'Marigold' });
    const laidOut = specimenLabelOf(content);
    const elements = laidOut.elements.map((element) =>
      element.kind === 'text'
        ? { ...element, text: element.text.replace('FEATHERSTONEHAUGH', 'FEATHERSTONE') }
        : element,
    );
    const cut = { ...laidOut, elements };
    const { zpl, proof } = sent(cut, { ...media8, ...specimenExpectations(content, cut) });
    expect(await verdict(zpl, proof)).toBe('text-missing');
  });
});
