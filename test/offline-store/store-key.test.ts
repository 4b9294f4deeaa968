/**
 * Where the key of the store is kept: each kind, and each way to lose it. A key that is missing, wrong or not to be had is a
 * problem by name, and never a new empty store.
 */
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openStore } from '../../offline-store/open-store.ts';
import type { KeySealer, StoreKeySettings } from '../../offline-store/store.ts';
import { findStoreKey, loadStoreKey } from '../../offline-store/store-key.ts';
import { hasForgottenPlainKey } from '../../offline-store/store-key-places.ts';
import { newFolder, optionsFor } from './store-clinic.ts';

const keyText = '1f'.repeat(32);
const otherText = '2f'.repeat(32);

function outcome(folder: string, key: StoreKeySettings): string {
  const store = openStore({ ...optionsFor(folder), key });
  if (!store.ok) return store.problem;
  store.value.close();
  return `opened, ${store.value.keyProtection}`;
}

/** Seals by turning bytes over, under a name of its own: what a keyring does, as far as the store can tell. */
function sealerOf(backend: string, turn = 0x5a): KeySealer {
  const turned = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte) => byte ^ turn);
  return {
    backend,
    seal: (text) => turned(Buffer.from(text)),
    open(sealed) {
      const text = Buffer.from(turned(sealed)).toString('latin1');
      if (!/^[0-9a-f]+$/.test(text)) throw new Error('not of this keyring');
      return text;
    },
  };
}

interface Kept {
  readonly folder: string;
  readonly key: StoreKeySettings;
  /** The file that holds the key, sealed or not. */
  readonly file: string;
  /** Puts another good key there. */
  readonly change: () => void;
}

const { CREDENTIALS_DIRECTORY: before } = process.env;
afterEach(() => {
  if (before === undefined) delete process.env.CREDENTIALS_DIRECTORY;
  else process.env.CREDENTIALS_DIRECTORY = before;
});

const kinds: Readonly<Record<StoreKeySettings['kind'], () => Kept>> = {
  'os-disk-only'() {
    const folder = newFolder();
    const file = path.join(folder, 'store.key');
    return { folder, key: { kind: 'os-disk-only' }, file, change: () => fs.writeFileSync(file, otherText) };
  },
  'credential-file'() {
    const file = path.join(newFolder(), 'credential');
    fs.writeFileSync(file, `${keyText}\n`);
    const key = { kind: 'credential-file', path: file } as const;
    return { folder: newFolder(), key, file, change: () => fs.writeFileSync(file, otherText) };
  },
  'systemd-credential'() {
    const credentials = newFolder();
    process.env.CREDENTIALS_DIRECTORY = credentials;
    const file = path.join(credentials, 'store-key');
    fs.writeFileSync(file, keyText);
    const key = { kind: 'systemd-credential', name: 'store-key' } as const;
    return { folder: newFolder(), key, file, change: () => fs.writeFileSync(file, otherText) };
  },
  'safe-storage'() {
    const folder = newFolder();
    const sealer = sealerOf('gnome_libsecret');
    const file = path.join(folder, 'store.key.sealed');
    const sealed = Buffer.from(sealer.seal(otherText)).toString('base64');
    const change = () => fs.writeFileSync(file, JSON.stringify({ backend: sealer.backend, sealed }));
    return { folder, key: { kind: 'safe-storage', sealer }, file, change };
  },
};

