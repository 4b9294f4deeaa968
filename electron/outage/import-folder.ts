/** The files that staff may choose from: in one folder, as a rule a stick's, with a name that can only be a list's. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { KioskConfig } from '../kiosk-config.ts';
import { type ImportFile, importNamePattern } from '../outage-api.ts';
import { importBytesMax, localInstant } from './import-list.ts';

/** A stick that is full of something else is looked at no further. */
const filesLookedAtMax = 200;
const filesShownMax = 20;

/** Null: the folder is not there. The newest first. Without the site's key a signature says nothing. */
export async function filesToImport(
  folder: string,
  nowMs: number,
  { timeZone, importKey }: Pick<KioskConfig['site'], 'timeZone' | 'importKey'>,
): Promise<readonly ImportFile[] | null> {
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const all = new Set(names);
  const files: (ImportFile & { readonly changedMs: number })[] = [];
  for (const name of names.filter((each) => importNamePattern.test(each)).slice(0, filesLookedAtMax)) {
    const found = await lstat(path.join(folder, name)).catch(() => null);
    if (found === null || !found.isFile() || found.size > importBytesMax) continue;
    files.push({
      name,
      kilobytes: Math.ceil(found.size / 1024),
      changedAt: localInstant(new Date(found.mtimeMs).toISOString(), nowMs, timeZone),
      changedMs: found.mtimeMs,
      isSigned: importKey !== null && all.has(`${name}.sig`),
    });
  }
  return files
    .sort((a, b) => b.changedMs - a.changedMs)
    .slice(0, filesShownMax)
    .map(({ changedMs, ...file }) => file);
}
