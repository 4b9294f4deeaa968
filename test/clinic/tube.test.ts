import { expect, test } from 'vitest';
import { tubeClasses, tubes } from '../../clinic/tube.ts';

test('each tube class has a label code of its own, short enough to stand in a corner of a label', () => {
  const codes = tubeClasses.map((tubeClass) => tubes[tubeClass].labelCode);
  expect(new Set(codes).size).toBe(tubeClasses.length);
  for (const code of codes) expect(code).toMatch(/^[A-Z ]{2,7}$/);
});

test('no tube is named by a colour, because colours differ between manufacturers', () => {
  const colours = /blue|black|red|gold|yellow|green|lavender|purple|pink|grey|white|brown|orange/i;
  for (const tubeClass of tubeClasses) expect(JSON.stringify(tubes[tubeClass])).not.toMatch(colours);
});

test('only a QuantiFERON set has more than one tube', () => {
  expect(tubeClasses.filter((tubeClass) => tubes[tubeClass].tubesInSet > 1)).toEqual(['QFT']);
});
