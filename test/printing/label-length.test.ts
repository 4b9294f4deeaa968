import { expect, test } from 'vitest';
import { isWrongLabelLength } from '../../printing/labels/label-length.ts';

test.each([
  [25, 25, false, 'the very length'],
  [26, 25, false, 'a little more, as many Zebras report it'],
  [28, 25, false, 'with the gap'],
  [29.1, 25, true, 'more than a label and its gap'],
  [31, 25, true, 'the next stock that is longer'],
  [51, 25, true, 'labels for something else'],
  [24.3, 25, false, 'within what labels differ by'],
  [24, 25, true, 'shorter: the last line would be cut'],
  [19, 25, true, 'shorter: the bars would run over the gap'],
  [0, 25, false, 'nothing measured'],
  [1225 / 8, 25, false, 'nothing measured: a real printer, never calibrated'],
  [1800 / 12, 25, false, 'nothing measured, at 12 dots per mm'],
  [414 / 8, 51, false, 'a real printer with two-inch labels'],
])('labels of %d mm where %d mm belong: wrong %s (%s)', (reportedMm, heightMm, isWrong) => {
  expect(isWrongLabelLength(reportedMm, heightMm)).toBe(isWrong);
});