describe.each(Object.entries(kinds))('a key kept as %s', (kind, begin) => {
  test('opens the store at the first start and at every other', () => {
    const { folder, key } = begin();
    expect([outcome(folder, key), outcome(folder, key)]).toEqual(Array(2).fill(`opened, ${kind}`));
  });

  test.each<[string, (kept: Kept) => void, string]>([
    ['missing', ({ file }) => fs.rmSync(file), 'key-missing'],
    ['another one', ({ change }) => change(), 'key-wrong'],
    [
      'not to be read',
      ({ file }) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      },
      'key-unreadable',
    ],
    [
      'no key at all',
      ({ file }) => fs.writeFileSync(file, 'correct horse'),
      kind === 'safe-storage' ? 'key-not-opened' : 'key-wrong',
    ],
  ])(
    'S15: that is %s is refused by name, nothing is made in its place, and with the key everything is there again',
    (_what, lose, problem) => {
      const kept = begin();
      expect(outcome(kept.folder, kept.key)).toContain('opened');
      const content = fs.readFileSync(kept.file);
      const ledger = fs.readFileSync(path.join(kept.folder, 'ledger.db'));
      lose(kept);
      expect(outcome(kept.folder, kept.key)).toBe(problem);
      expect(fs.readFileSync(path.join(kept.folder, 'ledger.db')).equals(ledger)).toBe(true);
      fs.rmSync(kept.file, { recursive: true, force: true });
      fs.writeFileSync(kept.file, content);
      expect(outcome(kept.folder, kept.key)).toContain('opened');
    },
  );

  test('S15: that is lost at the very first start leaves no store behind, unless the kiosk makes its own', () => {
    const { folder, key, file } = begin();
    fs.rmSync(file, { force: true });
    const isOurs = kind === 'os-disk-only' || kind === 'safe-storage';
    expect(outcome(folder, key)).toBe(isOurs ? `opened, ${kind}` : 'key-missing');
    expect(fs.existsSync(path.join(folder, 'ledger.db'))).toBe(isOurs);
  });
});

describe('a key of a systemd service', () => {
  test.each([undefined, ''])('S15: without a folder of credentials (%j) is refused by name', (given) => {
    const { folder, key } = kinds['systemd-credential']();
    if (given === undefined) delete process.env.CREDENTIALS_DIRECTORY;
    else process.env.CREDENTIALS_DIRECTORY = given;
    expect(outcome(folder, key)).toBe('credentials-missing');
  });
});

describe('a key that the operating system seals', () => {
  test('is nowhere in the folder as it is', () => {
    const { folder, key } = kinds['safe-storage']();
    outcome(folder, key);
    const found = findStoreKey(folder, key);
    const hex = found.ok ? found.value.toString('hex') : 'none';
    const texts = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'latin1'));
    expect(texts.some((text) => text.includes(hex))).toBe(false);
  });

  test.each(['basic_text', 'unknown', 'none'])(
    'S15: by a backend that protects nothing (%s) is refused, and nothing is kept',
    (backend) => {
      const folder = newFolder();
      expect(outcome(folder, { kind: 'safe-storage', sealer: sealerOf(backend) })).toBe('key-not-protected');
      expect(fs.readdirSync(folder)).toEqual([]);
    },
  );

  test('S15: by one backend is refused by name when the computer has another one now', () => {
    const { folder, key } = kinds['safe-storage']();
    outcome(folder, key);
    expect(outcome(folder, { kind: 'safe-storage', sealer: sealerOf('kwallet5') })).toBe('key-backend-changed');
    expect(outcome(folder, { kind: 'safe-storage', sealer: sealerOf('basic_text') })).toBe('key-not-protected');
    expect(outcome(folder, key)).toContain('opened');
  });

  test('S15: for another account is refused by name', () => {
    const { folder, key } = kinds['safe-storage']();
    outcome(folder, key);
    const sealer = sealerOf('gnome_libsecret', 0x33);
    expect(outcome(folder, { kind: 'safe-storage', sealer })).toBe('key-not-opened');
  });

  test('S15: can be asked for by the app alone', () => {
    const { folder, key } = kinds['safe-storage']();
    outcome(folder, key);
    expect(outcome(folder, { kind: 'safe-storage' })).toBe('key-needs-the-app');
  });

  test('S15: by a sealer that seals and cannot open again is not kept, and the key stays where it was', () => {
    const folder = newFolder();
    outcome(folder, { kind: 'os-disk-only' });
    const plain = fs.readFileSync(path.join(folder, 'store.key'), 'utf8');
    const forgetful: KeySealer = { ...sealerOf('dpapi'), open: () => otherText };
    expect(outcome(folder, { kind: 'safe-storage', sealer: forgetful })).toBe('key-not-opened');
    const broken: KeySealer = { ...sealerOf('dpapi'), seal: () => Buffer.from([]) };
    expect(outcome(folder, { kind: 'safe-storage', sealer: broken })).toBe('key-not-opened');
    expect(fs.existsSync(path.join(folder, 'store.key.sealed'))).toBe(false);
    expect(fs.readFileSync(path.join(folder, 'store.key'), 'utf8')).toBe(plain);
    expect(outcome(folder, { kind: 'os-disk-only' })).toContain('opened');
  });
});

