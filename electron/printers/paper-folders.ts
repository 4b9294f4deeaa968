/**
 * The folders that papers of this station were written to: those of the settings, and for a while those that were taken out of
 * the settings, because what nobody took lies there still (S13). A list of folders under `store.folder`; it names nobody.
 */
import path from 'node:path';
import { onDisk, readIfThere, writeDurably } from '../../offline-store/durable-file.ts';
import { printersServing } from '../../printing/printer-service.ts';
import type { KioskConfig } from '../kiosk-config.ts';

/** A share that is away may come back; what it holds after this is for the site to look at. */
const rememberedMs = 90 * 24 * 60 * 60_000;
const inUse = 'in-use';

export type FolderSettings = Pick<KioskConfig, 'printers' | 'site' | 'station' | 'store'>;

export interface PaperFolder {
  readonly folder: string;
  /** When it was first seen that no setting names it: nothing later in it is ours. Null: it is in use. */
  readonly removedAt: string | null;
}

/** Notes what is new of them. A disk that refuses is asked again the next time. */
export function knownPaperFolders(settings: FolderSettings, now: string): readonly PaperFolder[] {
  const file = path.join(settings.store.folder, 'paper-folders');
  const read = onDisk(() => readIfThere(file));
  const written = read.ok ? (read.value ?? '') : '';
  const named = foldersIn(settings);
  const removed = foldersOf(written)
    .filter(({ folder }) => !named.includes(folder))
    .map(({ folder, removedAt }) => ({ folder, removedAt: removedAt ?? now }))
    .filter(({ removedAt }) => Date.parse(now) - Date.parse(removedAt) < rememberedMs);
  const known = [...named.map((folder) => ({ folder, removedAt: null })), ...removed];
  const text = known.map(lineOf).join('');
  if (text !== written) onDisk(() => writeDurably(file, text));
  return known;
}

function foldersIn({ printers, site, station }: FolderSettings): readonly string[] {
  const office = site.documentPrinter === null ? [] : [site.documentPrinter.connection];
  const connections = [...printersServing(printers, station).map(({ connection }) => connection), ...office];
  const folders = connections.flatMap((connection) => (connection.kind === 'folder' ? [connection.folder] : []));
  return [...new Set(folders.map((folder) => path.resolve(folder)))];
}

const lineOf = ({ folder, removedAt }: PaperFolder): string => `${removedAt ?? inUse} ${folder}\n`;

/** A line that says anything else is left out: files are destroyed by it. */
function foldersOf(text: string): readonly PaperFolder[] {
  return text.split('\n').flatMap((line) => {
    const [, since = '', folder = ''] = /^(\S+) (.+)$/.exec(line) ?? [];
    if (!path.isAbsolute(folder) || (since !== inUse && Number.isNaN(Date.parse(since)))) return [];
    return [{ folder, removedAt: since === inUse ? null : since }];
  });
}
