/** A clinic whose booking system is away: a real store, a folder like a stick's, and lists as files. Nobody here exists. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { assert } from '../../clinic/assert.ts';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import { type ImportAct, importListFile } from '../../electron/outage/import-list.ts';
import type { Store } from '../../offline-store/store.ts';
import { UpstreamSettings } from '../../offline-store/sync/upstream-settings.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { appointment, type Json, patient, request, site } from '../offline-store/sync/fhir-examples.ts';

export const day = '2026-11-24';
export const openingTime = `${day}T08:00:00.000Z`;
export const madeAt = `${day}T06:30:00Z`;

export interface OutageClinic {
  readonly store: Store;
  /** Where files lie as on a stick. */
  readonly stick: string;
  readonly settings: Pick<KioskConfig, 'site' | 'upstream' | 'clinicRules' | 'store'>;
  put(name: string, content: string | Uint8Array): string;
  load(file: string, over?: Partial<ImportAct> & { readonly now?: string }): ReturnType<typeof importListFile>;
  bookingIds(): readonly string[];
  /** What was done since the store was made. */
  audited(): readonly { readonly who: string; readonly act: string; readonly details: object }[];
}

interface OutageClinicOptions {
  readonly site?: Partial<KioskConfig['site']>;
  readonly downtimePack?: KioskConfig['store']['downtimePack'];
  readonly clinicDay?: string;
  /** One that has been through something. */
  readonly store?: Store;
}

export function outageClinic({
  site: over = {},
  downtimePack = null,
  clinicDay = day,
  store = opened(newFolder(), { clinicDay, now: () => openingTime }),
}: OutageClinicOptions = {}): OutageClinic {
  const stick = newFolder();
  const settings = outageSettings({ importFolder: stick, ...over }, downtimePack);
  return {
    store,
    stick,
    settings,
    put(name, content) {
      const file = path.join(stick, name);
      fs.writeFileSync(file, content);
      return file;
    },
    load: (file, { now = openingTime, ...act } = {}) =>
      importListFile(
        { file, who: 'staff-1', confirmedBy: 'staff-2', agreedCount: null, ...act },
        { store, settings, nowMs: () => Date.parse(now) },
      ),
    bookingIds: () => store.cache.bookings().map(({ id }) => id),
    audited: () =>
      store.ledger
        .audit()
        .filter(({ act }) => act !== 'ledger-created')
        .map(({ who, act, details }) => ({ who, act, details })),
  };
}

export function outageSettings(
  over: Partial<KioskConfig['site']> = {},
  downtimePack: KioskConfig['store']['downtimePack'] = null,
): OutageClinic['settings'] {
  return {
    site: {
      name: 'Riverside',
      waitAt: 'Area B',
      timeZone: 'Europe/London',
      training: true,
      importKey: null,
      importFolder: null,
      documentPrinter: null,
      ...over,
    },
    upstream: UpstreamSettings.parse({ baseUrl: 'https://fhir.example.invalid/r4', siteLocationIds: [site] }),
    clinicRules: defaultClinicRules,
    store: { folder: '', key: { kind: 'os-disk-only' }, retention: { visitDays: 30 }, downtimePack },
  };
}

/** Bookings a1 … an of one patient each. */
export function dayResources(count: number, start = `${day}T09:00:00Z`): readonly Json[] {
  return Array.from({ length: count }, (_, at) => [
    patient(`p${at + 1}`),
    request(`r${at + 1}`),
    appointment(`a${at + 1}`, { patientId: `p${at + 1}`, requestIds: [`r${at + 1}`], start, end: start }),
  ]).flat();
}

export function bundle(resources: readonly Json[], over: Readonly<Record<string, unknown>> = {}): string {
  const entry = resources.map((resource) => ({ resource }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'searchset', timestamp: madeAt, entry, ...over });
}

/** The site's key, as site IT makes it and signs with it; the public half for the settings. */
export function siteKey(): { readonly publicKey: string; sign(file: string): void } {
  const folder = newFolder();
  const secret = path.join(folder, 'import.pem');
  execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', secret]);
  const publicKey = execFileSync('openssl', ['pkey', '-in', secret, '-pubout'], { encoding: 'utf8' });
  assert(publicKey.includes('PUBLIC KEY'), 'openssl writes a public key');
  return {
    publicKey,
    sign: (file) =>
      void execFileSync('openssl', [
        'pkeyutl',
        '-sign',
        '-rawin',
        '-inkey',
        secret,
        '-in',
        file,
        '-out',
        `${file}.sig`,
      ]),
  };
}
