import { afterAll, describe, expect, test } from 'vitest';
import { createLabelProof } from '../../printing/label-proof.ts';
import { inchesPerSecond, type LabelAdjustment } from '../../printing/labels/label-adjustment.ts';
import { labelMediaOf } from '../../printing/labels/label-media.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { lintZpl } from '../../printing/languages/zpl-lint.ts';
import { PrinterSetting } from '../../printing/printer-config.ts';
import { media8, media12 } from './labels-for-tests.ts';
import { type LabelToSend, labelsToSend } from './zpl-labels.ts';

const proof = createLabelProof();
afterAll(() => proof.close());

function labelWith(adjustment: LabelAdjustment, name = 'ordinary', media = media8): LabelToSend {
  const label = labelsToSend.get(name)?.({ ...media, adjustment });
  if (label === undefined) throw new Error(name);
  return label;
}

const zplWith = (adjustment: LabelAdjustment) => new TextDecoder().decode(labelWith(adjustment).bytes);
const settingOf = (more: object) =>
  PrinterSetting.safeParse({
    name: 'LABELS-1',
    language: 'zpl',
    purpose: 'specimen-label',
    connection: { kind: 'network', host: 'printer.invalid', port: 9100 },
    label: { widthMm: 50, heightMm: 25 },
    dotsPerMm: 8,
    ...more,
  });

test('what a site does not set is not said', () => {
  expect(zplWith({})).toBe(zplWith({ darkness: undefined, speedMmPerSecond: undefined, offsetMm: { x: 0, y: 0 } }));
  expect(zplWith({})).not.toMatch(/~SD|\^MD|\^PR/);
});

test('darkness and speed go out in every label, the darkness whole: nothing is added to it', () => {
  const zpl = zplWith({ darkness: 8, speedMmPerSecond: 102 });
  expect(zpl).toMatch(/^~SD08\^XA\^CI28.*\^MMT\^MD0\^PR4\^/);
  expect(lintZpl(new TextEncoder().encode(zpl))).toMatchObject({
    ok: true,
    value: { darkness: 8, inchesPerSecond: 4 },
  });
});

describe('a label with settings that are not ours is refused', () => {
  const good = zplWith({ darkness: 8, speedMmPerSecond: 102 });
  test.each([
    ['darker than a printer can', good.replace('~SD08', '~SD31'), 'not-one-label'],
    ['a darkness that something is added to', good.replace('^MD0', ''), 'not-our-commands'],
    ['a relative darkness alone', good.replace('~SD08', ''), 'not-our-commands'],
    ['a speed that no printer has', good.replace('^PR4', '^PR9'), 'not-our-commands'],
    ['a command to the printer before the label', `~JA${good}`, 'not-one-label'],
    ['two darknesses', `~SD10${good}`, 'not-one-label'],
  ])('%s', (_what, zpl, problem) => {
    expect(lintZpl(new TextEncoder().encode(zpl))).toEqual({ ok: false, problem });
  });
});

test.each([
  [media8, 'ordinary', { x: 1, y: -0.5 }],
  [media8, 'arabic', { x: -1, y: 0.75 }],
  [media12, 'ruler', { x: 1.2, y: 0.5 }],
  [media8, 'test', { x: -1.2, y: -0.75 }],
] as const)('an offset moves all the ink, and the label is still proved', async (media, name, offsetMm) => {
  const [plain, moved] = [labelWith({}, name, media), labelWith({ offsetMm }, name, media)];
  const proved = await proof.prove(moved.bytes, moved.proof);
  expect(proved.ok).toBe(true);
  const places = (label: LabelToSend) => {
    const format = lintZpl(label.bytes);
    if (!format.ok) throw new Error(format.problem);
    const { texts, barcodes, boxes, pictures } = format.value;
    return [...texts, ...barcodes, ...boxes, ...pictures].map(({ xDots, yDots }) => [xDots, yDots]);
  };
  const [right, down] = [Math.round(offsetMm.x * media.dotsPerMm), Math.round(offsetMm.y * media.dotsPerMm)];
  expect(places(moved)).toEqual(places(plain).map(([x = 0, y = 0]) => [x + right, y + down]));
});

test.each(['ordinary', 'arabic', 'header', 'test', 'ruler'])(
  'S6: an offset that pushes ink of the %s label off its edge fails the proof',
  async (name) => {
    for (const offsetMm of [
      { x: -2, y: 0 },
      { x: 2.5, y: 0 },
      { x: 0, y: -1.5 },
    ]) {
      if (name === 'header' && offsetMm.x > 0) continue;
      const { bytes, proof: asked } = labelWith({ offsetMm }, name);
      expect(await proof.prove(bytes, asked)).toEqual({ ok: false, problem: 'too-near-the-edge' });
    }
  },
);

test('speeds are those of data sheets, in whole inches a second', () => {
  expect([51, 102, 152, 203].map(inchesPerSecond)).toEqual([2, 4, 6, 8]);
});

test('the settings of a printer become what its labels are made for', () => {
  const setting = settingOf({ offsetMm: { x: -0.5, y: 1 }, darkness: 12, speedMmPerSecond: 102 });
  if (!setting.success || setting.data.purpose !== 'specimen-label') throw new Error('a good setting');
  const media = labelMediaOf(setting.data);
  expect(media.adjustment).toEqual({ offsetMm: { x: -0.5, y: 1 }, darkness: 12, speedMmPerSecond: 102 });
  const label = labelsToSend.get('test')?.(media);
  expect(new TextDecoder().decode(label?.bytes)).toMatch(/^~SD12\^XA/);
});

test.each([
  [{ darkness: 31 }, 'expected a darkness, 0 to 30'],
  [{ darkness: 7.5 }, 'expected a darkness, 0 to 30'],
  [{ speedMmPerSecond: 100 }, 'expected a speed that printers have, in millimetres per second: 51, 76, 102'],
  [{ offsetMm: { x: 6, y: 0 } }, 'expected millimetres to the right, -5 to 5'],
  [{ offsetMm: { x: 0, y: '1' } }, 'expected millimetres down, -5 to 5'],
  [{ offsetMm: 2 }, 'expected how far the ink is to move: x and y'],
])('%j is refused with a sentence', (more, sentence) => {
  const setting = settingOf(more);
  expect(setting.error?.issues[0]?.message).toContain(sentence);
});

test('an encoder is asked only for speeds that printers have', () => {
  const label = { size: media8.size, elements: [] };
  expect(() => encodeZpl(label, { dotsPerMm: 8, adjustment: { speedMmPerSecond: 100 } })).toThrow('speed');
});