describe('a key that is moved on purpose', () => {
  test('from the disk into the keyring opens the same store, and is gone from the disk when it is proved', () => {
    const folder = newFolder();
    expect(outcome(folder, { kind: 'os-disk-only' })).toBe('opened, os-disk-only');
    const { key } = { key: { kind: 'safe-storage', sealer: sealerOf('dpapi') } as const };
    expect(outcome(folder, key)).toBe('opened, safe-storage');
    expect(fs.existsSync(path.join(folder, 'store.key'))).toBe(false);
    expect(outcome(folder, key)).toBe('opened, safe-storage');
    expect(outcome(folder, { kind: 'os-disk-only' })).toBe('key-missing');
  });

  test('and was left on the disk by a power cut between the two, is gone from there after the next start', () => {
    const folder = newFolder();
    expect(outcome(folder, { kind: 'os-disk-only' })).toBe('opened, os-disk-only');
    const plain = path.join(folder, 'store.key');
    const text = fs.readFileSync(plain);
    const key = { kind: 'safe-storage', sealer: sealerOf('dpapi') } as const;
    expect(outcome(folder, key)).toBe('opened, safe-storage');
    fs.writeFileSync(plain, text);
    expect(outcome(folder, key)).toBe('opened, safe-storage');
    expect(hasForgottenPlainKey(folder, key)).toBe(false);
    // Another one is nobody's to remove.
    fs.writeFileSync(plain, otherText);
    expect(outcome(folder, key)).toBe('opened, safe-storage');
    expect(fs.readFileSync(plain, 'utf8')).toBe(otherText);
  });

  test('from the disk into a credential opens the same store; with another key, or none, nothing opens', () => {
    const folder = newFolder();
    outcome(folder, { kind: 'os-disk-only' });
    const credential = path.join(newFolder(), 'credential');
    const key = { kind: 'credential-file', path: credential } as const;
    expect(outcome(folder, key)).toBe('key-missing');
    fs.writeFileSync(credential, otherText);
    expect(outcome(folder, key)).toBe('key-wrong');
    fs.copyFileSync(path.join(folder, 'store.key'), credential);
    expect(outcome(folder, key)).toBe('opened, credential-file');
    expect(hasForgottenPlainKey(folder, key)).toBe(true);
    fs.rmSync(path.join(folder, 'store.key'));
    expect(hasForgottenPlainKey(folder, key)).toBe(false);
    expect(outcome(folder, { kind: 'os-disk-only' })).toBe('key-missing');
  });

  test('S14: stands in the audit trail, with where it was and where it is', () => {
    const folder = newFolder();
    const audit = (key: StoreKeySettings) => {
      const store = openStore({ ...optionsFor(folder), key });
      if (!store.ok) throw new Error(store.problem);
      const moves = store.value.ledger.audit().filter(({ act }) => act === 'key-kept-otherwise');
      store.value.close();
      return moves.map(({ who, details }) => ({ who, ...details }));
    };
    expect(audit({ kind: 'os-disk-only' })).toEqual([]);
    const sealed = { kind: 'safe-storage', sealer: sealerOf('dpapi') } as const;
    const move = { who: 'kiosk', from: 'os-disk-only', to: 'safe-storage' };
    expect(audit(sealed)).toEqual([move]);
    expect(audit(sealed)).toEqual([move]);
  });

  test('is not moved by a look', () => {
    const folder = newFolder();
    loadStoreKey(folder, { kind: 'os-disk-only' }, false);
    const files = fs.readdirSync(folder);
    expect(findStoreKey(folder, { kind: 'safe-storage', sealer: sealerOf('dpapi') })).toMatchObject({ ok: true });
    expect(fs.readdirSync(folder)).toEqual(files);
  });
});
