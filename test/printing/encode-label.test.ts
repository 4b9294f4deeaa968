import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLabelProof, type LabelProof } from '../../printing/label-proof.ts';
import { inkOf } from '../../printing/labels/bitmap.ts';
import { encodeLabel } from '../../printing/labels/encode-label.ts';
import type { LabelMedia } from '../../printing/labels/label.ts';
import { specimenExpectations } from '../../printing/labels/specimen-expectations.ts';
import { media8, media12, specimenContent, specimenLabelOf } from './labels-for-tests.ts';

let proof: LabelProof;
beforeAll(() => {
  proof = createLabelProof();
});
afterAll(() => proof.close());

function encoded(media: LabelMedia, content = specimenContent()) {
  const label = specimenLabelOf(content, media);
  return { result: encodeLabel(label, media, 'esc-pos', 'A7K2'), expected: specimenExpectations(content, label) };
}

const movedBy = (media: LabelMedia, x: number, y: number): LabelMedia => ({
  ...media,
  adjustment: { offsetMm: { x, y } },
});

function inkAt(media: LabelMedia) {
  const { result } = encoded(media);
  const picture = result.ok ? result.value.drawn.picture : null;
  const ink = picture && inkOf(picture);
  return [ink?.left ?? 0, ink?.top ?? 0] as const;
}

async function problemOf(media: LabelMedia, content = specimenContent()) {
  const { result, expected } = encoded(media, content);
  if (!result.ok) return result.problem;
  const proved = await proof.prove(result.value.bytes, { ...media, ...expected, drawn: result.value.drawn });
  return proved.ok ? null : proved.problem;
}

describe('a picture is moved on its stock by what the site has measured', () => {
  test.each([
    ['to the right and down', media8, 0.75, 0.5, 6, 4],
    ['to the left and up', media8, -1, -0.5, -8, -4],
    ['by whole dots, the nearest', media8, 0.3, 0.2, 2, 2],
    ['on a finer head', media12, 0.5, 0.25, 6, 3],
  ])('%s, and proved there', async (_, media, x, y, right, down) => {
    const [left, top] = inkAt(media);
    expect(inkAt(movedBy(media, x, y))).toEqual([left + right, top + down]);
    expect(await problemOf(movedBy(media, x, y))).toBeNull();
  });

  test('nearer to an edge than stock wanders, it fails its proof', async () => {
    expect(await problemOf(movedBy(media8, -1.4, 0))).toBe('too-near-the-edge');
  });

  test('off the label, it is not made', async () => {
    expect(await problemOf(movedBy(media8, 0, -3))).toBe('not-composed');
  });
});

test.each(['الأحمدي', 'চট্টোপাধ্যায়', '欧阳'])('a name beyond Latin is part of the picture: %s', async (familyName) => {
  expect(await problemOf(movedBy(media8, 0.25, 0), specimenContent({ familyName }))).toBeNull();
});
