/** What site IT does at the command line while the booking system is away: loads a list, prints it, as processes of their own. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { exampleConfig } from '../../electron/example-config.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { site } from '../offline-store/sync/fhir-examples.ts';
import { kiosk, kioskJson } from './kiosk-command.ts';
import { bundle, dayResources, siteKey } from './outage-clinic.ts';

vi.setConfig({ testTimeout: 120_000 });

const people = [
  { name: 'Robin Fennel', badge: 'BADGE-0001-ABCD', pin: '280419' },
  { name: 'Sorrel Finch', badge: 'BADGE-0002-EFGH', pin: '590318' },
] as const;
const answers = people.map(({ badge, pin }) => `${badge}\n${pin}\n`).join('');

function settingsIn(folder: string, more: object = {}): string {
  const file = path.join(folder, 'kiosk.json');
  const { upstream, store } = exampleConfig;
  const settings = {
    ...exampleConfig,
    site: { ...exampleConfig.site, ...more },
    upstream: {
      ...upstream,
      baseUrl: 'https://fhir.example.invalid/r4',
      siteLocationIds: [site],
      auth: { kind: 'none' },
    },
    store: { ...store, folder: path.join(folder, 'store'), key: { kind: 'os-disk-only' } },
  };
  fs.writeFileSync(file, JSON.stringify(settings));
  return file;
}

/** A list of the very day on which the test runs. */
function todaysList(folder: string, count: number, madeMinutesAgo = 5): string {
  const today = clinicDayOf(Date.now());
  const timestamp = new Date(Date.now() - madeMinutesAgo * 60_000).toISOString();
  const file = path.join(folder, `list-${count}.json`);
  fs.writeFileSync(file, bundle(dayResources(count, `${today}T12:00:00Z`), { timestamp }));
  return file;
}

test('two people load a list with badge and PIN on standard input, and the list is printed at the office printer', async () => {
  const folder = newFolder();
  const papers = path.join(folder, 'papers');
  const settings = settingsIn(folder, { documentPrinter: { connection: { kind: 'folder', folder: papers } } });
  for (const { name, badge, pin } of people)
    await kiosk(['staff', 'add', '--name', name, '--badge', badge], settings, `${pin}\n`);
  const list = todaysList(folder, 3);

  expect(await kioskJson(['import', list], settings, answers.replace('590318', '111222'))).toMatchObject({
    exit: 1,
    says: 'the badge or the PIN of the second person is not right',
  });
  const [first = ''] = answers.split(people[1].badge);
  expect((await kioskJson(['import', list], settings, first + first)).says).toContain(
    'two different people must confirm',
  );
  expect(await kioskJson(['import', list], settings, answers)).toMatchObject({
    exit: 0,
    facts: { bookings: 3, kept: 0 },
  });
  expect((await kioskJson(['import', list], settings, answers)).says).toMatch(/^The list in use is as new or newer/);

  expect((await kioskJson(['day-list', '--print'], settings)).says).toContain('given to the office printer');
  const [paper = ''] = fs.readdirSync(papers);
  const text = execFileSync('pdftotext', ['-layout', path.join(papers, paper), '-'], { encoding: 'utf8' });
  expect(text.match(/MARCHETTI-OKONKWO/g)).toHaveLength(3);
});

test('a badge that is locked is told with the time of the clinic', async () => {
  const folder = newFolder();
  const settings = settingsIn(folder);
  const [{ name, badge, pin }] = people;
  await kiosk(['staff', 'add', '--name', name, '--badge', badge], settings, `${pin}\n`);
  const list = todaysList(folder, 1);
  const tried = async (typed: string) => (await kiosk(['import', list], settings, `${badge}\n${typed}\n`)).err;
  for (let wrong = 0; wrong < 4; wrong += 1) expect(await tried('111222')).toContain('is not right');
  expect(await tried('111222')).toMatch(/^the badge of the first person is locked until \d\d:\d\d(?: on \S+)?$/);
});

test('a signed list asks nobody; without the signature, and with nobody to confirm, it is refused', async () => {
  const key = siteKey();
  const folder = newFolder();
  const settings = settingsIn(folder, { importKey: key.publicKey });
  const list = todaysList(folder, 2);
  expect((await kiosk(['import', list], settings)).err).toBe('the badge or the PIN of the first person is not right');
  key.sign(list);
  const { exit, out } = await kiosk(['import', list], settings);
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^2 bookings, as of \d\d:\d\d, 0 set aside$/) });
});

test('a file that is not there is said before two people are asked', async () => {
  const folder = newFolder();
  const file = path.join(folder, 'list.json');
  const { exit, err } = await kiosk(['import', file], settingsIn(folder));
  expect({ exit, err }).toEqual({ exit: 1, err: `${file} is not there, or cannot be read` });
});

test('a list that is far shorter says how to agree to it', async () => {
  const key = siteKey();
  const folder = newFolder();
  const settings = settingsIn(folder, { importKey: key.publicKey });
  const lists = [todaysList(folder, 9, 30), todaysList(folder, 2, 5)];
  for (const list of lists) key.sign(list);
  const [long = '', short = ''] = lists;
  await kiosk(['import', long], settings);
  const held = await kioskJson(['import', short], settings);
  expect(held).toMatchObject({ exit: 1, says: expect.stringContaining('run this again with --agree 2') });
  expect(await kioskJson(['import', short, '--agree', '2'], settings)).toMatchObject({
    exit: 0,
    facts: { bookings: 9, kept: 7 },
  });
});

/** A terminal of its own, and a person who types what is asked for. @returns all that is on the screen afterwards */
async function atTerminal(
  args: string,
  asked: { readonly question: string; readonly types: string }[],
): Promise<string> {
  const program = path.resolve(import.meta.dirname, '../../electron/kiosk.ts');
  const terminal = spawn('script', ['-qec', `${process.execPath} ${program} ${args}`, '/dev/null'], { stdio: 'pipe' });
  let seen = '';
  terminal.stdout.on('data', (chunk) => {
    seen += String(chunk);
    if (asked[0] !== undefined && seen.endsWith(asked[0].question)) terminal.stdin.write(`${asked.shift()?.types}\r`);
  });
  await once(terminal, 'close');
  expect(asked).toEqual([]);
  return seen;
}

test('the PIN is asked for on a terminal without being shown', async () => {
  const folder = newFolder();
  const settings = settingsIn(folder);
  // It ends badly, because nobody has such a badge.
  const seen = await atTerminal(`import ${todaysList(folder, 1)} --config ${settings}`, [
    { question: 'Badge of the first person: ', types: people[0].badge },
    { question: 'PIN of the first person: ', types: people[0].pin },
  ]);
  expect(seen).toContain('the badge or the PIN of the first person is not right');
  expect(seen).not.toContain(people[0].badge);
  expect(seen).not.toContain(people[0].pin);
});

test('nor is the PIN of a new account', async () => {
  const settings = settingsIn(newFolder());
  const seen = await atTerminal(`staff add --name Robin --badge ${people[0].badge} --config ${settings}`, [
    { question: 'PIN, 6 to 12 digits: ', types: people[0].pin },
  ]);
  expect(seen).toContain('Robin can sign in');
  expect(seen).not.toContain(people[0].pin);
});
