/** Lists on paper with names to look at, and what can be read back from them: rows of type, pictures, dots. Nobody of these names exists. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { drawDayList } from '../../electron/paper-lists/day-list-drawing.ts';
import type { DrawText } from '../../electron/paper-lists/day-list-name-drawing.ts';
import { pictureEmDots } from '../../electron/paper-lists/day-list-names.ts';
import { dayListPage } from '../../electron/paper-lists/day-list-paper.ts';
import type { DayListRow } from '../../electron/staff-api.ts';
import type { Bitmap } from '../../printing/labels/bitmap.ts';
import { drawLine } from '../../printing/labels/label-fonts.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { row } from '../renderer/staff-views.ts';

const typeface = path.join(import.meta.dirname, '../../node_modules/dejavu-fonts-ttf/ttf/DejaVuSans');
const fonts = { plain: `${typeface}.ttf`, bold: `${typeface}-Bold.ttf` };
export const heading = { siteName: 'Riverside', clinicDay: '2026-11-24', asOf: '08:47' };
const asOnLabels: DrawText = (text, more) => drawLine(text, { emDots: pictureEmDots, more });

export const pageOf = (names: readonly string[], over: Partial<DayListRow> = {}) =>
  dayListPage(
    heading,
    names.map((name) => ({ ...row, hasSimilarName: false, ...over, name })),
    '09:02',
  );

export function fileOf(pdf: Uint8Array): string {
  const file = path.join(newFolder(), 'list.pdf');
  fs.writeFileSync(file, pdf);
  return file;
}

export async function listOf(names: readonly string[], over: Partial<DayListRow> = {}, drawText = asOnLabels) {
  return fileOf(await drawDayList({ ...pageOf(names, over), passphrase: null, fonts, drawText }));
}

export const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });

/** The rows, as far as they are type. */
export const rowsOf = (file: string) =>
  (textOf(file).match(/^ *09:40.*$/gm) ?? []).map((line) => line.replace('09:40', '').replaceAll(/\s+/g, ' ').trim());

/** What stands beside the name in each of its rows. */
export const beside = '18-Jan-1950 999 000 0018 7, printed ✓';

/** Whatever is drawn as a picture, in the order of the page. */
export function picturesIn(file: string): readonly Bitmap[] {
  const folder = newFolder();
  execFileSync('pdfimages', [file, path.join(folder, 'name')]);
  return fs
    .readdirSync(folder)
    .sort()
    .map((name) => {
      const bytes = fs.readFileSync(path.join(folder, name));
      const [head = '', width, height] = /^P4\n(\d+) (\d+)\n/.exec(bytes.toString('latin1')) ?? [];
      return {
        widthDots: Number(width),
        heightDots: Number(height),
        rows: new Uint8Array(bytes.subarray(head.length)),
      };
    });
}

/** The first page as grey dots, two to the point: part of it, in points. */
export function lookAt(file: string) {
  const image = execFileSync('pdftoppm', ['-gray', '-r', '144', '-l', '1', file], { maxBuffer: 50_000_000 });
  const [head = '', width] = /^P5\n(\d+) \d+\n255\n/.exec(image.toString('latin1', 0, 40)) ?? [];
  const grey = image.subarray(head.length);
  return (part: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }) =>
    Buffer.concat(
      Array.from({ length: Math.round(2 * (part.bottom - part.top)) }, (_, at) => {
        const from = (Math.round(2 * part.top) + at) * Number(width);
        return grey.subarray(from + 2 * part.left, from + 2 * part.right);
      }),
    ).toString('hex');
}
