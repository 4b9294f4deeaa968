/**
 * The day list on paper, for a clinic that must go on without its screens: A4, in order of time, the age of what it says
 * and `page n of m` on every page, and a box to tick for each patient.
 */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { cells, columns, type DayListHeading } from './day-list-paper.ts';
import type { DayListRow } from './staff-api.ts';

/** In points, 72 to the inch. */
const margin = 36;
const rowHeight = 24;
const headingHeight = 54;
const textSize = 9.5;
const boxSize = 12;
/** The box to tick, then one width for each column. */
const widths = [24, 42, 186, 78, 86, 62, 45] as const;
const shaded = '#eef2f4';

/** With nearly every letter of Europe; what it lacks is an empty box, and date of birth and NHS number still tell who it is. */
function font(name: 'DejaVuSans' | 'DejaVuSans-Bold'): string {
  return createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
}

export async function dayListPdf(heading: DayListHeading, rows: readonly DayListRow[]): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', margin, bufferPages: true, info: { Title: 'Day list' } });
  const ended = collect(document);
  document.registerFont('plain', font('DejaVuSans')).registerFont('bold', font('DejaVuSans-Bold'));
  const rowsOnPage = Math.floor((document.page.height - 2 * margin - headingHeight - rowHeight) / rowHeight);
  drawHeading(document, heading);
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % rowsOnPage === 0) {
      document.addPage();
      drawHeading(document, heading);
    }
    drawRow(document, margin + headingHeight + ((index % rowsOnPage) + 1) * rowHeight, cells(row), index % 2 === 1);
  }
  numberPages(document);
  document.end();
  return ended;
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

function drawHeading(document: PDFKit.PDFDocument, { siteName, clinicDay, asOf }: DayListHeading): void {
  document.font('bold').fontSize(14).text(siteName, margin, margin, { lineBreak: false });
  document
    .font('plain')
    .fontSize(textSize + 1)
    .text(`${clinicDay}. As of ${asOf}: what changed later is not on this paper.`, margin, margin + 22, {
      lineBreak: false,
    });
  document.font('bold').fontSize(textSize);
  drawCells(document, margin + headingHeight, columns);
}

function drawRow(document: PDFKit.PDFDocument, top: number, texts: readonly string[], isShaded: boolean): void {
  const width = document.page.width - 2 * margin;
  if (isShaded) document.rect(margin, top - 6, width, rowHeight).fill(shaded);
  document.fillColor('black').font('plain').fontSize(textSize);
  document.rect(margin + 4, top - 1, boxSize, boxSize).stroke();
  drawCells(document, top, texts);
}

function drawCells(document: PDFKit.PDFDocument, top: number, texts: readonly string[]): void {
  let left = margin + widths[0];
  for (const [column, text] of texts.entries()) {
    const width = widths[column + 1] ?? 0;
    document.text(text, left, top, { width: width - 6, height: rowHeight, lineBreak: false, ellipsis: true });
    left += width;
  }
}

function numberPages(document: PDFKit.PDFDocument): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    const { width } = document.page;
    document.font('plain').fontSize(textSize);
    document.text(`page ${page - start + 1} of ${count}`, width - margin - 90, margin, {
      width: 90,
      align: 'right',
      lineBreak: false,
    });
  }
}
