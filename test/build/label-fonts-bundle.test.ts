/** The fonts of the labels as the packaged app has them: beside the bundle, where no font package is. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/runtime.mjs';
import { forNode } from '../../build/vite.mjs';
import type * as LabelFonts from '../../printing/labels/label-fonts.ts';
import { drawLine } from '../../printing/labels/label-fonts.ts';

const folder = path.join(root, 'test-results/label-fonts-bundle');
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('a bundle draws a name with the fonts beside it', async () => {
  const config = forNode('main/label-fonts', 'printing/labels/label-fonts.ts');
  await build({ ...config, build: { ...config.build, outDir: folder, emptyOutDir: true } });
  const bundled = fs.readFileSync(path.join(folder, 'label-fonts.cjs'), 'utf8');
  expect(bundled).not.toContain('@fontsource');
  // The bundle of the module that is imported above for its types.
  const fonts = createRequire(import.meta.url)(path.join(folder, 'label-fonts.cjs')) as typeof LabelFonts;
  const [here, there] = [drawLine, fonts.drawLine].map((draw) => draw('মৌরিফুল, Erdoğan', { emDots: 28 }).bitmap);
  expect(there).toEqual(here);
});
