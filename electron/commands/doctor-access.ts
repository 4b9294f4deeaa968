/** What `doctor` finds about keys: how the store's is kept, and until when the booking system knows this kiosk by its certificate. */
import fs from 'node:fs';
import path from 'node:path';
import { onDisk } from '../../offline-store/durable-file.ts';
import { hasStore } from '../../offline-store/open-ledger-file.ts';
import { findStoreKey, hasKeyCheck } from '../../offline-store/store-key.ts';
import { hasForgottenPlainKey } from '../../offline-store/store-key-places.ts';
import { tlsFiles } from '../../offline-store/sync/tls-files.ts';
import { certificateEndsInDays } from '../certificate-end.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { storeProblemInWords } from '../store-problem-words.ts';

export interface Finding {
  readonly what: string;
  readonly isWell: boolean;
  readonly says: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

const keptInWords: Readonly<Record<KioskConfig['store']['key']['kind'], string>> = {
  'credential-file': 'in its credential file',
  'systemd-credential': 'as a credential of its service',
  'safe-storage': 'sealed by the system for the account of the kiosk',
  'os-disk-only': 'kept beside the data: only disk encryption protects it',
};

export function keyFinding({ store }: KioskConfig): Finding {
  const { kind } = store.key;
  const found = findStoreKey(store.folder, store.key);
  const isNew = onDisk(() => !fs.existsSync(store.folder) || !hasStore(store.folder));
  const isOurs = kind === 'os-disk-only' || kind === 'safe-storage';
  if (!found.ok && isNew.ok && isNew.value && isOurs && found.problem === 'key-missing') {
    return { what: 'key', isWell: true, says: 'will be made at the first start' };
  }
  if (!found.ok) return { what: 'key', isWell: false, says: storeProblemInWords(found.problem, store) };
  const facts = { kind, isChecked: hasKeyCheck(store.folder) };
  if (!hasForgottenPlainKey(store.folder, store.key))
    return { what: 'key', isWell: true, says: keptInWords[kind], facts };
  const plain = path.join(store.folder, 'store.key');
  const says =
    kind === 'safe-storage'
      ? `still in ${plain}; the next start of the kiosk seals it`
      : `${keptInWords[kind]}, and still in ${plain}, where nothing protects it: remove that file`;
  return { what: 'key', isWell: false, says, facts };
}

/** None without a certificate; files that are not right are told by the booking system's finding. */
export async function certificateFindings({ upstream }: KioskConfig, nowMs: number): Promise<readonly Finding[]> {
  const read = await tlsFiles(upstream.tls).read();
  const endsAtMs = read.ok ? (read.value?.endsAtMs ?? null) : null;
  if (endsAtMs === null) return [];
  const endsAt = new Date(endsAtMs).toISOString();
  const days = certificateEndsInDays(endsAt, nowMs);
  const says = `of this kiosk for the booking system, until ${endsAt.slice(0, 10)}`;
  const left = days === null ? '' : days < 0 ? ': it has ended' : `: ${days} days are left`;
  return [{ what: 'certificate', isWell: days === null, says: `${says}${left}`, facts: { endsAt } }];
}
