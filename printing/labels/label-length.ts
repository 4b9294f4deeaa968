/**
 * Whether the labels in a printer are those that its labels are drawn for, judged by the length that the printer reports.
 *
 * On shorter labels a label prints over the gap, and half of a barcode lands on the next tube. A length that the printer did
 * not measure says nothing, and must not keep a clinic waiting: it measures at the first label that it feeds.
 */

/** The last line of a label stands this far above its edge; what is cut off more is cut off the words. */
const shorterMmMax = 0.8;
/** Some printers count the gap with the label; gaps are 2 to 4 mm. Stocks of labels differ by more: 19, 25, 31, 38, 51 mm. */
const longerMmMax = 4;
/** Before a Zebra has measured anything it reports the length of a 4 by 6 inch shipping label, as 1225 dots at 8 per mm. */
const notMeasuredMm = { from: 150, to: 156 } as const;

export function isWrongLabelLength(reportedMm: number, heightMm: number): boolean {
  const isMeasured = reportedMm > 0 && !(reportedMm >= notMeasuredMm.from && reportedMm <= notMeasuredMm.to);
  return isMeasured && (reportedMm < heightMm - shorterMmMax || reportedMm > heightMm + longerMmMax);
}
