/** Section `store` of the settings, and what it says about mistakes. */
import { expect, test } from 'vitest';
import { StoreSettings } from '../../offline-store/store-settings.ts';

const messages = (settings: unknown): readonly string[] =>
  StoreSettings.safeParse(settings).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test('a folder and a way to keep the key are all there is to set', () => {
  expect(messages({ folder: '/var/lib/kiosk', key: { kind: 'os-disk-only' } })).toEqual([]);
  expect(messages({ folder: 'data', key: { kind: 'credential-file', path: '/run/credentials/key' } })).toEqual([]);
  expect(messages({ folder: 'data', key: { kind: 'systemd-credential', name: 'kiosk.store-key' } })).toEqual([]);
  expect(messages({ folder: 'data', key: { kind: 'safe-storage' } })).toEqual([]);
});

test.each([
  [undefined, ': a section with "folder" and "key"'],
  [{ key: { kind: 'os-disk-only' } }, 'folder: a path, as text'],
  [{ folder: '', key: { kind: 'os-disk-only' } }, 'folder: a path, not an empty text'],
  [{ folder: 'a\0b', key: { kind: 'os-disk-only' } }, 'folder: a path without control characters'],
  [{ folder: '/d', key: { kind: 'keychain' } }, 'key.kind: how the key is kept'],
  [{ folder: '/d' }, 'key: how the key is kept'],
  [{ folder: '/d', key: { kind: 'credential-file', path: 'key' } }, 'key.path: a full path'],
  [{ folder: '/d', key: { kind: 'os-disk-only', path: '/k' } }, 'key: '],
  [{ folder: '/d', key: { kind: 'systemd-credential' } }, 'key.name: the name of the credential'],
  [{ folder: '/d', key: { kind: 'systemd-credential', name: '../key' } }, 'key.name: a name of letters'],
  [{ folder: '/d', key: { kind: 'systemd-credential', name: '..' } }, 'key.name: a name of letters'],
  [{ folder: '/d', key: { kind: 'safe-storage', sealer: {} } }, 'key: '],
  [{ folder: '/d', key: { kind: 'os-disk-only' }, password: 'x' }, ': '],
])('%j is refused in words', (settings, words) => {
  const said = messages(settings);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(words);
});
