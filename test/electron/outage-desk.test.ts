/** The staff's page for an outage: who prints the list, who loads one, and what is told. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addStaff } from '../../electron/staff/staff-accounts.ts';
import type { OutageView, StaffAction } from '../../electron/staff-api.ts';
import { StaffAction as StaffActionSchema } from '../../electron/staff-api.ts';
import { booking, newFolder } from '../offline-store/store-clinic.ts';
import { clinicDay, type Desks, openDesks, phlebotomist, quickPin, signIn, siteId } from './desks.ts';
import { bundle, dayResources, outageSettings } from './outage-clinic.ts';
import { register } from './walk-in-clinic.ts';

const nurse = { staffId: 'staff-2', name: 'Sorrel Finch', badge: 'BADGE-0002-EFGH', pin: '590318' } as const;
const newBadge = { badge: 'BADGE-0003-IJKL', pin: '770214' } as const;
const second = { badge: nurse.badge, pin: nurse.pin };

async function desksWith(over: Parameters<typeof outageSettings>[0] = {}) {
  const desks = openDesks({
    bookings: [booking('b1', { startsAt: `${clinicDay}T09:10:00Z` })],
    outage: outageSettings(over),
  });
  await signIn(desks);
  await addStaff(desks.store, nurse, quickPin);
  const act = async (action: StaffAction) => outageOf(await desks.staff.act(action));
  return { ...desks, act };
}

function outageOf({ content }: Awaited<ReturnType<Desks['staff']['act']>>): OutageView {
  if (content.screen !== 'outage') throw new Error(`the page is ${content.screen}`);
  return content.outage;
}

const audited = ({ store }: Pick<Desks, 'store'>, ...acts: readonly string[]) =>
  store.ledger
    .audit()
    .filter(({ act }) => acts.includes(act))
    .map(({ who, act, details }) => ({ who, act, details }));

/** As a stick that is failing does: whoever asks the system for files waits. */
function holdUpFiles(): () => void {
  const folder = newFolder();
  const pipes = Array.from({ length: 4 }, (_, at) => path.join(folder, `pipe-${at}`));
  execFileSync('mkfifo', pipes);
  // Node waits on four threads for all files.
  const reading = pipes.map((pipe) => fs.promises.open(pipe, 'r'));
  let isHeld = true;
  const answerAgain = () => {
    if (!isHeld) return;
    isHeld = false;
    for (const pipe of pipes) fs.closeSync(fs.openSync(pipe, fs.constants.O_RDWR));
    for (const opened of reading) void opened.then((file) => file.close());
  };
  onTestFinished(answerAgain);
  return answerAgain;
}

test('whoever was registered without a booking is not counted as one, on the page or in the trail of the list on paper', async () => {
  const desks = await desksWith({ documentPrinter: { connection: { kind: 'folder', folder: newFolder() } } });
  await register(desks);
  expect(desks.store.cache.bookings()).toHaveLength(2);
  expect((await desks.act({ kind: 'print-day-list' })).bookings).toBe(1);
  expect(audited(desks, 'print-day-list')).toMatchObject([{ details: { bookings: 1 } }]);
});

describe('the list on paper', () => {
  test('S14: goes to the office printer as one PDF, and the trail says who printed it before anything left', async () => {
    const folder = newFolder();
    const desks = await desksWith({ documentPrinter: { connection: { kind: 'folder', folder } } });
    expect((await desks.act({ kind: 'print-day-list' })).told).toEqual({ kind: 'list-printed' });
    const [name = ''] = fs.readdirSync(folder);
    const text = execFileSync('pdftotext', ['-layout', path.join(folder, name), '-'], { encoding: 'utf8' });
    expect(text).toContain('ZZCANARY, Test b1');
    expect(audited(desks, 'print-day-list', 'day-list-printed')).toEqual([
      { who: 'staff-1', act: 'print-day-list', details: { bookings: 1, asOf: '09:00', over: 'folder' } },
      { who: 'staff-1', act: 'day-list-printed', details: { outcome: 'sent' } },
    ]);
  });

  test('that cannot be printed is told in words, and is in the trail', async () => {
    const connection = { kind: 'network' as const, host: '127.0.0.1', port: 9 };
    const desks = await desksWith({ documentPrinter: { connection } });
    expect((await desks.act({ kind: 'print-day-list' })).told).toEqual({
      kind: 'list-not-printed',
      because: 'unreachable',
    });
    expect(audited(desks, 'day-list-printed')).toMatchObject([{ details: { outcome: 'unreachable' } }]);
  });

  test('does not wait for a stick that does not answer, which may take it minutes', async () => {
    const desks = await desksWith({ importFolder: newFolder() });
    const answerAgain = holdUpFiles();
    const opening = desks.act({ kind: 'open-outage' });
    const asked = await desks.act({ kind: 'print-day-list' });
    expect(asked.told).toEqual({ kind: 'list-not-printed', because: 'no-printer' });
    desks.clock.pass(10_000);
    expect(await opening).toMatchObject({ files: [], isFolderThere: false });
    answerAgain();
    expect((await desks.act({ kind: 'look-for-files' })).isFolderThere).toBe(true);
  });

  test("S10: yesterday's list is not printed", async () => {
    const desks = await desksWith({ documentPrinter: { connection: { kind: 'folder', folder: newFolder() } } });
    desks.clock.pass(24 * 60 * 60_000);
    await desks.staff.act({ kind: 'sign-in', badge: phlebotomist.badge, pin: phlebotomist.pin });
    expect((await desks.act({ kind: 'print-day-list' })).told).toEqual({
      kind: 'list-not-printed',
      because: 'no-list',
    });
  });
});

