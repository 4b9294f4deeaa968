/** The list of what is not yet upstream, as a file and on paper. Nobody on it exists. */
import { expect, test } from 'vitest';
import { notSentPdf } from '../../electron/day-list-pdf.ts';
import { notSentCsv, notSentPage } from '../../electron/not-sent-paper.ts';
import { notSent } from '../renderer/walk-in-views.ts';

const heading = { siteName: 'Riverside', clinicDay: '2026-11-24', printedAt: '11:45' };
const page = notSentPage(notSent.lines, heading);

test('each line has when, what, ticket, name if still known, specimen numbers, who, and why it is not sent', () => {
  expect(page.cells[0]).toEqual([
    '2026-11-23 16:40',
    'Blood taken',
    '61',
    'no longer known',
    'TR26-000101',
    'Robin Fennel',
    'see the task',
  ]);
  expect(page.cells[1]?.slice(0, 3)).toEqual(['09:32', 'Checked in', '7']);
});

test('a name that a spreadsheet would take for a formula is text in the CSV', () => {
  const [line] = notSent.lines;
  const lines = line === undefined ? [] : [{ ...line, name: '=HYPERLINK("x"), A' }];
  expect(notSentCsv(notSentPage(lines, heading))).toContain(`"'=HYPERLINK(""x""), A"`);
});

test('every line comes to paper, page after page, with its page and how many there are', async () => {
  const many = Array.from({ length: 40 }, () => notSent.lines).flat();
  const pdf = await notSentPdf(notSentPage(many, heading));
  expect(pdf.ok).toBe(true);
  const bytes = Buffer.from(pdf.ok ? pdf.value : []);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.toString('latin1')).toMatch(/\/Count 10\b/);
});

test('a list of nothing is a page that says so, and a name of any script is drawn', async () => {
  const [line] = notSent.lines;
  const odd = line === undefined ? [] : ['😀', 'عبد', '<b>', '^XA', 'N'.repeat(80)].map((name) => ({ ...line, name }));
  for (const lines of [[], odd]) expect((await notSentPdf(notSentPage(lines, heading))).ok).toBe(true);
});
