/**
 * Loading a list from a file, as an act that somebody answers for: two different people who signed in, or the site's signature
 * beside the file. The file is read once; what was signed, confirmed and written into the trail is what is used.
 */
import { clinicDayOf, localTime } from '../../clinic/clinic-day.ts';
import type { ImportRefusal } from '../../clinic/list-import.ts';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import { type ImportReport, importList } from '../../offline-store/list-file/import-list.ts';
import { readPassphrase } from '../../offline-store/list-file/passphrase.ts';
import { readPlainFile } from '../../offline-store/list-file/read-file.ts';
import { importKeyOf, isSignedBy } from '../../offline-store/list-file/site-signature.ts';
import type { LedgerWrites, Store } from '../../offline-store/store.ts';
import { siteIdOf } from '../../offline-store/sync/upstream-settings.ts';
import type { KioskConfig } from '../kiosk-config.ts';

/** A day of 10,000 bookings, with three kilobytes each of what belongs to them. */
export const importBytesMax = 32 * 1024 * 1024;
const signatureBytesMax = 4_096;

export interface ImportAct {
  readonly file: string;
  /** Staff id; `kiosk` for a signed list that was loaded on the command line. */
  readonly who: string;
  /** Another one's staff id. */
  readonly confirmedBy: string | null;
  readonly agreedCount: number | null;
}

interface ImportDependencies {
  readonly store: Store;
  readonly settings: Pick<KioskConfig, 'site' | 'upstream' | 'clinicRules' | 'store'>;
  readonly nowMs: () => number;
}

type Authority = 'signature' | 'two-people';

export async function importListFile(
  act: ImportAct,
  dependencies: ImportDependencies,
): Promise<Result<ImportReport, ImportRefusal>> {
  const { store, settings } = dependencies;
  const content = await readPlainFile(act.file, importBytesMax);
  if (!content.ok) return refused(store, act, null, { kind: content.problem });
  const sha256 = await sha256Of(content.value);
  const authority = await authorityOf(act, content.value, { store, importKey: settings.site.importKey });
  if (!authority.ok) return refused(store, act, sha256, authority.problem);
  const how = { sha256, authority: authority.value, confirmedBy: act.confirmedBy };
  const loaded = await importList(content.value, {
    ...(await optionsOf(dependencies)),
    agreedCount: act.agreedCount,
    onAccepted: ({ source, madeAt, bookings, setAside, kept }) =>
      note(store, act, 'import-list', { ...how, source, madeAt, bookings, setAside, kept }),
  });
  return loaded.ok ? loaded : refused(store, act, sha256, loaded.problem);
}

async function optionsOf({ store, settings, nowMs }: ImportDependencies) {
  const { timeZone } = settings.site;
  const pack = settings.store.downtimePack;
  const passphrase = pack === null ? null : await readPassphrase(pack.passphraseFile);
  return {
    cache: store.cache,
    settings: settings.upstream,
    siteId: siteIdOf(settings.upstream),
    clinicDay: clinicDayOf(nowMs(), timeZone),
    timeZone,
    rules: settings.clinicRules,
    nowMs,
    passphrase: passphrase?.ok === true ? passphrase.value : null,
  };
}

/** A signature that is wrong is a warning that two people do not take away. */
async function authorityOf(
  { file, confirmedBy, who }: ImportAct,
  content: Uint8Array,
  { store, importKey }: { readonly store: Store; readonly importKey: string | null },
): Promise<Result<Authority, ImportRefusal>> {
  const key = importKey === null ? null : importKeyOf(importKey);
  const signature = key === null ? null : await readPlainFile(`${file}.sig`, signatureBytesMax);
  if (key !== null && signature?.ok === true) {
    return (await isSignedBy(key, content, signature.value)) ? ok('signature') : refuse({ kind: 'wrong-signature' });
  }
  if (signature !== null && !signature.ok && signature.problem !== 'file-gone')
    return refuse({ kind: 'wrong-signature' });
  if (confirmedBy === null || isSamePerson(store, confirmedBy, who)) return refuse({ kind: 'not-confirmed' });
  return ok('two-people');
}

/** Whoever was given a new badge has an account of its own for each, under one name. */
export function isSamePerson({ ledger }: Pick<Store, 'ledger'>, staffId: string, otherId: string): boolean {
  const nameOf = (id: string) => ledger.staff().find((one) => one.staffId === id)?.name;
  const [name, otherName] = [nameOf(staffId), nameOf(otherId)];
  return staffId === otherId || (name !== undefined && otherName !== undefined && wordsOf(name) === wordsOf(otherName));
}

const wordsOf = (name: string) => name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toUpperCase();

function refused(
  store: Store,
  act: ImportAct,
  sha256: string | null,
  because: ImportRefusal,
): Result<never, ImportRefusal> {
  note(store, act, 'import-refused', { sha256, because: because.kind, confirmedBy: act.confirmedBy });
  return refuse(because);
}

/** The name of a file is somebody's free text, so the trail has what it held and not what it was called. */
function note(store: Store, { who }: ImportAct, act: string, details: Parameters<LedgerWrites['audit']>[0]['details']) {
  store.ledger.write((writes) => writes.audit({ who, act, bookingId: null, details }));
}

async function sha256Of(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex');
}

/** `08:05`, with the day when it is not today. */
export function localInstant(instant: string, nowMs: number, timeZone: string): string {
  const day = clinicDayOf(Date.parse(instant), timeZone);
  const time = localTime(instant, timeZone);
  return day === clinicDayOf(nowMs, timeZone) ? time : `${time} on ${day}`;
}
