/** What is not yet upstream, drawn on A4 lying down: a line for each event, and a box to tick once it was entered by hand. */
import PDFDocument from 'pdfkit';
import { type NotSentPage, notSentColumns } from './not-sent-paper.ts';

/** In points, 72 to the inch. */
const margin = 28;
const headingHeight = 58;
const rowHeight = 26;
const rowsOnPage = 17;
const textSize = 9;
const boxSize = 10;
const lineColour = '#8a9aa5';
/** Of the columns in `notSentColumns`; the box to tick has the rest. */
const widths = [72, 66, 40, 190, 190, 100, 92];

interface NotSentDrawing extends NotSentPage {
  readonly fonts: { readonly plain: string; readonly bold: string };
}

type Document = PDFKit.PDFDocument;

export async function drawNotSent(drawing: NotSentDrawing): Promise<Uint8Array> {
  const { fonts, cells } = drawing;
  // Without margins of its own: text near an edge would begin a new page.
  const document = new PDFDocument({ size: 'A4', layout: 'landscape', margin: 0, font: fonts.plain });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Uint8Array>((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
  });
  document.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);
  const pages = Math.max(1, Math.ceil(cells.length / rowsOnPage));
  for (let page = 0; page < pages; page += 1) {
    if (page > 0) document.addPage();
    drawFrame(document, drawing, `page ${page + 1} of ${pages}`);
    const onPage = cells.slice(page * rowsOnPage, (page + 1) * rowsOnPage);
    for (const [index, row] of onPage.entries())
      drawRow(document, margin + headingHeight + (index + 1) * rowHeight, row);
  }
  document.end();
  return ended;
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

function drawRow(document: Document, top: number, cells: readonly string[]): void {
  const right = document.page.width - margin;
  document.lineWidth(0.5).strokeColor(lineColour);
  document
    .moveTo(margin, top - 4)
    .lineTo(right, top - 4)
    .stroke();
  document.rect(right - boxSize - 4, top, boxSize, boxSize).stroke();
  document.font('plain');
  drawCells(document, top, cells);
}

/** Two lines at most; what goes on after that ends in a sign that it does. */
function drawCells(document: Document, top: number, cells: readonly string[]): void {
  let left = margin;
  document.fontSize(textSize);
  for (const [at, width] of widths.entries()) {
    document.text(cells[at] ?? '', left, top, { width: width - 8, height: rowHeight - 4, ellipsis: true });
    left += width;
  }
}
