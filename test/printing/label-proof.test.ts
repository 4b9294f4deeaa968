import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import { createLabelProof, type Proof } from '../../printing/label-proof.ts';
import { headerLabel } from '../../printing/labels/header-label.ts';
import type {
  Label,
  LabelElement,
  LabelMedia,
  SpecimenLabelContent,
  TextElement,
} from '../../printing/labels/label.ts';
import { testLabel, testLabelBarcode } from '../../printing/labels/test-label.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { inThread } from '../../printing/worker.ts';
import { media8, media12, size, specimenContent, specimenLabelOf } from './labels-for-tests.ts';

const labelProof = createLabelProof();
afterAll(() => labelProof.close());

const identifier = 'PH26A0012345';

const labelOf = (media: LabelMedia, differences: Partial<SpecimenLabelContent> = {}): Label =>
  specimenLabelOf(specimenContent(differences), media);

function bytesOf(label: Label, { dotsPerMm }: LabelMedia = media8): Uint8Array {
  return encodeZpl(label, { dotsPerMm, echoToken: 'k3Xz' });
}

async function verdict(bytes: Uint8Array, proof: Partial<Proof> = {}): Promise<string> {
  const proved = await labelProof.prove(bytes, { ...media8, expectedBarcode: identifier, ...proof });
  return proved.ok ? 'proved' : proved.problem;
}

/** The specimen label with its elements changed: bytes that are ours, and wrong. */
function changed(change: (element: LabelElement) => LabelElement | readonly LabelElement[]): Uint8Array {
  const label = labelOf(media8);
  return bytesOf({ ...label, elements: label.elements.flatMap(change) });
}

function text(xMm: number, yMm: number, words: string): TextElement {
  return { kind: 'text', xMm, yMm, heightMm: 2.75, widthScale: 1, text: words };
}

const hardLabels: readonly (readonly [string, Partial<SpecimenLabelContent>])[] = [
  ['an ordinary label', {}],
  ['a reprint', { copy: 12 }],
  ['the longest barcode that fits', { identifier: 'ABCDEFGHIJKL' }],
  ['digits only', { identifier: '123456789' }],
  ['accents at the upper edge', { familyName: 'Édouard-Ñuñez', givenNames: 'Åsa' }],
  ['a very long name', { familyName: 'Montgomery-Featherstonehaugh', givenNames: 'Alexandrina Victoria' }],
  ['handling flags', { handling: ['own-tube', 'ice', 'protect-from-light', 'record-time'], tube: 'TE-EDTA' }],
  [
    'a very long name and handling flags',
    { familyName: 'Montgomery-Featherstonehaugh', givenNames: 'Alexandrina', handling: ['own-tube', 'ice', 'timed'] },
  ],
  ['commands to the printer as a name', { familyName: '^XZ^XA~JA_{}\\', givenNames: 'Żółć' }],
  ['no NHS number', { nhsNumber: null }],
];

describe.each([
  ['8', media8],
  ['12', media12],
] as const)('at %s dots per millimetre', (_dots, media) => {
  test.each(hardLabels)('S6: %s is drawn, read back and proved', async (_name, differences) => {
    const expectedBarcode = differences.identifier ?? identifier;
    const bytes = bytesOf(labelOf(media, differences), media);
    expect(await verdict(bytes, { ...media, expectedBarcode, expectedTexts: [expectedBarcode, 'K7'] })).toBe('proved');
  });

  test('a header label and a test label are proved too', async () => {
    const content = { ticketNumber: 128, visitCode: 'W4', labelCount: 1, tubesByHand: 2, problems: 1, copy: 3 };
    const header = bytesOf(headerLabel(content, media), media);
    expect(await verdict(header, { ...media, expectedBarcode: null, expectedTexts: ['128', 'W4'] })).toBe('proved');
    const testBytes = bytesOf(testLabel({ printerName: 'bay 1', printedAt: '14:05' }, media), media);
    expect(await verdict(testBytes, { ...media, expectedBarcode: testLabelBarcode })).toBe('proved');
  });

  test('the picture that comes with the proof is the label, dot for dot', async () => {
    const proved = await labelProof.prove(bytesOf(labelOf(media), media), { ...media, expectedBarcode: identifier });
    if (!proved.ok) throw new Error(proved.problem);
    const { width, height } = decode(proved.value.png);
    expect([width, height]).toEqual([50 * media.dotsPerMm, 25 * media.dotsPerMm]);
  });
});

