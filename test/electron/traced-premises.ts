/**
 * The premises of a day after which nobody may be found: printers of every kind that a kiosk knows, an office printer, a downtime
 * pack, a stick; and whatever a program on this computer may write to by itself is in a folder that the test looks through.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import type { Settings } from '../../build/training-settings.ts';
import { type CupsServer, startCupsServer } from '../peers/cups-server-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { settingsLike } from './kiosk-command.ts';
import { ownSurroundings } from './own-surroundings.ts';
import { openTestPremises, type TestPremises } from './station-premises.ts';

export const closesAt = '23:59';
/** The station's folder in the premises. */
export const stationName = 'traced';
const passphrase = 'correct horse battery staple';

/** Of what the labels go through: a cable of the network, a queue of CUPS, a folder that somebody carries files out of. */
export type LabelWay = 'network' | 'cups' | 'folder';

export interface TracedPremises extends TestPremises {
  readonly cups: CupsServer;
  /** Behind the queue. */
  readonly behindQueue: ZebraPrinter;
  /** What is the site's, and names patients: a stick with a list, files that site IT asked for. */
  readonly ofTheSite: string;
  /** Where everything else lies, and the spool of the print server. */
  readonly lookedThrough: readonly string[];
  readonly papers: { readonly labels: string; readonly office: string };
  readonly pack: string;
  /** The same premises, whose labels and lists go this way. */
  withLabelsBy(way: LabelWay): TracedPremises;
}

export async function openTracedPremises(): Promise<TracedPremises> {
  const [premises, cups, behindQueue] = await Promise.all([
    openTestPremises(),
    startCupsServer(),
    startZebraPrinter({ dotsPerMm: 8, labelMs: 20 }),
  ]);
  const office = await officePrinter();
  await cups.addQueue({ queue: 'labels', port: behindQueue.port });
  await cups.addQueue({ queue: 'office', port: office.port });
  const ofTheSite = mkdtempSync(path.join(os.tmpdir(), 'of-the-site-'));
  const folders = foldersIn(premises.folder);
  writeFileSync(path.join(premises.folder, 'passphrase'), passphrase);
  for (const [name, place] of Object.entries(ownSurroundings(premises.folder))) vi.stubEnv(name, place);
  const files = Object.fromEntries(
    (['network', 'cups', 'folder'] as const).map((way) => [
      way,
      settingsLike(premises.settingsFile, `by-${way}`, (settings) =>
        settingsFor(settings, way, { folder: premises.folder, folders, ofTheSite, server: cups.server }),
      ),
    ]),
  );
  const traced: TracedPremises = {
    ...premises,
    cups,
    behindQueue,
    ofTheSite,
    lookedThrough: [premises.folder, path.dirname(cups.server)],
    papers: { labels: folders.labels, office: folders.office },
    pack: folders.pack,
    withLabelsBy: (way) => ({ ...traced, settingsFile: files[way] ?? '' }),
    async stop() {
      vi.unstubAllEnvs();
      office.close();
      await Promise.all([premises.stop(), cups.stop(), behindQueue.stop()]);
      rmSync(ofTheSite, { recursive: true, force: true });
    },
  };
  return traced;
}

function foldersIn(folder: string) {
  const folders = {
    labels: path.join(folder, 'papers/labels'),
    tickets: path.join(folder, 'papers/tickets'),
    office: path.join(folder, 'papers/office'),
    pack: path.join(folder, 'pack'),
  };
  for (const each of Object.values(folders)) mkdirSync(each, { recursive: true });
  return folders;
}

interface Places {
  readonly folder: string;
  readonly folders: ReturnType<typeof foldersIn>;
  readonly ofTheSite: string;
  readonly server: string;
}

function settingsFor(settings: Settings, way: LabelWay, { folder, folders, ofTheSite, server }: Places): Settings {
  const queue = (name: string) => ({ kind: 'cups' as const, queue: name, server });
  const into = (place: string) => ({ kind: 'folder' as const, folder: place });
  const labels = { network: null, cups: queue('labels'), folder: into(folders.labels) }[way];
  return {
    ...settings,
    site: {
      ...settings.site,
      documentPrinter: { connection: way === 'cups' ? queue('office') : into(folders.office) },
      importFolder: ofTheSite,
    },
    printers: settings.printers.map((printer) => {
      if (labels === null) return printer;
      if (printer.purpose === 'specimen-label')
        return { ...printer, name: `LABELS-${way.toUpperCase()}`, connection: labels };
      return way === 'folder' ? { ...printer, connection: into(folders.tickets) } : printer;
    }),
    clinicRules: { ...settings.clinicRules, closesAt },
    store: {
      ...settings.store,
      // As station-clinic.ts has it, for the command line.
      folder: path.join(folder, stationName, 'store'),
      downtimePack: { folder: folders.pack, passphraseFile: path.join(folder, 'passphrase') },
    },
  };
}

/** Takes every document and forgets it. */
async function officePrinter(): Promise<{ readonly port: number; close(): void }> {
  const server = net.createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens at a port');
  return { port: address.port, close: () => void server.close() };
}