describe('a list from a file', () => {
  /** A stick with today's list for the site of the desks. */
  const stickWith = (content: string) => {
    const stick = newFolder();
    fs.writeFileSync(path.join(stick, 'today.json'), content);
    return stick;
  };
  const today = bundle(dayResources(3), { timestamp: '2026-11-24T09:05:00Z' }).replaceAll('loc-blood-1', siteId);
  const load = { kind: 'import-list', file: 'today.json', second, agreedCount: null } as const;
  const withStick = async (content = today, more: { readonly clockIsDoubted?: boolean } = {}) => {
    const importFolder = stickWith(content);
    const settings = outageSettings({ importFolder });
    const desks = openDesks({
      ...more,
      bookings: [booking('b1', { startsAt: `${clinicDay}T09:10:00Z` })],
      outage: { ...settings, upstream: { ...settings.upstream, siteLocationIds: [siteId] } },
    });
    await signIn(desks);
    await addStaff(desks.store, nurse, quickPin);
    return {
      ...desks,
      importFolder,
      act: async (action: StaffAction) => outageOf(await desks.staff.act(action)),
    };
  };

  test('S14: is loaded when a second person confirms it on the same screen, and both are in the trail', async () => {
    const desks = await withStick();
    const told = (await desks.act(load)).told;
    expect(told).toEqual({ kind: 'list-loaded', bookings: 4, kept: 1, setAside: 0, asOf: '09:05' });
    expect(desks.store.cache.bookings()).toHaveLength(4);
    expect(audited(desks, 'import-list')).toMatchObject([
      { who: 'staff-1', details: { confirmedBy: 'staff-2', authority: 'two-people', bookings: 4 } },
    ]);
  });

  test.each([
    ['a wrong PIN', { ...second, pin: '000111' }, 'not-recognised'],
    ['an unknown badge', { badge: 'BADGE-9999-ZZZZ', pin: nurse.pin }, 'not-recognised'],
    ['their own badge again', { badge: phlebotomist.badge, pin: phlebotomist.pin }, 'same-person'],
    ['the new badge that they were given, while the lost one still works', newBadge, 'same-person'],
  ] as const)('is not loaded with %s', async (_, person, because) => {
    const desks = await withStick();
    await addStaff(
      desks.store,
      { ...newBadge, staffId: 'staff-9', name: `${phlebotomist.name.toUpperCase()} ` },
      quickPin,
    );
    expect((await desks.act({ ...load, second: person })).told).toEqual({ kind: 'second-refused', because });
    expect(desks.store.cache.bookings()).toHaveLength(1);
  });

  test('the second person’s badge locks after five wrong PINs, as at the sign-in, and nobody is signed in by it', async () => {
    const desks = await withStick();
    for (let tries = 0; tries < 5; tries += 1) await desks.act({ ...load, second: { ...second, pin: '000111' } });
    expect((await desks.act(load)).told).toMatchObject({ kind: 'second-locked' });
    expect(desks.staff.view().staffName).toBe(phlebotomist.name);
  });

  test('is not loaded while the clock is in doubt: nobody knows which day is today', async () => {
    const desks = await withStick(today, { clockIsDoubted: true });
    expect((await desks.act(load)).told).toMatchObject({ because: { kind: 'clock-doubted' } });
    expect(desks.store.cache.bookings()).toHaveLength(1);
  });

  test('of a far shorter list is held, and told with its numbers', async () => {
    const desks = await withStick(today);
    await desks.act(load);
    const short = bundle(dayResources(1), { timestamp: '2026-11-24T09:05:30Z' }).replaceAll('loc-blood-1', siteId);
    fs.writeFileSync(path.join(desks.importFolder, 'today.json'), short);
    desks.clock.pass(60_000);
    const held = { kind: 'list-refused', file: 'today.json', because: { kind: 'held', before: 4, found: 1 } };
    expect((await desks.act(load)).told).toEqual(held);
    expect((await desks.act({ ...load, agreedCount: 1 })).told).toMatchObject({
      kind: 'list-loaded',
      bookings: 4,
      kept: 3,
    });
  });

  test('is chosen among plain files with a plain name; whatever else lies on the stick is not shown', async () => {
    const desks = await withStick();
    for (const odd of ['.hidden.json', 'list.exe', 'two words.json', 'list.json.sig', 'ev\nil.json']) {
      fs.writeFileSync(path.join(desks.importFolder, odd), '{}');
    }
    fs.symlinkSync(path.join(desks.importFolder, 'today.json'), path.join(desks.importFolder, 'link.json'));
    fs.mkdirSync(path.join(desks.importFolder, 'folder.json'));
    expect((await desks.act({ kind: 'open-outage' })).files).toMatchObject([{ name: 'today.json', isSigned: false }]);
    fs.rmSync(desks.importFolder, { recursive: true });
    expect(await desks.act({ kind: 'look-for-files' })).toMatchObject({ files: [], isFolderThere: false });
  });

  test.each(['../today.json', '/etc/passwd', 'today.json/../x.json', '.json', 'today.JSON', 'a b.json', ''])(
    'a window that asks for %j is not served',
    (file) => {
      expect(StaffActionSchema.safeParse({ ...load, file }).success).toBe(false);
    },
  );

  test('nobody who is not signed in loads or prints anything', async () => {
    const desks = await withStick();
    await desks.staff.act({ kind: 'sign-out' });
    expect((await desks.staff.act(load)).content.screen).toBe('sign-in');
    expect(desks.store.cache.bookings()).toHaveLength(1);
  });
});
