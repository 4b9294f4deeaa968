/** Site IT's doors, one by one: what each says, how it ends, and that it keeps its hands off what is not its business. */
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { settingsAt } from '../../build/training-premises.ts';
import { type Settings, trainingStaff } from '../../build/training-settings.ts';
import { runCommandLine } from '../../electron/command-line.ts';
import { openStoreOf } from '../../electron/commands/command.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import type { Store } from '../../offline-store/store.ts';
import type { Misbehaviour } from '../peers/fhir/fhir-door.ts';
import { kiosk, kioskJson, settingsLike, stateOfFolder } from './kiosk-command.ts';
import { barcodesOf } from './read-barcode.ts';
import { checkInAtReception, numbersOf, openStationClinic, rename, untilPapersAre } from './station-clinic.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';

// Processes are started here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let premises: TestPremises;
/** Of a clinic whose list was pulled this morning. */
let settingsFile: string;
beforeAll(async () => {
  premises = await openTestPremises();
  settingsFile = premises.settingsFile;
});
afterAll(() => premises.stop());
afterEach(async () => {
  await premises.fhir.behave();
  await premises.fhir.up();
});

const inFolder = (name: string) => path.join(premises.folder, name);
const storeFolder = () => settingsAt(settingsFile).store.folder;
const withStoreIn = (name: string, change: (settings: Settings) => Settings = (same) => same) =>
  settingsLike(settingsFile, name, (settings) =>
    change({ ...settings, store: { ...settings.store, folder: inFolder(name) } }),
  );

/** With something set for the printer of labels. */
const withLabelPrinter = (name: string, more: object) =>
  settingsLike(settingsFile, name, (settings) => ({
    ...settings,
    printers: settings.printers.map((printer) => (printer.name === 'LABELS-1' ? { ...printer, ...more } : printer)),
  }));

/** In this process: for tables of what can go wrong; that a process ends as it should is asked elsewhere. */
async function here(args: readonly string[], file: string) {
  const { exit, line, body, facts } = await runCommandLine([...args, '--config', file]);
  return { exit, says: line, body, facts };
}

function withStore<Value>(file: string, look: (store: Store) => Value): Value {
  const store = openStoreOf(settingsAt(file));
  if (!store.ok) throw new Error(store.problem);
  const value = look(store.value);
  store.value.close();
  return value;
}

describe('sync', () => {
  test('pulls the day, says how many, and a second time changes nothing of that', async () => {
    const first = await kioskJson(['sync'], settingsFile);
    expect(first).toMatchObject({ exit: 0, facts: { bookings: 200, waiting: 0 } });
    expect(await kiosk(['sync'], settingsFile)).toEqual({
      exit: 0,
      out: `200 bookings, ${first.facts.setAside} set aside; 0 messages still to send`,
      err: '',
    });
  });

  test.each<readonly [string, Misbehaviour, RegExp]>([
    ['a web page', { kind: 'html' }, /sent a web page instead of data/],
    ['half a page', { kind: 'half-page' }, /breaks off/],
    ['half an answer', { kind: 'half-json' }, /./],
    ['a fault', { kind: 'status', status: 500 }, /has a fault of its own \(HTTP 500\)/],
    ['that we may not come in', { kind: 'status', status: 401 }, /does not let the kiosk in \(HTTP 401\)/],
    ['nothing where there were 200', { kind: 'empty-page' }, /sent only 0 bookings where there were 200/],
    ['nothing at all', { kind: 'silence' }, /does not answer/],
  ])(
    'S11: upstream answers %s: bad news in one line, and the list stays as it was, with its age',
    async (_what, misbehaviour, says) => {
      const impatient = settingsLike(settingsFile, 'impatient', (settings) => ({
        ...settings,
        upstream: { ...settings.upstream, silenceSeconds: 1 },
      }));
      const file = misbehaviour.kind === 'silence' ? impatient : settingsFile;
      const list = () => withStore(file, ({ cache }) => ({ age: cache.age(), bookings: cache.bookings() }));
      const before = list();
      await premises.fhir.misbehave(misbehaviour, { method: 'GET' });
      const { exit, says: line } = await here(['sync'], file);
      expect(exit).toBe(1);
      expect(line).toMatch(says);
      expect(line).toMatch(/^the booking system [^\n]*; the list stays as it was$/);
      expect(list()).toEqual(before);
    },
  );
});

