import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exampleConfig } from '../../electron/example-config.ts';
import { readConfig } from '../../electron/kiosk-config.ts';

function settingsFile(content: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'kiosk.json');
  writeFileSync(file, content);
  return file;
}

const problemsOf = (content: unknown) => {
  const read = readConfig(settingsFile(typeof content === 'string' ? content : JSON.stringify(content)));
  return read.ok ? [] : read.problem;
};

test('the example is good as it is', () => {
  expect(problemsOf(exampleConfig)).toEqual([]);
});

test('S15: every problem is listed by path and in words, not only the first', () => {
  const [label, ticket] = exampleConfig.printers;
  const problems = problemsOf({
    ...exampleConfig,
    site: { ...exampleConfig.site, name: '' },
    printers: [{ ...label, dotsPerMm: 203 }, ticket],
    clinicRules: { idleQuestionSeconds: 5 },
    stattion: {},
  });
  expect(problems).toEqual([
    'site.name: expected the name of the site',
    'printers[0].dotsPerMm: 203 is dots per inch; expected 8 or 12 per millimetre',
    'clinicRules.idleQuestionSeconds: expected a whole number of seconds from 10 to 120',
    'stattion: there is no such setting',
  ]);
});

test.each([
  ['nothing', ''],
  ['half a file', '{"site": {'],
  ['a web page', '<!doctype html>'],
])('S15: %s instead of settings is one sentence, without a stack trace', (_what, content) => {
  const problems = problemsOf(content);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/is not JSON/);
  expect(problems[0]).not.toMatch(/\n\s+at /);
});

test('a section that is not there is missing, by its name', () => {
  const { upstream: _upstream, ...rest } = exampleConfig;
  expect(problemsOf(rest)).toEqual(['upstream: is missing']);
});

test('what is set for an outage, and is wrong, is said in words', () => {
  const wrong = {
    ...exampleConfig,
    site: {
      ...exampleConfig.site,
      importKey: 'not a key',
      importFolder: 'media/stick',
      documentPrinter: { connection: { kind: 'serial', path: '/dev/ttyS0' } },
    },
    store: { ...exampleConfig.store, downtimePack: { folder: '/mnt/pack' } },
  };
  expect(problemsOf(wrong)).toEqual([
    'site.importKey: expected an Ed25519 public key, as PEM or base64',
    'site.importFolder: expected a full path, from the root of the disk',
    'site.documentPrinter.connection.kind: an office printer is reached by "network", "cups", "windows-spooler" or "folder"',
    'store.downtimePack.passphraseFile: is missing',
  ]);
});

test('the settings for an outage, as the runbook has them, are good', () => {
  const runbook = readFileSync(path.resolve(import.meta.dirname, '../../docs/downtime.md'), 'utf8');
  const [, snippet = ''] = /```json\n([\s\S]*?)```/.exec(runbook) ?? [];
  const key = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
  const { site, store } = JSON.parse(`{${snippet.replace('\\n…\\n', `\\n${key}\\n`)}}`);
  const { site: exampleSite, store: exampleStore, ...rest } = exampleConfig;
  expect(problemsOf({ ...rest, site: { ...exampleSite, ...site }, store: { ...exampleStore, ...store } })).toEqual([]);
});

test('a file that is not there is named', () => {
  expect(readConfig('/nowhere/kiosk.json')).toEqual({
    ok: false,
    problem: ['there are no settings at /nowhere/kiosk.json'],
  });
});

test('S15: one file for every kiosk: where a station could not print some kind of paper, it does not open', () => {
  const [label, ticket] = exampleConfig.printers;
  const at = (name: string, bay?: string) => ({
    ...exampleConfig,
    station: { ...exampleConfig.station, name, ...(bay === undefined ? {} : { bay }) },
    printers: [{ ...label, bays: ['BAY-A'] }, { ...label, name: 'LABELS-9', kinds: ['header-label'] }, ticket],
  });
  expect(problemsOf(at('KIOSK-1', 'BAY-A'))).toEqual([]);
  expect(problemsOf(at('KIOSK-1'))).toEqual([
    'printers: no printer of station KIOSK-1 prints specimen labels; at least one must',
  ]);
  expect(problemsOf(at('KIOSK-2', 'BAY-B'))).toEqual([
    'printers: no printer of station KIOSK-2 in bay BAY-B prints specimen labels; at least one must',
  ]);
  expect(problemsOf({ ...exampleConfig, printers: [ticket] })).toEqual([
    'printers: no printer has the purpose "specimen-label"; at least one must',
  ]);
});

