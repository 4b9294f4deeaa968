import { afterAll, describe, expect, test } from 'vitest';
import { createLabelProof } from '../../printing/label-proof.ts';
import type { LabelMedia } from '../../printing/labels/label.ts';
import { specimenLabel } from '../../printing/labels/specimen-label.ts';
import { encodeZpl } from '../../printing/languages/zpl.ts';
import { expectGolden } from './golden-picture.ts';
import { media8, media12, specimenContent } from './labels-for-tests.ts';
import { labelsToSend } from './zpl-labels.ts';

const proof = createLabelProof();
afterAll(() => proof.close());

const larger = { widthMm: 70, heightMm: 35 } as const;
const medias: readonly (readonly [string, LabelMedia, readonly string[]])[] = [
  ['8', media8, [...labelsToSend.keys()]],
  ['12', media12, [...labelsToSend.keys()]],
  ['70x35-8', { size: larger, dotsPerMm: 8 }, ['ordinary', 'long-name-and-flags', 'bengali-long', 'header', 'ruler']],
];

describe.each(medias)('%s', (density, media, names) => {
  test.each(names)('S6: %s is proved, and looks as it did when somebody looked at it', async (name) => {
    const label = labelsToSend.get(name)?.(media);
    if (label === undefined) throw new Error(name);
    const proved = await proof.prove(label.bytes, label.proof);
    if (!proved.ok) throw new Error(proved.problem);
    expectGolden(`zpl-${name}-${density}`, proved.value.png);
  });
});

test('labels are as short as a slow wire needs: an ordinary one at most 400 bytes at 8 dots per millimetre', () => {
  const smith = specimenLabel(specimenContent(), media8);
  if (!smith.ok) throw new Error(smith.problem);
  expect(encodeZpl(smith.value, { dotsPerMm: 8, echoToken: 'k3Xz' }).length).toBeLessThanOrEqual(400);
  for (const [name, label] of labelsToSend) {
    if (name !== 'ruler') expect(label(media8).bytes.length, name).toBeLessThanOrEqual(1_400);
  }
});