describe('doctor', () => {
  beforeEach(() => premises.newPaper({ isStationOpen: false }));

  test('all is well, and nothing in the store was touched', async () => {
    const before = stateOfFolder(storeFolder());
    const { exit, out, err } = await kiosk(['doctor'], settingsFile);
    expect({ exit, err }).toEqual({ exit: 0, err: 'all is well' });
    expect(out.split('\n').map((line) => /^well {2}([\w-]+): ./.exec(line)?.[1])).toEqual([
      'settings',
      'key',
      'store',
      'copies',
      'journal',
      'ballast',
      'retention',
      'upstream',
      'clock',
      'LABELS-1',
      'TICKETS-1',
    ]);
    expect(stateOfFolder(storeFolder())).toEqual(before);
  });

  test('before the first start it makes nothing', async () => {
    const file = withStoreIn('never-opened');
    expect(await here(['doctor'], file)).toMatchObject({ exit: 0, says: 'all is well' });
    expect(existsSync(inFolder('never-opened'))).toBe(false);
  });

  const { labels, tickets, fhir } = {
    labels: () => premises.labels,
    tickets: () => premises.tickets,
    fhir: () => premises.fhir,
  };
  test.each<readonly [string, () => Promise<unknown>, Readonly<Record<string, string>>]>([
    [
      'paper out, cover open',
      () => Promise.all([labels().become({ paperOut: true }), tickets().become({ coverOpen: true })]),
      { 'LABELS-1': 'It has no paper.', 'TICKETS-1': 'The cover is open.' },
    ],
    [
      'head open, nobody at the other port',
      () => Promise.all([labels().become({ headOpen: true }), tickets().refuse(true)]),
      { 'LABELS-1': 'The print head is open.', 'TICKETS-1': 'It does not answer.' },
    ],
    [
      'one silent, one without paper',
      () => Promise.all([labels().hear('deaf'), tickets().become({ paperOut: true })]),
      { 'LABELS-1': 'It is on, but does not say how it is.', 'TICKETS-1': 'It has no paper.' },
    ],
    [
      'nobody at the port, one silent',
      () => Promise.all([labels().refuse(true), tickets().hear('deaf')]),
      { 'LABELS-1': 'It does not answer.', 'TICKETS-1': 'It is on, but does not say how it is.' },
    ],
    ['the booking system down', () => fhir().down(), { upstream: 'cannot be reached' }],
    [
      'a booking system that shows itself to everybody and its list to others',
      () => fhir().misbehave({ kind: 'status', status: 401 }, { pathContains: 'Appointment' }),
      { upstream: 'does not let the kiosk in (HTTP 401)' },
    ],
    ['a proxy in the way', () => fhir().misbehave({ kind: 'html' }), { upstream: 'sent a web page instead of data' }],
    ['a server an hour ahead', () => fhir().clockOffset(3_600_000), { clock: "s behind the booking system's clock" }],
  ])('names what is ill: %s', async (_what, trouble, ill) => {
    await trouble();
    const { exit, says: line, facts } = await here(['doctor'], settingsFile);
    await fhir().clockOffset(0);
    expect(exit).toBe(1);
    // doctor.ts lists one finding for each.
    const findings = facts.findings as readonly { what: string; isWell: boolean; says: string }[];
    const found = findings.filter(({ isWell }) => !isWell).map((finding) => [finding.what, finding.says]);
    expect(found.map(([what]) => what)).toEqual(Object.keys(ill));
    for (const [what = '', words] of found) expect(words).toContain(ill[what]);
    expect(line).toBe(
      `${found.length} thing${found.length === 1 ? '' : 's'} to see to: ${Object.keys(ill).join(', ')}`,
    );
  });

  test('the state of each printer, for whoever watches many kiosks', async () => {
    const well = await here(['doctor'], settingsFile);
    const labelsNow = {
      name: 'LABELS-1',
      purpose: 'specimen-label',
      language: 'zpl',
      connection: 'network',
      state: 'ready',
      troubles: [],
      canProve: true,
      model: 'ZD421-203dpi',
      serial: '50J221500001',
      odometer: 31084,
      dotsPerMm: 8,
      labelLengthMm: 25,
    };
    const notKnown = { model: null, serial: null, odometer: null, dotsPerMm: null, labelLengthMm: null };
    const ticketsNow = {
      purpose: 'queue-ticket',
      language: 'esc-pos',
      connection: 'network',
      canProve: true,
      ...notKnown,
    };
    const ticketsWell = { ...ticketsNow, name: 'TICKETS-1', state: 'ready', troubles: [] };
    expect(well.facts.printers).toEqual([labelsNow, ticketsWell]);

    await Promise.all([labels().load({ heightMm: 51 }), tickets().become({ paperNearEnd: true, jammed: true })]);
    const ill = await here(['doctor'], settingsFile);
    expect(ill).toMatchObject({ exit: 1, says: '2 things to see to: LABELS-1, TICKETS-1' });
    expect(ill.facts.printers).toEqual([
      { ...labelsNow, state: 'not-ready', troubles: ['wrong-label-length'], labelLengthMm: 51 },
      { ...ticketsWell, state: 'not-ready', troubles: ['jammed', 'paper-near-end'] },
    ]);

    await Promise.all([labels().refuse(true), tickets().become({ jammed: false })]);
    const gone = await here(['doctor'], settingsFile);
    expect(gone).toMatchObject({ exit: 1, says: '1 thing to see to: LABELS-1' });
    expect(gone.facts.printers).toEqual([
      { ...labelsNow, state: 'not-ready', troubles: ['unreachable'], canProve: null, ...notKnown },
      { ...ticketsWell, troubles: ['paper-near-end'] },
    ]);
  });

  test('another printer than the settings say is for site IT, who find its serial number here', async () => {
    const file = settingsLike(settingsFile, 'other-printer', (settings) => ({
      ...settings,
      printers: (settings.printers ?? []).map((one) => (one.language === 'zpl' ? { ...one, serial: '50J999' } : one)),
    }));
    const { exit, body, facts } = await here(['doctor'], file);
    expect(exit).toBe(1);
    expect(body).toContain('LABELS-1: not ready (ZD421-203dpi, serial number 50J221500001, labels of 25 mm). This is');
    expect(facts.printers).toMatchObject([{ state: 'not-ready', troubles: ['wrong-serial'] }, { state: 'ready' }]);
  });

  test('S15: a key that is not there is called by its name and place, and no other is made', async () => {
    const key = inFolder('credentials/store-key');
    const file = settingsLike(settingsFile, 'no-key', (settings) => ({
      ...settings,
      store: { ...settings.store, key: { kind: 'credential-file', path: key } },
    }));
    for (const args of [['doctor'], ['sync']]) {
      const { exit, says, body } = await here(args, file);
      expect(exit).toBe(1);
      expect(`${body}\n${says}`).toContain(`store.key: there is no key at ${key}`);
    }
    expect(existsSync(key)).toBe(false);
  });

  test('S15: another key than that of the ledger is refused', async () => {
    const file = withStoreIn('other-key');
    cpSync(storeFolder(), inFolder('other-key'), { recursive: true });
    writeFileSync(path.join(inFolder('other-key'), 'store.key'), `${'ab'.repeat(32)}\n`);
    const { exit, facts } = await here(['doctor'], file);
    expect(exit).toBe(1);
    expect(JSON.stringify(facts)).toContain('store.key: this is not the key of the ledger');
    expect((await here(['day-list'], file)).says).toContain('store.key: this is not the key of the ledger');
  });
});

