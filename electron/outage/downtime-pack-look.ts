/** What `doctor` says of the downtime pack: whether it could be written now, and how old the one that lies there is. */
import { access, constants } from 'node:fs/promises';
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import { isFolder, packName, writtenAtMs } from '../../offline-store/list-file/pack-folder.ts';
import { passphraseCharactersMin, readPassphrase } from '../../offline-store/list-file/passphrase.ts';
import { siteIdOf } from '../../offline-store/sync/upstream-settings.ts';
import type { KioskConfig } from '../kiosk-config.ts';

interface PackFinding {
  readonly what: string;
  readonly isWell: boolean;
  readonly says: string;
}

const what = 'downtime pack';
const ill = (says: string): readonly PackFinding[] => [{ what, isWell: false, says }];

const passphraseWords = (file: string) => ({
  'passphrase-missing': `${file} cannot be read`,
  'passphrase-short': `the passphrase needs ${passphraseCharactersMin} characters or more`,
  'passphrase-odd':
    'the passphrase may have letters, digits, spaces and punctuation alone, in UTF-8 and 127 bytes at most',
});

/** Nothing where the settings have none. */
export async function packFindings(
  { store, site, upstream }: Pick<KioskConfig, 'store' | 'site' | 'upstream'>,
  nowMs: number,
): Promise<readonly PackFinding[]> {
  const pack = store.downtimePack;
  if (pack === null) return [];
  const passphrase = await readPassphrase(pack.passphraseFile);
  if (!passphrase.ok) return ill(`${passphraseWords(pack.passphraseFile)[passphrase.problem]}, so nothing is written`);
  if (!(await isFolder(pack.folder))) return ill(`${pack.folder} is not there`);
  const mayWrite = await access(pack.folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!mayWrite) return ill(`the kiosk may not write into ${pack.folder}`);
  const name = packName(siteIdOf(upstream), clinicDayOf(nowMs, site.timeZone), 'pdf');
  const writtenMs = await writtenAtMs(pack.folder, name);
  const age = writtenMs === null ? 'none of today yet' : `last written at ${localTime(writtenMs, site.timeZone)}`;
  return [{ what, isWell: true, says: `${pack.folder}, ${age}` }];
}
