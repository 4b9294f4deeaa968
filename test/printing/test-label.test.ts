import { expect, test } from 'vitest';
import { testLabel, testLabelBarcode } from '../../printing/labels/test-label.ts';
import { media12 } from './labels-for-tests.ts';

function textsOf(printerName: string): readonly string[] {
  return testLabel({ printerName, printedAt: '21 Nov 14:05' }, media12).elements.flatMap((element) =>
    element.kind === 'text' ? [element.text] : [],
  );
}

test('a test label has a barcode that is no specimen’s, a frame and a ruler', () => {
  const kinds = testLabel({ printerName: 'bay 1', printedAt: '21 Nov 14:05' }, media12).elements.map(
    ({ kind }) => kind,
  );
  expect(kinds.filter((kind) => kind === 'code-128')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'box').length).toBeGreaterThan(5);
  expect(testLabelBarcode).toMatch(/^TEST/);
});

test('it says for which print head it was made, which printer, and when', () => {
  expect(textsOf('bay 1')).toEqual(expect.arrayContaining(['TEST LABEL, 12 dots/mm', 'bay 1  21 Nov 14:05']));
});

test('a printer whose name has no room is told by the time', () => {
  expect(textsOf('a printer with a name that goes on and on and on')).toContain('21 Nov 14:05');
});