test.each([media8, media12])(
  'labels of the largest stock are proved, at $dotsPerMm dots per millimetre',
  async (media) => {
    const largest = { ...media, size: { widthMm: 110, heightMm: 150 } };
    expect(await verdict(bytesOf(labelOf(largest), largest), largest)).toBe('proved');
    const testBytes = bytesOf(testLabel({ printerName: 'bay 1', printedAt: '14:05' }, largest), largest);
    expect(await verdict(testBytes, { ...largest, expectedBarcode: testLabelBarcode })).toBe('proved');
  },
);

describe('S6: a label that is not what it should be is refused', () => {
  test('another specimen’s barcode', async () => {
    expect(await verdict(bytesOf(labelOf(media8, { identifier: 'PH26A0012346' })))).toBe('wrong-barcode');
  });

  test('no barcode, where there should be one', async () => {
    expect(await verdict(changed((element) => (element.kind === 'code-128' ? [] : element)))).toBe('wrong-barcode');
  });

  test('a barcode, where there should be none', async () => {
    expect(await verdict(bytesOf(labelOf(media8)), { expectedBarcode: null })).toBe('wrong-barcode');
  });

  test('a barcode that runs off the label', async () => {
    const tooWide: LabelElement = { kind: 'code-128', xMm: 3, yMm: 8, heightMm: 8, data: 'ABCDEFGHIJKLMNOP' };
    const bytes = changed((element) => (element.kind === 'code-128' ? tooWide : element));
    expect(await verdict(bytes, { expectedBarcode: 'ABCDEFGHIJKLMNOP' })).toBe('barcode-not-read');
  });

  test('a barcode too near the edge of the label for its quiet zone', async () => {
    const bytes = changed((element) => (element.kind === 'code-128' ? { ...element, xMm: 1 } : element));
    expect(await verdict(bytes)).toBe('no-quiet-zone');
  });

  test('a word in the quiet zone of the barcode', async () => {
    const bytes = changed((element) => (element.kind === 'code-128' ? [element, text(4.7, 12, 'I')] : element));
    expect(await verdict(bytes)).toBe('no-quiet-zone');
  });

  test('a word across the barcode', async () => {
    const bytes = changed((element) => (element.kind === 'code-128' ? [element, text(20, 12, 'BIG')] : element));
    expect(['text-overlaps', 'barcode-not-read']).toContain(await verdict(bytes));
  });

  test('a second label smuggled in behind the first', async () => {
    const one = bytesOf(labelOf(media8));
    expect(await verdict(Buffer.concat([one, one]))).toBe('not-one-label');
  });

  test('a second copy asked of the printer', async () => {
    const zpl = new TextDecoder().decode(bytesOf(labelOf(media8)));
    expect(await verdict(new TextEncoder().encode(zpl.replace('^PQ1', '^PQ2')))).toBe('not-our-commands');
  });

  test('a command that we never send', async () => {
    const zpl = new TextDecoder().decode(bytesOf(labelOf(media8)));
    expect(await verdict(new TextEncoder().encode(zpl.replace('^PQ1', '^CC!^PQ1')))).toBe('not-our-commands');
  });

  test('text that runs off the label', async () => {
    expect(await verdict(changed((element) => (element.kind === 'text' ? { ...element, xMm: 40 } : element)))).toBe(
      'too-near-the-edge',
    );
  });

  test('two texts on top of each other', async () => {
    const bytes = changed((element) => (element.kind === 'code-128' ? [element, text(3, 2, 'Mr')] : element));
    expect(await verdict(bytes)).toBe('text-overlaps');
  });

  test('a name with a letter that comes out as a box', async () => {
    const bytes = changed((element) =>
      element.kind === 'text' && element.text.startsWith('SMITH') ? { ...element, text: 'SMĞTH, Jonathan' } : element,
    );
    expect(await verdict(bytes)).toBe('text-missing');
  });

  test('a text that is expected and not said', async () => {
    expect(await verdict(bytesOf(labelOf(media8)), { expectedTexts: ['REPRINT 1'] })).toBe('text-missing');
  });

  test('a label made for another print head', async () => {
    expect(await verdict(bytesOf(labelOf(media12), media12))).toBe('wrong-size');
  });

  test('an empty label', async () => {
    expect(await verdict(new Uint8Array(), { expectedBarcode: null })).toBe('not-one-label');
  });
});

