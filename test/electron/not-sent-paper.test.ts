/** The list of what is not yet upstream, as a file and on paper. Nobody on it exists. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { notSentPdf } from '../../electron/paper-lists/day-list-pdf.ts';
import { notSentCsv, notSentPage } from '../../electron/paper-lists/not-sent-paper.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { notSent } from '../renderer/walk-in-views.ts';

const heading = { siteName: 'Riverside', clinicDay: '2026-11-24', printedAt: '11:45' };
const page = notSentPage(notSent.lines, heading);

async function textOf(shown: typeof page): Promise<string> {
  const pdf = await notSentPdf(shown);
  const file = path.join(newFolder(), 'list.pdf');
  fs.writeFileSync(file, pdf.ok ? pdf.value : '');
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}

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

test('the CSV says that it is UTF-8, and whoever took the blood stays in one cell of one line', () => {
  const lines = notSent.lines.slice(0, 1).map((line) => ({ ...line, by: '=Robin\nFennel' }));
  const [top, , first, end] = notSentCsv(notSentPage(lines, heading)).split('\r\n');
  expect(top).toMatch(/^\uFEFFRiverside,/);
  expect([first?.split(',').at(-2), end]).toEqual(["'=Robin Fennel", '']);
});

test('every line comes to paper, page after page, with its page and how many there are', async () => {
  const many = Array.from({ length: 40 }, () => notSent.lines).flat();
  const text = await textOf(notSentPage(many, heading));
  expect(text.match(/THISTLEDOWN, Marigold/g)).toHaveLength(80);
  const pages = text.split('\f').slice(0, -1);
  expect(pages.map((page) => /page (\d+) of (\d+)/.exec(page)?.slice(1))).toEqual(
    pages.map((_, at) => [String(at + 1), String(pages.length)]),
  );
  for (const page of pages) expect(page).toContain(`${many.length} lines`);
});

test('a list of nothing is a page that says so, and no name keeps a list from being drawn', async () => {
  const [line] = notSent.lines;
  const odd = line === undefined ? [] : ['😀', 'عبد', '<b>', '^XA', 'N'.repeat(80)].map((name) => ({ ...line, name }));
  for (const lines of [[], odd]) expect((await notSentPdf(notSentPage(lines, heading))).ok).toBe(true);
});

test('S8: of a patient with many tubes every number stands on the paper, so that each can be entered by hand', async () => {
  const [line] = notSent.lines;
  assert(line !== undefined, 'there is a line');
  const specimens = Array.from({ length: 14 }, (_, at) => `26-0001234${at}-E`);
  const lines = [{ ...line, specimens }, ...Array.from({ length: 30 }, () => line), { ...line, specimens: ['LAST-1'] }];
  const text = await textOf(notSentPage(lines, heading));
  for (const number of [...specimens, 'LAST-1']) expect(text).toContain(number);
  expect(text).not.toContain('…');
  expect(text).toContain('32 lines');
});
