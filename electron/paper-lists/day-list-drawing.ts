/**
 * The day list drawn on A4, for a clinic that must go on without its screens: in order of time, 40 patients a page, what the
 * kiosk knows of each, and places to write by hand. The age of what it says stands on every page.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type DrawText, type NameStyle, nameWriter, type WriteName } from './day-list-name-drawing.ts';
import { type DayListPage, lostInPart } from './day-list-paper.ts';

/** In points, 72 to the inch. */
const margin = 28;
const headingHeight = 62;
const columnHeadHeight = 18;
export const rowsOnPage = 40;
const rowHeight = 16.8;
const textSize = 9;
/** A name that is too long is written smaller, down to this; then a sign says that it goes on. */
const textSizeMin = 6.5;
const lineColour = '#8a9aa5';
const shaded = '#eef2f4';
const faint = '#4c6272';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly text: (row: DayListPage['rows'][number]) => string;
}

const takenWords = { none: '', some: 'in part', all: '✓' } as const;

/** The last three are boxes to write in; what the kiosk knows of arrival and collection stands in them already. */
const columns: readonly Column[] = [
  { title: 'Time', width: 32, text: ({ startsAt }) => startsAt },
  // Written by itself, because names are in any script.
  { title: 'Name', width: 158, text: () => '' },
  { title: 'Date of birth', width: 66, text: ({ dateOfBirth }) => dateOfBirth },
  { title: 'NHS number', width: 72, text: ({ nhsNumber }) => nhsNumber },
  { title: 'Ticket, labels', width: 83, text: ({ inKiosk }) => inKiosk },
  { title: 'Arrived', width: 43, text: ({ hasArrived }) => (hasArrived ? '✓' : '') },
  { title: 'Collected', width: 46, text: ({ taken }) => takenWords[taken] },
  { title: 'Initials', width: 39, text: () => '' },
];

const cellPadding = 3;
const nameStyle: NameStyle = {
  size: textSize,
  oneLineSizeMin: textSizeMin,
  twoLinesSize: textSizeMin,
  one: { top: 0.3, baseline: 11.75, bottom: 16.5 },
  two: [
    { top: 0.2, baseline: 7.2, bottom: 8.4 },
    { top: 8.4, baseline: 14.9, bottom: 16.7 },
  ],
};
/** Of a star beside a name. */
const starWidth = 7;

interface DayListDrawing extends DayListPage {
  /** Who opens it must know this; null: everybody can open it. */
  readonly passphrase: string | null;
  /** The two files of the typeface, with nearly every letter of Europe. */
  readonly fonts: { readonly plain: string; readonly bold: string };
  readonly drawText: DrawText;
}

type Document = PDFKit.PDFDocument;

export async function drawDayList(drawing: DayListDrawing): Promise<Uint8Array> {
  const { fonts, passphrase, rows, drawText } = drawing;
  const document = new PDFDocument({
    size: 'A4',
    // Without margins of its own: text near an edge would begin a new page.
    margin: 0,
    // None yet: pdfkit would read the file of this one again at every change of typeface.
    font: '',
    info: { Title: 'Day list' },
    ...(passphrase === null ? {} : locked(passphrase)),
  });
  const ended = collect(document);
  document.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);
  const writeName = nameWriter(document, fonts.bold, drawText);
  const pages = Math.max(1, Math.ceil(rows.length / rowsOnPage));
  for (let page = 0; page < pages; page += 1) {
    if (page > 0) document.addPage();
    drawFrame(document, drawing, { page: page + 1, pages });
    const onPage = rows.slice(page * rowsOnPage, (page + 1) * rowsOnPage);
    for (const [index, row] of onPage.entries()) drawRow(document, index, row, writeName);
    // What the canvas drew with is given back between two turns.
    await nextTurn();
  }
  document.end();
  return ended;
}

/** AES-256. Whoever opens it may print it, and have it read aloud. */
const locked = (userPassword: string) =>
  ({
    userPassword,
    pdfVersion: '1.7ext3',
    permissions: { printing: 'highResolution', contentAccessibility: true },
  }) as const;

function collect(document: Document): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

function drawFrame(
  document: Document,
  { heading, counts }: DayListPage,
  { page, pages }: { readonly page: number; readonly pages: number },
): void {
  const width = document.page.width - 2 * margin;
  const line = (text: string, top: number, align: 'left' | 'right' = 'left') =>
    document.text(text, margin, top, { width, align, lineBreak: false });
  document.fillColor('black').font('bold').fontSize(15);
  line(`${heading.siteName}, ${heading.day}`, margin);
  document.font('plain').fontSize(10);
  line(`page ${page} of ${pages}`, margin + 4, 'right');
  line(`The list as it was at ${heading.asOf}, printed at ${heading.printedAt}. ${counts}`, margin + 21);
  document.fontSize(8).fillColor(faint);
  line(
    'What was booked, moved or cancelled later is not on this paper. * somebody else today has a similar name or the same date of birth.',
    margin + 37,
  );
  line(
    'Ask each patient for their full name and date of birth. Names of patients: confidential waste at the end of the day.',
    document.page.height - margin - 9,
  );
  document.fillColor('black').font('bold').fontSize(8.5);
  if (heading.isDamaged) line(lostInPart, margin + 48);
  drawCells(
    document,
    margin + headingHeight,
    columns.map(({ title }) => title),
  );
}

function drawRow(document: Document, index: number, row: DayListPage['rows'][number], writeName: WriteName): void {
  const width = document.page.width - 2 * margin;
  const top = margin + headingHeight + columnHeadHeight + index * rowHeight;
  if (index % 2 === 1) document.rect(margin, top, width, rowHeight).fill(shaded);
  document.lineWidth(0.5).strokeColor(lineColour);
  let left = margin + columns.slice(0, 5).reduce((sum, column) => sum + column.width, 0);
  for (const { width: boxWidth } of columns.slice(5)) {
    document.rect(left, top, boxWidth, rowHeight).stroke();
    left += boxWidth;
  }
  document.font('plain').fillColor(row.isOff ? faint : 'black');
  drawCells(
    document,
    top + 3.4,
    columns.map(({ text }) => text(row)),
  );
  const place = { left: margin + (columns[0]?.width ?? 0) + cellPadding, top, width: nameWidth(row) };
  const { right, baseline } = writeName(row.name, nameStyle, place);
  if (row.hasSimilarName)
    document
      .font('plain')
      .fontSize(textSize)
      .text('*', right + 2, baseline, { lineBreak: false, baseline: 'alphabetic' });
}

function drawCells(document: Document, top: number, texts: readonly string[]): void {
  let left = margin;
  for (const [at, { width }] of columns.entries()) {
    const text = texts[at] ?? '';
    const room = width - 2 * cellPadding;
    const size = sizeThatFits(document, text, room);
    // The smallest takes two lines where one is not enough.
    document.fontSize(size).text(text, left + cellPadding, size === textSizeMin ? top - 2 : top, {
      width: room,
      height: rowHeight,
      lineBreak: false,
      ellipsis: true,
    });
    left += width;
  }
}

function nameWidth({ hasSimilarName }: DayListPage['rows'][number]): number {
  return (columns[1]?.width ?? 0) - 2 * cellPadding - (hasSimilarName ? starWidth : 0);
}

function sizeThatFits(document: Document, text: string, room: number): number {
  const wanted = document.fontSize(textSize).widthOfString(text);
  return wanted <= room ? textSize : Math.max(textSizeMin, (textSize * room) / wanted - 0.05);
}