describe('day-list', () => {
  test('without a list of today it is bad news', async () => {
    const file = withStoreIn('no-list');
    const { exit, says } = await here(['day-list'], file);
    expect({ exit, says }).toEqual({ exit: 1, says: 'there is no list of today that may be used; run sync first' });
  });

  test('says on top where, for which day and how old, and then everybody in order of time', async () => {
    const { exit, out, err } = await kiosk(['day-list'], settingsFile);
    const [heading = '', blank, columns, ...rows] = out.split('\n');
    expect(exit).toBe(0);
    expect(heading).toMatch(/^Riverside Blood Tests \(training\), \d{4}-\d\d-\d\d, as of \d\d:\d\d$/);
    expect(blank).toBe('');
    expect(columns).toMatch(/^Time +Name +Date of birth +NHS number +State +Ticket$/);
    expect(rows).toHaveLength(200);
    expect(rows.map((row) => row.slice(0, 5))).toEqual(rows.map((row) => row.slice(0, 5)).toSorted());
    expect(err).toMatch(/^200 bookings, as of \d\d:\d\d$/);
  });

  test('as CSV for its owner only, and a name is never a formula', async () => {
    const patient = await rename(premises, premises.twoTubes(), {
      family: '=HYPERLINK("http://x")',
      given: 'Marigold',
    });
    await here(['sync'], settingsFile);
    const out = inFolder('list.csv');
    writeFileSync(out, 'an older list, for everybody to read', { mode: 0o644 });
    const said = await kioskJson(['day-list', '--out', out], settingsFile);
    expect(said).toMatchObject({ exit: 0, facts: { bookings: 200, out, state: 'good' } });
    const lines = readFileSync(out, 'utf8').split('\r\n');
    expect(lines).toHaveLength(200 + 3);
    const row = lines.find((line) => line.includes(patient.nhsNumber.slice(-4)) && line.includes('HYPERLINK'));
    expect(row).toContain(`,"'=HYPERLINK(""HTTP://X""), Marigold",`);
    expect(lines.filter((line) => line.split(',').some((cell) => /^"?[=+@-]/.test(cell)))).toEqual([]);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  test('as PDF for its owner only, every patient on one of its pages', async () => {
    const out = inFolder('list.pdf');
    const { exit } = await here(['day-list', '--out', out], settingsFile);
    expect(exit).toBe(0);
    const pdf = readFileSync(out, 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    // 40 patients fit on a page of A4.
    expect(pdf).toMatch(/\/Count 5\b/);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['day-list', 'write-day-list'],
    ['outbox', 'write-not-sent'],
  ])(
    'S14: names that %s writes into a file are in the trail, because they lie there as on paper',
    async (command, act) => {
      const acts = () => withStore(settingsFile, ({ ledger }) => ledger.audit().filter((entry) => entry.act === act));
      const before = acts().length;
      expect((await here([command, '--out', inFolder('named.csv')], settingsFile)).exit).toBe(0);
      expect(acts().slice(before)).toMatchObject([{ who: 'kiosk', bookingId: null }]);
    },
  );

  test('a place that cannot be written is said in words', async () => {
    const out = inFolder('not-there/list.csv');
    const { exit, says } = await here(['day-list', '--out', out], settingsFile);
    expect(exit).toBe(1);
    expect(says).toBe(`${out} cannot be opened (ENOENT)`);
  });
});

describe('after a check-in, with the booking system away', () => {
  let checkedIn: string;
  let numbers: readonly string[];
  let appointmentId: string;
  beforeAll(async () => {
    await premises.newPaper({ isStationOpen: false });
    const clinic = await openStationClinic(premises, { name: 'checked-in' });
    const patient = premises.twoTubes();
    appointmentId = patient.appointmentId;
    await premises.fhir.down();
    await checkInAtReception(clinic, patient);
    await untilPapersAre(clinic, [patient], 'printed');
    numbers = numbersOf(clinic, patient);
    await clinic.station.close();
    await premises.fhir.up();
    checkedIn = withStoreIn('checked-in-settings', (settings) => ({
      ...settings,
      store: { ...settings.store, folder: clinic.settings.store.folder },
    }));
  });

  test('label-preview draws the label of a specimen, and a scanner reads its number', async () => {
    const [number = ''] = numbers;
    const out = inFolder('label.png');
    const said = await kioskJson(['label-preview', number, '--out', out], checkedIn);
    expect(said).toMatchObject({ exit: 0, facts: { expectedBarcode: number, out } });
    expect(await barcodesOf(readFileSync(out))).toEqual([number]);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  test('label-preview of a number that nobody has is bad news, and draws nothing', async () => {
    const out = inFolder('nobody.png');
    const { exit, says } = await here(['label-preview', 'R00000X', '--out', out], checkedIn);
    expect({ exit, says }).toEqual({ exit: 1, says: 'no label of today has the specimen number R00000X' });
    expect(existsSync(out)).toBe(false);
  });

  test('audit verify finds the trail whole', async () => {
    const { exit, facts } = await kioskJson(['audit', 'verify'], checkedIn);
    expect(exit).toBe(0);
    expect(facts.entries).toBeGreaterThan(5);
  });

  test('outbox says what is owed; sync cannot send it while the server is down, and then sends it once', async () => {
    expect(await kiosk(['outbox'], checkedIn)).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^arrived +1 +0 +0 +0 +0$/m),
      err: expect.stringMatching(
        /^1 message waiting to go upstream \(the oldest for \d+ minutes?\), 0 that staff must see to$/,
      ),
    });
    await premises.fhir.down();
    expect(await here(['sync'], checkedIn)).toMatchObject({ exit: 1, facts: { waiting: 1 } });
    await premises.fhir.up();
    expect(await here(['sync'], checkedIn)).toMatchObject({ exit: 0, facts: { waiting: 0 } });
    expect(await premises.fhir.read('Appointment', appointmentId)).toMatchObject({ status: 'arrived' });
    expect(await here(['outbox'], checkedIn)).toMatchObject({
      exit: 0,
      facts: { waiting: 0, needStaff: 0, oldestMinutes: null, counts: { arrived: { pending: 0, applied: 1 } } },
    });
  });
});

describe('label-preview --sample', () => {
  test('draws nobody’s label with a barcode that is read back, and needs no store', async () => {
    const file = withStoreIn('no-store');
    const out = inFolder('example.png');
    const { exit, err, out: said } = await kiosk(['label-preview', '--sample', '--out', out], file);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const [read] = await barcodesOf(readFileSync(out));
    expect(said).toMatch(new RegExp(`^${out}: proved, \\d+ bytes, barcode ${read}$`));
    expect(existsSync(inFolder('no-store'))).toBe(false);
  });
});

test('label-preview draws for the printer of this station, whatever other printers the settings have', async () => {
  const file = settingsLike(settingsFile, 'two-stocks', (settings) => {
    const [labels, ...others] = settings.printers;
    if (labels?.language !== 'zpl') throw new Error('the first printer of the training clinic prints labels');
    const stock = { label: { widthMm: 70, heightMm: 35 } };
    const elsewhere = { ...labels, ...stock, name: 'LABELS-8', stations: ['ELSEWHERE'] };
    const headers = { ...labels, ...stock, name: 'LABELS-9', kinds: ['header-label' as const] };
    return { ...settings, printers: [elsewhere, headers, labels, ...others] };
  });
  const out = inFolder('of-this-station.png');
  expect(await here(['label-preview', '--sample', '--out', out], file)).toMatchObject({ exit: 0 });
  expect(decode(readFileSync(out))).toMatchObject({ width: 400, height: 200 });
});

describe('print-test', () => {
  beforeEach(() => premises.newPaper({ isStationOpen: false }));

  test('prints one label, and says that the printer proves it', async () => {
    const { exit, out, err } = await kiosk(['print-test', 'LABELS-1'], settingsFile);
    expect({ exit, out, err }).toEqual({ exit: 0, out: 'LABELS-1 printed it, and proves it', err: '' });
    expect(await premises.numbersOut(1)).toHaveLength(1);
  });

  test('--ruler prints a label to measure the stock by', async () => {
    const { exit, out, err } = await kiosk(['print-test', 'LABELS-1', '--ruler'], settingsFile);
    expect({ exit, out, err }).toEqual({ exit: 0, out: 'LABELS-1 printed it, and proves it', err: '' });
    const [label = ''] = await premises.labelsOut(1);
    expect(label).toContain('offset x 0, y 0 mm');
  });

  test('what the site set for its printer goes out with the label', async () => {
    const file = withLabelPrinter('adjusted', { darkness: 9, speedMmPerSecond: 102, offsetMm: { x: 0.5, y: 0 } });
    expect(await here(['print-test', 'LABELS-1', '--ruler'], file)).toMatchObject({ exit: 0 });
    const [label = ''] = await premises.labelsOut(1);
    expect(label).toMatch(/\^MD0\^PR4\^.*offset x 0\.5, y 0 mm/);
  });

  test('an offset that pushes ink off the label is told in a sentence, and nothing is printed', async () => {
    const file = withLabelPrinter('pushed-off', { offsetMm: { x: 3, y: 0 } });
    for (const more of [[], ['--ruler']]) {
      const { exit, says } = await here(['print-test', 'LABELS-1', ...more], file);
      expect({ exit, says }).toEqual({
        exit: 1,
        says: 'the offsetMm of LABELS-1 (x 3, y 0) puts ink too near an edge of its labels, or off them: choose a smaller one, or move the guides of the stock',
      });
    }
    expect(await premises.labelsOut(0)).toEqual([]);
  });

  test('a ruler on a ticket is a mistake: it has no edges to measure from', async () => {
    const { exit, says } = await here(['print-test', 'TICKETS-1', '--ruler'], settingsFile);
    expect({ exit, says }).toEqual({ exit: 2, says: 'TICKETS-1 prints tickets, which have no edges' });
  });

  test('prints one ticket', async () => {
    const said = await kioskJson(['print-test', 'TICKETS-1'], settingsFile);
    expect(said).toMatchObject({ exit: 0, facts: { printer: 'TICKETS-1', outcome: 'printed' } });
    await premises.tickets.waitForTicket(1);
    expect((await premises.tickets.state()).tickets).toBe(1);
  });

  test('without paper nothing is sent, and that is bad news', async () => {
    await Promise.all([premises.labels.become({ paperOut: true }), premises.tickets.become({ paperOut: true })]);
    for (const name of ['LABELS-1', 'TICKETS-1']) {
      const { exit, says } = await here(['print-test', name], settingsFile);
      expect({ exit, says }).toEqual({ exit: 1, says: `${name} is not ready. It has no paper. Put in a new roll.` });
    }
    await premises.labels.become({ paperOut: false });
    await premises.labelsOut(0);
    expect(await premises.labels.state()).toMatchObject({ formatsWaiting: 0, labelsRemaining: 0 });
  });

  test('a connection that breaks off says to look at the paper', async () => {
    await premises.labels.cutOff({ afterBytes: 50, startingAt: '^XA' });
    const { exit, says } = await here(['print-test', 'LABELS-1'], settingsFile);
    expect({ exit, says }).toEqual({ exit: 1, says: 'LABELS-1 may have printed it; look at the paper' });
  });

  test('a printer that the settings do not have is a mistake, and the others are named', async () => {
    const { exit, says } = await here(['print-test', 'LABELS-9'], settingsFile);
    expect({ exit, says }).toEqual({
      exit: 2,
      says: 'there is no printer LABELS-9; the settings have LABELS-1, TICKETS-1',
    });
  });
});

describe('config', () => {
  test('check says yes in one line', async () => {
    const { exit, out, err } = await kiosk(['config', 'check'], settingsFile);
    expect({ exit, out, err }).toEqual({ exit: 0, out: `the settings in ${settingsFile} are good`, err: '' });
  });

  test('S15: check lists every problem by its path, in words', async () => {
    const file = inFolder('wrong.json');
    const settings = JSON.parse(readFileSync(settingsFile, 'utf8'));
    settings.site.waitAt = '';
    settings.upstream.baseUrl = 'fhir.example';
    settings.printers[0].dotsPerMm = 203;
    settings.clinicRules.lateArrivalMinutesMax = 100_000;
    settings.store.key = { kind: 'in-my-head' };
    settings.colourScheme = 'dark';
    delete settings.station;
    writeFileSync(file, JSON.stringify(settings));
    const { exit, out, err } = await kiosk(['config', 'check'], file);
    expect(exit).toBe(1);
    const paths = out.split('\n').map((line) => line.slice(0, line.indexOf(':')));
    expect(paths.toSorted()).toEqual([
      'clinicRules.lateArrivalMinutesMax',
      'colourScheme',
      'printers[0].dotsPerMm',
      'site.waitAt',
      'station',
      'store.key.kind',
      'upstream.baseUrl',
    ]);
    expect(err).toBe('the settings have 7 problems');
    expect(out).not.toMatch(/ at .*:\d+/);
    expect((await here(['doctor'], file)).facts.problems).toHaveLength(7);
  });

  test.each([
    ['not JSON', '{ "site": ', /is not JSON/],
    ['of another kind', '[1, 2]', /^the settings: /],
  ])('settings that are %s are one problem', async (_what, text, says) => {
    const file = inFolder('unreadable.json');
    writeFileSync(file, text);
    const { exit, says: line, body } = await here(['config', 'check'], file);
    expect({ exit, line }).toEqual({ exit: 1, line: 'the settings have 1 problem' });
    expect(body).toMatch(says);
  });

  test('no settings at all is bad news, with the place where they were looked for', async () => {
    const { exit, body } = await here(['config', 'check'], inFolder('none.json'));
    expect({ exit, body }).toEqual({ exit: 1, body: `there are no settings at ${inFolder('none.json')}` });
  });

  test('example and schema are JSON for other programs, and the example is good', async () => {
    const example = await kiosk(['config', 'example'], settingsFile);
    const schema = await kiosk(['config', 'schema'], settingsFile);
    expect([example.exit, schema.exit]).toEqual([0, 0]);
    expect(KioskConfig.safeParse(JSON.parse(example.out)).success).toBe(true);
    expect(Object.keys(JSON.parse(schema.out).properties)).toEqual(Object.keys(KioskConfig.shape));
  });
});

describe('staff', () => {
  const add = (file: string, pin: string, badge = 'BADGE-0002-WXYZ') =>
    kiosk(['staff', 'add', '--name', 'Hazel Quince', '--badge', badge], file, pin);

  test('is added with the PIN on standard input, is listed, and is disabled; each is in the audit', async () => {
    const file = withStoreIn('staff');
    expect(await add(file, '739154\n')).toMatchObject({ exit: 0, out: 'Hazel Quince can sign in' });
    const { facts } = await kioskJson(['staff', 'list'], file);
    // staff.ts lists these fields and no secret.
    const [account] = facts.staff as readonly { staffId: string }[];
    expect(facts.staff).toEqual([{ staffId: account?.staffId, name: 'Hazel Quince', isDisabled: false }]);
    expect(await here(['staff', 'disable', account?.staffId ?? ''], file)).toMatchObject({ exit: 0 });
    expect((await here(['staff', 'list'], file)).body).toBe(`${account?.staffId}  Hazel Quince  (disabled)`);
    const acts = withStore(file, ({ ledger }) => ledger.audit().map(({ who, act }) => `${who} ${act}`));
    expect(acts).toEqual(expect.arrayContaining(['site-it staff-add', 'site-it staff-disable']));
  });

  test.each([
    ['in a row', '123456'],
    ['not there', ''],
  ])('a PIN that is %s is refused', async (_what, pin) => {
    const { exit, err } = await add(settingsFile, pin);
    expect({ exit, err }).toEqual({
      exit: 1,
      err: 'the PIN must have 6 to 12 digits, not all the same and not in a row',
    });
  });

  test('a badge that somebody has, and an id that nobody has, are bad news', async () => {
    expect((await add(settingsFile, '739154', trainingStaff.badge)).err).toBe('somebody has this badge already');
    expect(await here(['staff', 'disable', 'nobody'], settingsFile)).toMatchObject({
      exit: 1,
      says: 'there is nobody with the id nobody',
    });
  });
});

describe('while the kiosk itself has the store', () => {
  let store: Store;
  beforeAll(() => {
    const opened = openStoreOf(settingsAt(settingsFile));
    if (!opened.ok) throw new Error(opened.problem);
    store = opened.value;
  });
  afterAll(() => store.close());

  test.each([['sync'], ['day-list']])('%s says so in a sentence, and does nothing', async (...args) => {
    const { exit, out, err } = await kiosk(args, settingsFile);
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toBe(`store.folder: another process has ${storeFolder()} open; is the kiosk running already?`);
  });

  test('doctor looks all the same', async () => {
    await premises.newPaper({ isStationOpen: false });
    expect(await here(['doctor'], settingsFile)).toMatchObject({ exit: 0 });
  });
});

describe('misused', () => {
  test('a command that there is not: exit 2, and what there is, in one line', async () => {
    const { exit, out, err } = await kiosk(['dance'], settingsFile);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^there is no command dance; usage: npm run kiosk -- COMMAND [^\n]*$/);
  });

  test.each([
    [['doctor', '--config'], "Option '--config <value>' argument missing; usage: "],
    [['doctor', '--config', '--json'], "Option '--config' argument is ambiguous; usage: "],
    [['day-list', '--print=3'], "Option '--print' does not take an argument; usage: "],
    [['doctor', '--nonsense'], "Unknown option '--nonsense'; usage: "],
  ])('%j: which option is wrong, in one line', async (args, says) => {
    const { exit, line } = await runCommandLine(args);
    expect(exit).toBe(2);
    expect(line.startsWith(says)).toBe(true);
    expect(line).not.toContain('\n');
  });

  test.each(
    [
      [],
      ['--help'],
      ['--nonsense'],
      ['doctor', 'everything'],
      ['doctor', '--out', 'x.csv'],
      ['sync', 'now'],
      ['day-list', 'list.csv'],
      ['day-list', '--out', 'list.txt'],
      ['day-list', '--out', 'list.pdf', '--print'],
      ['import'],
      ['import', 'list.json', '--agree', 'all'],
      ['label-preview'],
      ['label-preview', 'R1', 'R2'],
      ['label-preview', 'R1', '--sample'],
      ['label-preview', '--sample', '--out', 'label.jpg'],
      ['print-test'],
      ['config'],
      ['config', 'burn'],
      ['staff'],
      ['staff', 'add', '--name', 'Hazel Quince'],
      ['staff', 'disable'],
      ['staff', 'list', 'everybody'],
      ['staff', 'list', '--name', 'Hazel Quince'],
      ['staff', 'add', 'Hazel', '--name', 'Hazel Quince', '--badge', 'BADGE-0007-QRST'],
      ['audit'],
      ['outbox', '--sample'],
      ['doctor', '--ruler'],
    ].map((args) => ({ args, said: args.join(' ') })),
  )('$said', async ({ args }) => {
    expect(await here(args, settingsFile)).toMatchObject({
      exit: 2,
      says: expect.stringMatching(/^[^\n]*usage: [^\n]*$/),
    });
  });
});

test('nothing was left lying about: no label and no list where the commands ran', () => {
  expect(readdirSync(process.cwd()).filter((name) => /\.(png|csv)$/.test(name))).toEqual([]);
});
