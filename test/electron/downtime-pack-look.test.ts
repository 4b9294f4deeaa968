/** What doctor says of the downtime pack, for site IT to act on. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packFindings } from '../../electron/outage/downtime-pack-look.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { site } from '../offline-store/sync/fhir-examples.ts';
import { day, openingTime, outageSettings } from './outage-clinic.ts';

const nowMs = Date.parse(openingTime);

function packIn(folder: string, words: string | null) {
  const passphraseFile = path.join(newFolder(), 'passphrase');
  if (words !== null) fs.writeFileSync(passphraseFile, words);
  return { settings: outageSettings({}, { folder, passphraseFile }), passphraseFile };
}

test('nothing where the settings have none', async () => {
  expect(await packFindings(outageSettings(), nowMs)).toEqual([]);
});

test('where it is and how old, when all is well', async () => {
  const folder = newFolder();
  const { settings } = packIn(folder, 'correct horse battery');
  expect(await packFindings(settings, nowMs)).toMatchObject([{ isWell: true, says: `${folder}, none of today yet` }]);
  const file = path.join(folder, `day-list-${site}-${day}.pdf`);
  fs.writeFileSync(file, '%PDF');
  fs.utimesSync(file, new Date(`${day}T07:45:00Z`), new Date(`${day}T07:45:00Z`));
  expect(await packFindings(settings, nowMs)).toMatchObject([
    { isWell: true, says: `${folder}, last written at 07:45` },
  ]);
});

test('why nothing would be written', async () => {
  const { settings, passphraseFile } = packIn(newFolder(), null);
  expect(await packFindings(settings, nowMs)).toMatchObject([
    { isWell: false, says: `${passphraseFile} cannot be read, so nothing is written` },
  ]);
  const short = packIn(newFolder(), 'short');
  expect(await packFindings(short.settings, nowMs)).toMatchObject([
    { isWell: false, says: 'the passphrase needs 12 characters or more, so nothing is written' },
  ]);
  const odd = packIn(newFolder(), 'correct horse 😀 battery');
  expect(await packFindings(odd.settings, nowMs)).toMatchObject([
    {
      isWell: false,
      says: 'the passphrase may have letters, digits, spaces and punctuation alone, in UTF-8 and 127 bytes at most, so nothing is written',
    },
  ]);
  const gone = path.join(newFolder(), 'gone');
  expect(await packFindings(packIn(gone, 'correct horse battery').settings, nowMs)).toMatchObject([
    { isWell: false, says: `${gone} is not there` },
  ]);
});
