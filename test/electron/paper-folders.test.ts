/** Papers with names lie in the folder of a printer also when the settings name it no more: they go when the day ends (S13). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { exampleConfig } from '../../electron/example-config.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import { silentLog } from '../../electron/log.ts';
import { knownPaperFolders } from '../../electron/printers/paper-folders.ts';
import { forgetPapersInFolders, papersInFolders } from '../../electron/printers/papers-in-folders.ts';
import { newFolder } from '../offline-store/store-clinic.ts';

const morning = '2026-11-24T08:00:00.000Z';
const noon = '2026-11-24T12:00:00.000Z';
const evening = '2026-11-24T18:00:00.000Z';
const muchLater = '2027-02-23T18:00:00.000Z';

/** Whose labels go into this folder, and whose lists into that. */
function settings(store: string, labels: string | null, office: string | null = null): KioskConfig {
  const config = KioskConfig.parse({ ...exampleConfig, store: { folder: store, key: { kind: 'os-disk-only' } } });
  const connection = { kind: 'folder', folder: labels } as const;
  const printers = config.printers.map((printer) =>
    printer.purpose === 'specimen-label' && labels !== null ? { ...printer, connection } : printer,
  );
  const documentPrinter = office === null ? null : { connection: { kind: 'folder', folder: office } };
  return KioskConfig.parse({ ...config, printers, site: { ...config.site, documentPrinter } });
}

function put(folder: string, name: string, at: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name), 'THISTLEDOWN, Marigold');
  fs.utimesSync(path.join(folder, name), new Date(at), new Date(at));
}

const close = (at: KioskConfig) => forgetPapersInFolders(at, null, evening);

function place() {
  const folder = newFolder();
  const [store, before, after] = ['store', 'before', 'after'].map((name) => path.join(folder, name));
  fs.mkdirSync(store ?? '');
  return { store: store ?? '', before: before ?? '', after: after ?? '' };
}

/** A station that was started with these settings. */
const started = (at: KioskConfig, now: string) => papersInFolders({ settings: at, log: silentLog, now: () => now });

test('S13: what was printed into a folder before it was taken out of the settings is destroyed at closing, with the rest', async () => {
  const { store, before, after } = place();
  started(settings(store, before, before), morning);
  put(before, '000001.zpl', morning);
  put(before, '000002.pdf', morning);
  const now = settings(store, after);
  started(now, noon);
  put(after, '000001.zpl', noon);
  expect(await close(now)).toBe(3);
  expect([fs.readdirSync(before), fs.readdirSync(after)]).toEqual([[], []]);
});

test('what came into it afterwards is of somebody else, and stays', async () => {
  const { store, before } = place();
  started(settings(store, before), morning);
  started(settings(store, null), noon);
  put(before, '000001.zpl', morning);
  put(before, '000002.zpl', evening);
  expect(await close(settings(store, null))).toBe(1);
  expect(fs.readdirSync(before)).toEqual(['000002.zpl']);
});

test('S13: a folder that was away is looked at again each time, until the site must look; one that is named again is ours', async () => {
  const { store, before } = place();
  const without = settings(store, null);
  started(settings(store, before), morning);
  expect(await close(without)).toBe(0);
  put(before, '000001.zpl', morning);
  expect(await close(without)).toBe(1);
  put(before, '000002.zpl', muchLater);
  expect(await forgetPapersInFolders(settings(store, before), null, muchLater)).toBe(1);
  put(before, '000003.zpl', morning);
  knownPaperFolders(without, noon);
  expect(knownPaperFolders(without, muchLater)).toEqual([]);
  expect(await close(without)).toBe(0);
});

test('nothing is destroyed by a list of folders that does not say where; it is written anew', async () => {
  const { store, before } = place();
  put(before, '000001.zpl', morning);
  const file = path.join(store, 'paper-folders');
  fs.writeFileSync(file, `sometime ${before}\nin-use before\n${before}\n\0\u2028garbage\n`);
  expect(await close(settings(store, null))).toBe(0);
  expect(fs.readFileSync(file, 'utf8')).toBe('');
});

test('a store folder that cannot be written keeps nobody from closing', async () => {
  const { store, before } = place();
  const gone = settings(path.join(store, 'gone'), before);
  put(before, '000001.zpl', morning);
  expect(await close(gone)).toBe(1);
});
