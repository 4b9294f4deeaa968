/** What is destroyed in a folder that others may write to: the packs of this site, and nothing that a name there leads to. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { forgetPacks, packName } from '../../../offline-store/list-file/pack-folder.ts';
import { newFolder } from '../store-clinic.ts';
import { site } from '../sync/fhir-examples.ts';

const old = packName(site, '2026-11-23', 'pdf');
const today = '2026-11-24';

test('S3: a link of the name of an old pack is taken away, and the file that it leads to stays as it is', async () => {
  const folder = newFolder();
  const ledger = path.join(newFolder(), 'ledger.db');
  fs.writeFileSync(ledger, 'every check-in of the day');
  fs.symlinkSync(ledger, path.join(folder, old));
  expect(await forgetPacks(folder, site, today)).toBe(1);
  expect(fs.readdirSync(folder)).toEqual([]);
  expect(fs.readFileSync(ledger, 'utf8')).toBe('every check-in of the day');
});

test('an old pack is destroyed, and its bytes with it', async () => {
  const folder = newFolder();
  const file = path.join(folder, old);
  fs.writeFileSync(file, 'sealed');
  const opened = fs.openSync(file, 'r');
  expect(await forgetPacks(folder, site, today)).toBe(1);
  expect(fs.readFileSync(opened)).toEqual(Buffer.alloc(6));
  fs.closeSync(opened);
  expect(fs.existsSync(file)).toBe(false);
});