test('a list that would be old before it is pulled again is refused', () => {
  const withPulls = (wholePullMinutes: number) =>
    problemsOf({
      ...exampleConfig,
      upstream: { ...exampleConfig.upstream, wholePullMinutes },
      clinicRules: { listAgeingMinutes: 10 },
    });
  expect(withPulls(9)).toEqual([]);
  expect(withPulls(10)).toEqual([
    'upstream.wholePullMinutes: must be less than clinicRules.listAgeingMinutes, or the list is old before it is pulled again',
  ]);
});

test('folders are taken from the folder of the settings, wherever the kiosk or a command was started', () => {
  const connection = { kind: 'folder', folder: 'papers' };
  const [label, ticket] = exampleConfig.printers;
  const file = settingsFile(
    JSON.stringify({
      ...exampleConfig,
      site: { ...exampleConfig.site, documentPrinter: { connection } },
      printers: [{ ...label, connection }, ticket],
      store: { ...exampleConfig.store, folder: 'store' },
    }),
  );
  const read = readConfig(file);
  const papers = { connection: { kind: 'folder', folder: path.join(path.dirname(file), 'papers') } };
  expect(read).toMatchObject({
    ok: true,
    value: {
      site: { documentPrinter: papers },
      printers: [papers, ticket],
      store: { folder: path.join(path.dirname(file), 'store') },
    },
  });
});

test('S15: what is wrong is not called missing, and says what is expected', () => {
  const problems = problemsOf({
    ...exampleConfig,
    site: { name: 7, training: 'no' },
    station: {
      name: 5,
      windows: 'both',
      reservedRange: { prefix: 'abc', from: '1', to: 5, digits: 2 },
      scanner: { kind: 'usb' },
      fullScreen: 1,
    },
    upstream: { ...exampleConfig.upstream, baseUrl: null },
    staff: { signOutAfterSeconds: 5 },
  });
  expect(problems).toEqual([
    'site.name: expected the name of the site',
    'site.waitAt: is missing',
    'site.training: expected true or false',
    'station.name: expected capital letters, digits and hyphens, up to 20',
    'station.windows: expected a list of "patient" and "staff", or one of them',
    'station.reservedRange.prefix: expected up to four capital letters',
    'station.reservedRange.from: expected a whole number from 1 to 999999999999',
    'station.reservedRange.digits: expected a whole number from 3 to 12',
    'station.scanner.kind: expected "serial"; a scanner that types like a keyboard needs no setting',
    'station.scanner.path: is missing',
    'station.fullScreen: expected true or false',
    'upstream.baseUrl: must be the address of the FHIR server, such as "https://fhir.example.nhs.uk/r4"',
    'staff.signOutAfterSeconds: expected a whole number of seconds from 30 to 1800',
  ]);
  expect(problemsOf({ ...exampleConfig, store: [], staff: null })).toEqual([
    'store: a section with "folder" and "key"',
    'staff: expected a section, { … }',
  ]);
  const rules = { isCommunitySite: 'no', wristbandPrefixes: '5000000', tests: [], disciplinesThatShare: [[1, 2]] };
  expect(problemsOf({ ...exampleConfig, clinicRules: rules })).toEqual([
    'clinicRules.isCommunitySite: expected true or false',
    'clinicRules.wristbandPrefixes: expected a list, [ … ]',
    'clinicRules.tests: expected a section, { … }',
    'clinicRules.disciplinesThatShare[0][0]: expected a text, "…"',
    'clinicRules.disciplinesThatShare[0][1]: expected a text, "…"',
  ]);
  expect(problemsOf([])).toEqual(['the settings: expected a section, { … }']);
});

test.each([
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${JSON.stringify(exampleConfig)}`)],
  ['UTF-16, as the shell of Windows writes it', Buffer.from(`\uFEFF${JSON.stringify(exampleConfig)}`, 'utf16le')],
])('settings in %s are read', (_what, bytes) => {
  const file = settingsFile('');
  writeFileSync(file, bytes);
  expect(readConfig(file)).toMatchObject({ ok: true });
});
