import { expect, test } from 'vitest';
import { createPrinter, PrinterSettings } from '../../printing/printer-config.ts';

const labels = {
  name: 'LABELS-1',
  language: 'zpl',
  purpose: 'specimen-label',
  connection: { kind: 'network', host: '10.20.30.40', port: 9100 },
  label: { widthMm: 50, heightMm: 25 },
  dotsPerMm: 8,
};
const tickets = {
  name: 'TICKETS',
  language: 'esc-pos',
  purpose: 'queue-ticket',
  connection: { kind: 'folder', folder: 'tickets' },
};

/** A label printer that is sent pictures. */
const pictures = {
  name: 'LABELS-2',
  language: 'esc-pos',
  purpose: 'specimen-label',
  connection: { kind: 'network', host: '10.20.30.40', port: 9100 },
  label: { widthMm: 50, heightMm: 25 },
  dotsPerMm: 8,
};

/** `[0].dotsPerMm: …`, as the kiosk lists them behind the name of the section. */
const problemsOf = (input: unknown) =>
  PrinterSettings.safeParse(input).error?.issues.map(({ path, message }) => {
    const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
    return `printers${place.join('')}: ${message}`;
  });

test('a clinic with one printer of each purpose', () => {
  expect(PrinterSettings.parse([labels, tickets])).toEqual([
    { ...labels, checksLabelLength: true },
    { ...tickets, confirmsTickets: true },
  ]);
});

test.each([
  [{ ...labels, dotsPerMm: 203 }, 'printers[0].dotsPerMm: 203 is dots per inch; expected 8 or 12 per millimetre'],
  [{ ...labels, dotsPerMm: 300 }, 'printers[0].dotsPerMm: 300 is dots per inch; expected 8 or 12 per millimetre'],
  [{ ...labels, dotsPerMm: 600 }, 'printers[0].dotsPerMm: 600 is dots per inch; expected 8 or 12 per millimetre'],
  [{ ...labels, dotsPerMm: '8' }, 'printers[0].dotsPerMm: expected 8 (203 dots per inch) or 12 (300 dots per inch)'],
  [
    { ...labels, name: 'Labels 1' },
    'printers[0].name: expected 1 to 20 of A to Z, 0 to 9 and hyphen, for example LABELS-1',
  ],
  [{ ...labels, label: { widthMm: 50 } }, 'printers[0].label.heightMm: expected a height in millimetres, 25 to 150'],
  // Every label would fail on it.
  [
    { ...labels, label: { widthMm: 50, heightMm: 20 } },
    'printers[0].label.heightMm: expected a height in millimetres, 25 to 150',
  ],
  [
    { ...labels, label: { widthMm: 2, heightMm: 25 } },
    'printers[0].label.widthMm: expected a width in millimetres, 50 to 110',
  ],
  [
    { ...labels, connection: { kind: 'network', host: '10.20.30.40', port: 0 } },
    'printers[0].connection.port: expected a port, 1 to 65535; as a rule 9100',
  ],
  [{ ...labels, language: 'epl' }, 'printers[0].language: expected a printer whose language is "zpl" or "esc-pos"'],
  [{ ...labels, serial: '' }, 'printers[0].serial: expected a serial number, as doctor shows it'],
  [{ ...labels, checksLabelLength: 'no' }, 'printers[0].checksLabelLength: expected true or false'],
  [
    { ...labels, purpose: 'queue-ticket' },
    'printers[0].purpose: a printer that speaks zpl prints specimen labels: expected "specimen-label"',
  ],
])('a wrong setting is refused by its path, in words: %j', (wrong, problem) => {
  expect(problemsOf([wrong, tickets])).toEqual([problem]);
});

test('a label printer that speaks esc-pos knows its stock and its head', () => {
  expect(PrinterSettings.parse([pictures, tickets])[0]).toEqual({ ...pictures, confirmsLabels: true });
});

test.each([
  [
    { ...pictures, dotsPerMm: 180 },
    'printers[0].dotsPerMm: a head of 180 dots per inch cannot print bars of 0.25 mm, which is no whole number of its dots; expected 8 (203 dots per inch) or 12 (300 dots per inch)',
  ],
  [{ ...pictures, dotsPerMm: 203 }, 'printers[0].dotsPerMm: 203 is dots per inch; expected 8 or 12 per millimetre'],
  [{ ...pictures, label: undefined }, 'printers[0].label: expected the size of a label: widthMm and heightMm'],
  [
    { ...pictures, label: { widthMm: 80, heightMm: 25 } },
    'printers[0].label.widthMm: expected a width in millimetres, 50 to 72',
  ],
  [{ ...pictures, confirmsLabels: 'yes' }, 'printers[0].confirmsLabels: expected true or false'],
  [
    { ...pictures, purpose: 'labels' },
    'printers[0].purpose: a printer that speaks esc-pos prints tickets, or labels: expected "queue-ticket" or "specimen-label"',
  ],
  [
    { ...pictures, connection: { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9600 } },
    'printers[0].connection.baudRate: a label for this printer is a picture of 10,000 bytes or more: expected 115200 baud',
  ],
])('a wrong setting of such a printer is refused in words: %j', (wrong, problem) => {
  expect(problemsOf([wrong, { ...labels, name: 'LABELS-1' }, tickets])).toEqual([problem]);
});

test('a ticket printer has no labels: what is set for them is refused', () => {
  expect(problemsOf([labels, { ...tickets, label: { widthMm: 50, heightMm: 25 } }])).toEqual([
    expect.stringContaining('"label"'),
  ]);
});

test('a word that is no setting is refused: a misspelt one would be ignored without a sound', () => {
  expect(problemsOf([{ ...labels, dotsPerMM: 8 }, tickets])).toEqual([expect.stringContaining('"dotsPerMM"')]);
});

test('a ticket printer on a line of seven bits would print garbled tickets', () => {
  const connection = { kind: 'serial', path: '/dev/ttyS0', dataBits: 7 };
  expect(problemsOf([labels, { ...tickets, connection }])).toEqual([
    'printers[1].connection.dataBits: a printer that speaks esc-pos needs 8 data bits',
  ]);
});

test('every problem is said at once', () => {
  const wrong = [
    { ...labels, dotsPerMm: 203, name: '' },
    { ...tickets, purpose: 'a4' },
  ];
  expect(problemsOf(wrong)).toHaveLength(3);
});

test('two printers of one name cannot be told apart', () => {
  expect(problemsOf([labels, { ...tickets, name: 'LABELS-1' }])).toEqual([
    'printers[1].name: LABELS-1 is the name of another printer',
  ]);
});

test.each([
  [[labels], 'printers: no printer has the purpose "queue-ticket"; at least one must'],
  [[tickets], 'printers: no printer has the purpose "specimen-label"; at least one must'],
])('a purpose without a printer is refused', (printers, problem) => {
  expect(problemsOf(printers)).toEqual([problem]);
});

test.each([undefined, null, {}, 'LABELS-1'])('no list of printers: %j', (input) => {
  expect(problemsOf(input)).toEqual(['printers: expected a list of printers']);
});

test('a printer is made for each setting, in its language', () => {
  const settings = PrinterSettings.parse([
    labels,
    tickets,
    { ...labels, name: 'LABELS-2' },
    { ...pictures, name: 'LABELS-3' },
  ]);
  expect(settings.map((setting) => createPrinter(setting)).map(({ name, language }) => [name, language])).toEqual([
    ['LABELS-1', 'zpl'],
    ['TICKETS', 'esc-pos'],
    ['LABELS-2', 'zpl'],
    ['LABELS-3', 'esc-pos'],
  ]);
});
