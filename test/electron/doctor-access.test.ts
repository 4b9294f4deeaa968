/** What `doctor` says of keys and certificates: how each is kept, what is wrong with it in words, and nothing is changed by a look. */
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { certificateFindings, keyFinding } from '../../electron/commands/doctor-access.ts';
import { exampleConfig } from '../../electron/example-config.ts';
import { withKeySealer } from '../../electron/key-sealer.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import type { KeySealer, StoreKeySettings } from '../../offline-store/store.ts';
import { loadStoreKey } from '../../offline-store/store-key.ts';
import { newFolder } from '../offline-store/store-clinic.ts';
import { certificateAuthority } from '../peers/shared/certificates.ts';

const sealer: KeySealer = {
  backend: 'dpapi',
  seal: (text) => Buffer.from(text).reverse(),
  open: (sealed) => Buffer.from(sealed).reverse().toString(),
};

function settingsOf(folder: string, key: StoreKeySettings): KioskConfig {
  const { kind, ...rest } = key;
  const plain = 'sealer' in rest ? { kind } : key;
  const settings = KioskConfig.parse({ ...exampleConfig, store: { folder, key: plain } });
  return withKeySealer(settings, 'sealer' in rest ? rest.sealer : undefined);
}

/** What doctor says of the key, having touched nothing. */
function said(folder: string, key: StoreKeySettings): string {
  const before = fs.readdirSync(folder);
  const { isWell, says } = keyFinding(settingsOf(folder, key));
  expect(fs.readdirSync(folder)).toEqual(before);
  return `${isWell ? 'well' : 'ill'}: ${says}`;
}

/** A folder in which a store has been, with its key. */
function used(): { readonly folder: string; readonly keyText: string } {
  const folder = newFolder();
  const key = loadStoreKey(folder, { kind: 'os-disk-only' }, false);
  fs.writeFileSync(path.join(folder, 'ledger.db'), 'x');
  return { folder, keyText: key.ok ? key.value.toString('hex') : '' };
}

const { CREDENTIALS_DIRECTORY: before } = process.env;
afterEach(() => {
  if (before === undefined) delete process.env.CREDENTIALS_DIRECTORY;
  else process.env.CREDENTIALS_DIRECTORY = before;
});

describe('the key', () => {
  test('that the kiosk makes for itself is not there before the first start, and that is well', () => {
    const folder = newFolder();
    expect(said(folder, { kind: 'os-disk-only' })).toBe('well: will be made at the first start');
    expect(said(folder, { kind: 'safe-storage', sealer })).toBe('well: will be made at the first start');
    expect(said(folder, { kind: 'credential-file', path: '/nowhere/key' })).toContain(
      'ill: store.key: there is no key',
    );
  });

  test('on the disk only is said to be so', () => {
    const { folder } = used();
    expect(said(folder, { kind: 'os-disk-only' })).toBe('well: kept beside the data: only disk encryption protects it');
  });

  test('that moved into a credential and still lies beside the data is to be removed there', () => {
    const { folder, keyText } = used();
    const credentials = newFolder();
    process.env.CREDENTIALS_DIRECTORY = credentials;
    fs.writeFileSync(path.join(credentials, 'kiosk'), keyText);
    const key = { kind: 'systemd-credential', name: 'kiosk' } as const;
    expect(said(folder, key)).toBe(
      `ill: as a credential of its service, and still in ${path.join(folder, 'store.key')}, where nothing protects it: remove that file`,
    );
    fs.rmSync(path.join(folder, 'store.key'));
    expect(said(folder, key)).toBe('well: as a credential of its service');
    delete process.env.CREDENTIALS_DIRECTORY;
    expect(said(folder, key)).toContain('ill: store.key: no credentials were handed over');
    expect(said(folder, key)).toContain('sudo systemd-run --pipe --wait --collect --same-dir --uid=ACCOUNT');
    expect(said(folder, key)).toContain('-p LoadCredentialEncrypted=kiosk:');
    expect(said(folder, key)).toContain('docs/keeping.md');
  });

  test('sealed by the system is said to be so, by the app; plain Node says what to do instead', () => {
    const { folder } = used();
    const key = { kind: 'safe-storage', sealer } as const;
    expect(said(folder, key)).toContain('ill: still in');
    loadStoreKey(folder, key, true);
    expect(said(folder, key)).toBe('well: sealed by the system for the account of the kiosk');
    expect(said(folder, { kind: 'safe-storage' })).toBe(
      'ill: store.key: only the app itself can ask the system for this key; run the command with the app: phlebotomy-kiosk --command …',
    );
    const other = { kind: 'safe-storage', sealer: { ...sealer, backend: 'keychain' } } as const;
    expect(said(folder, other)).toContain('was sealed by another keyring than this computer has now');
    const worthless = { kind: 'safe-storage', sealer: { ...sealer, backend: 'basic_text' } } as const;
    expect(said(folder, worthless)).toContain('ill: store.key: this computer has no keyring that protects a key');
    fs.writeFileSync(path.join(folder, 'store.key.sealed'), 'noise');
    expect(said(folder, key)).toContain('ill: store.key: the system does not open the key at');
  });
});

describe('the certificate', () => {
  const findings = async (days: number) => {
    const authority = certificateAuthority(newFolder());
    const { certificateFile, keyFile } = authority.issue('kiosk', { madeOn: '2026-11-01', days });
    const settings = KioskConfig.parse(exampleConfig);
    const upstream = { ...settings.upstream, tls: { certificateFile, keyFile } };
    return certificateFindings({ ...settings, upstream }, Date.parse('2026-11-24T09:00:00Z'));
  };

  test.each([
    [365, true, 'until 2027-11-01'],
    [40, false, 'until 2026-12-11: 17 days are left'],
    [10, false, 'until 2026-11-11: it has ended'],
  ])('of %i days', async (days, isWell, says) => {
    expect(await findings(days)).toMatchObject([
      { what: 'certificate', isWell, says: `of this kiosk for the booking system, ${says}` },
    ]);
  });

  test('is not spoken of where there is none', async () => {
    expect(await certificateFindings(KioskConfig.parse(exampleConfig), Date.now())).toEqual([]);
  });
});