describe('a picture for people', () => {
  test('is drawn without a proof', async () => {
    const picture = await labelProof.picture(new TextEncoder().encode('^XA^FO9,9^A0N,20,20^FDA^FS^XZ'), media8);
    expect(picture.ok && decode(picture.value).width).toBe(400);
  });

  test.each([
    ['two labels', '^XA^FO9,9^A0N,20,20^FDA^FS^XZ^XA^FO9,9^A0N,20,20^FDB^FS^XZ', 'not-one-label'],
    ['no label', 'not ZPL', 'not-drawn'],
  ])('of %s is refused', async (_name, zpl, problem) => {
    expect(await labelProof.picture(new TextEncoder().encode(zpl), media8)).toEqual({ ok: false, problem });
  });
});

describe('the thread that draws', () => {
  /** Another thread in its place, that behaves as told. */
  function threadThat(behaviour: string): string {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-thread-'));
    const file = path.join(folder, 'thread.mjs');
    fs.writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${behaviour}`);
    return file;
  }
  const answering = 'parentPort.on("message", ({ id, kind }) => {';
  const refusing = 'parentPort.postMessage({ id, result: { ok: false, problem: "not-drawn" } });';

  test('S6: when it dies, the label in hand is refused and the next is answered by a new thread', async () => {
    const proof = createLabelProof({
      startWorker: inThread(
        threadThat(`${answering} if (kind === 'picture') throw new Error('dies'); ${refusing} });`),
      ),
    });
    const dying = proof.picture(bytesOf(labelOf(media8)), media8);
    const next = proof.prove(bytesOf(labelOf(media8)), { ...media8, expectedBarcode: identifier });
    expect(await dying).toEqual({ ok: false, problem: 'proof-stopped' });
    expect(await next).toEqual({ ok: false, problem: 'not-drawn' });
    await proof.close();
  });

  test('S6: when it hangs, the label in hand is refused and the next is answered by a new thread', async () => {
    const proof = createLabelProof({
      answerMsMax: 2_000,
      startWorker: inThread(threadThat(`${answering} while (kind === 'picture'); ${refusing} });`)),
    });
    const hanging = proof.picture(bytesOf(labelOf(media8)), media8);
    const next = proof.prove(bytesOf(labelOf(media8)), { ...media8, expectedBarcode: identifier });
    expect(await hanging).toEqual({ ok: false, problem: 'proof-too-slow' });
    expect(await next).toEqual({ ok: false, problem: 'not-drawn' });
    await proof.close();
  });

  test('S6: when it cannot start, every label is refused', async () => {
    const proof = createLabelProof({ startWorker: inThread(path.join(os.tmpdir(), 'no-such-thread.mjs')) });
    expect(await proof.picture(bytesOf(labelOf(media8)), media8)).toEqual({ ok: false, problem: 'proof-stopped' });
    await proof.close();
  });

  test('when it is closed, what was not answered is refused, and so is what comes later', async () => {
    const proof = createLabelProof({ startWorker: inThread(threadThat(`${answering} });`)) });
    const waiting = [proof.picture(new Uint8Array(), media8), proof.picture(new Uint8Array(), media8)];
    await proof.close();
    const stopped = { ok: false, problem: 'proof-stopped' };
    expect(await Promise.all(waiting)).toEqual([stopped, stopped]);
    expect(await proof.picture(new Uint8Array(), media8)).toEqual(stopped);
  });

  test('S13: nothing that a library says about a label leaves it', async () => {
    const proof = createLabelProof();
    const secret = '^XA^FO9,9^GFA,8,8,1,:B64:SMITHJONATHAN:0000^FS^XZ';
    const picture = await proof.picture(new TextEncoder().encode(secret), { size, dotsPerMm: 8 });
    expect(JSON.stringify(picture)).not.toContain('SMITH');
    await proof.close();
  });
});
