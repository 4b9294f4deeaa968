/** The page for an outage in real windows: the downtime pack, the list on paper, a list from a file that a second person confirms. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openPremises, settingsAt } from '../../build/training-premises.ts';
import { openStoreOf } from '../../electron/commands/command.ts';
import { addStaff } from '../../electron/staff/staff-accounts.ts';
import { test as clinicTest, expect, look, signInStaff } from './clinic-app.ts';

const passphrase = 'correct horse battery staple';
const nurse = { staffId: 'nurse', name: 'Sorrel Finch', badge: 'TRAINING-BADGE-0002', pin: '590318' } as const;

const test = clinicTest.extend({
  // biome-ignore lint/correctness/noEmptyPattern: what a fixture depends on stands there, and this one depends on nothing
  premises: async ({}, use, info) => {
    const folder = info.outputPath('clinic');
    const places = {
      papers: path.join(folder, 'papers'),
      pack: path.join(folder, 'pack'),
      stick: path.join(folder, 'stick'),
    };
    for (const place of [places.pack, places.stick]) fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(folder, 'passphrase'), passphrase);
    const premises = await openPremises({
      folder,
      change: (settings) => ({
        ...settings,
        site: {
          ...settings.site,
          documentPrinter: { connection: { kind: 'folder', folder: places.papers } },
          importFolder: places.stick,
        },
        store: {
          ...settings.store,
          downtimePack: { folder: places.pack, passphraseFile: path.join(folder, 'passphrase') },
        },
      }),
    });
    const store = openStoreOf(settingsAt(premises.settingsFile));
    if (!store.ok) throw new Error(store.problem);
    await addStaff(store.value, nurse);
    store.value.close();
    await use(premises);
    await premises.stop();
  },
});

const pdfText = (file: string, ...options: readonly string[]) =>
  execFileSync('pdftotext', ['-layout', ...options, file, '-'], { encoding: 'utf8' });

test('the pack is written, the list is printed, and a file needs a second person', async ({ clinic }, info) => {
  const { staff, premises } = clinic;
  const [somebody] = premises.day.nearest(Date.now());
  await signInStaff(staff);
  await staff.getByRole('button', { name: 'Outage' }).click();
  await expect(staff.getByText(/Last written at \d\d:\d\d/)).toBeVisible({ timeout: 30_000 });
  const pack = path.join(premises.folder, 'pack');
  const named = (ending: string) => fs.readdirSync(pack).find((name) => name.endsWith(ending)) ?? '';
  expect(pdfText(path.join(pack, named('.pdf')), '-upw', passphrase)).toContain(somebody?.family.toUpperCase());

  await staff.getByRole('button', { name: 'Print the list' }).click();
  await expect(staff.getByText(/The office printer has taken the list/)).toBeVisible({ timeout: 30_000 });
  const [paper = ''] = fs.readdirSync(path.join(premises.folder, 'papers'));
  expect(pdfText(path.join(premises.folder, 'papers', paper))).toContain(somebody?.family.toUpperCase());
  await look(staff, info, 'outage-printed');

  fs.copyFileSync(path.join(pack, named('.daylist')), path.join(premises.folder, 'stick', 'copy.daylist'));
  await staff.getByRole('button', { name: 'Look again' }).click();
  await staff.getByRole('button', { name: 'Load copy.daylist' }).click();
  await look(staff, info, 'outage-second-person');
  await staff.getByLabel("Second person's badge").fill(nurse.badge);
  await staff.getByLabel("Second person's PIN").fill('000111');
  await staff.getByRole('button', { name: 'Load this list' }).click();
  await expect(
    staff.getByRole('dialog').getByText('The badge or the PIN is not right. Try again.').first(),
  ).toBeVisible();
  await look(staff, info, 'outage-second-person-refused');
  await staff.getByLabel("Second person's PIN").fill(nurse.pin);
  await staff.getByRole('button', { name: 'Load this list' }).click();
  // It was opened with the passphrase, and it is no newer than the list that the booking system sent.
  await expect(staff.getByText(/copy.daylist was not loaded. The list in use is as new or newer/)).toBeVisible();
  await look(staff, info, 'outage-not-newer');
});
