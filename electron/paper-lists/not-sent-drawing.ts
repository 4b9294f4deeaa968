/** What is not yet upstream, drawn on A4 lying down: a line for each event, and a box to tick once it was entered by hand. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type DrawText, type NameStyle, nameWriter, type WriteName } from './day-list-name-drawing.ts';
import { type NotSentPage, notSentColumns } from './not-sent-paper.ts';

/** In points, 72 to the inch. */
const margin = 28;
const headingHeight = 58;
/** Two lines; a row with more takes what it needs, because whoever enters it by hand needs every number. */
const rowHeight = 26;
const rowsOnPage = 17;
const roomOnPage = rowsOnPage * rowHeight;
const belowText = 4;
const textSize = 9;
const boxSize = 10;
const betweenCells = 8;
const lineColour = '#8a9aa5';
/** Of the columns in `notSentColumns`; the box to tick has the rest. */
const widths = [72, 66, 40, 190, 190, 100, 92];

/** Of a patient, and of who took the blood. */
const nameColumns: readonly number[] = [notSentColumns.indexOf('Patient'), notSentColumns.indexOf('By')];
const nameStyle: NameStyle = {
  size: textSize,
  oneLineSizeMin: textSize,
  twoLinesSize: textSize,
  one: { top: -3.5, baseline: 8.35, bottom: 13 },
  two: [
    { top: -3.5, baseline: 8.35, bottom: 11 },
    { top: 11, baseline: 18.8, bottom: 21.7 },
  ],
};

interface NotSentDrawing extends NotSentPage {
  readonly fonts: { readonly plain: string; readonly bold: string };
  readonly drawText: DrawText;
}

type Document = PDFKit.PDFDocument;

export async function drawNotSent(drawing: NotSentDrawing): Promise<Uint8Array> {
  const { fonts, cells, drawText } = drawing;
  // Without margins of its own: text near an edge would begin a new page.
  const document = new PDFDocument({ size: 'A4', layout: 'landscape', margin: 0, font: '' });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Uint8Array>((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
  });
  document.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);
  const writeName = nameWriter(document, fonts.bold, drawText);
  const pages = pagesOf(cells.map((row) => ({ cells: row, height: heightOf(document, row) })));
  for (const [at, rows] of pages.entries()) {
    if (at > 0) document.addPage();
    drawFrame(document, drawing, `page ${at + 1} of ${pages.length}`);
    let top = margin + headingHeight + rowHeight;
    for (const row of rows) {
      drawRow(document, top, row, writeName);
      top += row.height;
    }
    await nextTurn();
  }
  document.end();
  return ended;
}

interface Row {
  readonly cells: readonly string[];
  readonly height: number;
}

function heightOf(document: Document, cells: readonly string[]): number {
  document.font('plain').fontSize(textSize);
  const texts = withoutNames(cells);
  const heights = widths.map((width, at) => document.heightOfString(texts[at] ?? '', { width: width - betweenCells }));
  return Math.min(roomOnPage, Math.max(rowHeight, Math.ceil(Math.max(...heights)) + belowText));
}

/** One page, if there is nothing to say. */
function pagesOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const pages: Row[][] = [[]];
  let room = roomOnPage;
  for (const row of rows) {
    if (row.height > room) {
      pages.push([]);
      room = roomOnPage;
    }
    pages.at(-1)?.push(row);
    room -= row.height;
  }
  return pages;
}

function drawFrame(document: Document, { heading, cells }: NotSentPage, pageOfPages: string): void {
  const width = document.page.width - 2 * margin;
  document.font('bold').fontSize(15);
  document.text(`${heading.siteName}, ${heading.day}`, margin, margin, { width, lineBreak: false });
  document.font('plain').fontSize(10);
  document.text(pageOfPages, margin, margin + 4, { width, align: 'right', lineBreak: false });
  const lines = cells.length === 1 ? '1 line' : `${cells.length} lines`;
  const said = `Not yet in the booking system at ${heading.printedAt}: ${lines}. Tick what was entered by hand.`;
  document.text(said, margin, margin + 21, { width, lineBreak: false });
  document.fontSize(8);
  const foot = 'Names of patients: confidential waste when everything is in the booking system.';
  document.text(foot, margin, document.page.height - margin - 9, { width, lineBreak: false });
  document.font('bold');
  drawCells(document, margin + headingHeight, notSentColumns);
}

function drawRow(document: Document, top: number, { cells, height }: Row, writeName: WriteName): void {
  const right = document.page.width - margin;
  document.lineWidth(0.5).strokeColor(lineColour);
  document
    .moveTo(margin, top - 4)
    .lineTo(right, top - 4)
    .stroke();
  document.rect(right - boxSize - 4, top, boxSize, boxSize).stroke();
  document.font('plain');
  drawCells(document, top, withoutNames(cells), height);
  let left = margin;
  for (const [at, width] of widths.entries()) {
    if (nameColumns.includes(at)) writeName(cells[at] ?? '', nameStyle, { left, top, width: width - betweenCells });
    left += width;
  }
}

const withoutNames = (cells: readonly string[]) => cells.map((cell, at) => (nameColumns.includes(at) ? '' : cell));

/** What is longer than a page ends in a sign that it goes on. */
function drawCells(document: Document, top: number, cells: readonly string[], height = rowHeight): void {
  let left = margin;
  document.fontSize(textSize);
  for (const [at, width] of widths.entries()) {
    document.text(cells[at] ?? '', left, top, {
      width: width - betweenCells,
      height: height - belowText,
      ellipsis: true,
    });
    left += width;
  }
}
