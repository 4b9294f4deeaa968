/**
 * The key of the store in the hands of the system, in a real Electron: a keyring of its own for each test, where the system has
 * one, and the refusal where it has none. The app runs the command line itself, because nobody else can ask for the key.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { root, testSwitches } from '../../build/runtime.mjs';
import { exampleConfig } from '../../electron/example-config.ts';
import { kiosk } from './kiosk-command.ts';

interface Said {
  readonly exit: unknown;
  readonly says: string;
}

function settingsIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'kiosk.json');
  const store = { folder: path.join(folder, 'store'), key: { kind: 'safe-storage' } };
  const upstream = { baseUrl: 'http://127.0.0.1:9/r4', siteLocationIds: ['site'] };
  writeFileSync(file, JSON.stringify({ ...exampleConfig, upstream, store }));
  return file;
}

/** What the app says that runs a command. @param keyring a folder for a keyring; null: none. */
async function app(command: readonly string[], settingsFile: string, keyring: string | null): Promise<Said> {
  // Under Node the electron package is the path of its program.
  const electron = createRequire(import.meta.url)('electron') as unknown as string;
  const store = keyring === null ? [] : ['--password-store=gnome-libsecret'];
  const call = [electron, ...testSwitches(), ...store, root, '--command', ...command, '--config', settingsFile];
  const unlock = 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"';
  const [program, args] =
    keyring === null ? [call[0], call.slice(1)] : ['dbus-run-session', ['--', 'sh', '-c', unlock, 'sh', ...call]];
  // A keyring that ended leaves its socket behind.
  const sockets = mkdtempSync(path.join(tmpdir(), 'keyring-'));
  const env = { ...process.env, ...(keyring === null ? {} : { XDG_DATA_HOME: keyring, XDG_RUNTIME_DIR: sockets }) };
  const child = spawn(String(program), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  rmSync(sockets, { recursive: true, force: true });
  return { exit, says: `${out}\n${err}` };
}

function keyringIn(folder: string): string {
  mkdirSync(path.join(folder, 'keyrings'), { recursive: true, mode: 0o700 });
  return folder;
}

// biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
test('S15: where the system has no keyring, safe-storage is refused in words, and no store is made', async ({}, info) => {
  const settingsFile = settingsIn(info.outputPath('bare'));
  const { exit, says } = await app(['outbox'], settingsFile, null);
  expect(says).toContain(
    'store.key: this computer has no keyring that protects a key; use a credential, or say { "kind": "os-disk-only" }',
  );
  expect(exit).toBe(1);
  expect(existsSync(info.outputPath('bare/store/ledger.db'))).toBe(false);
  expect(existsSync(info.outputPath('bare/store/store.key.sealed'))).toBe(false);
});

// biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
test('a key that the keyring sealed opens the store again, for this account and this keyring alone', async ({}, info) => {
  test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux');
  const folder = info.outputPath('clinic');
  const settingsFile = settingsIn(folder);
  const keyring = keyringIn(info.outputPath('keyring'));
  expect(await app(['outbox'], settingsFile, keyring)).toMatchObject({ exit: 0 });
  const sealed = JSON.parse(readFileSync(path.join(folder, 'store/store.key.sealed'), 'utf8'));
  expect(sealed.backend).toBe('gnome_libsecret');
  expect(readdirSync(path.join(folder, 'store'))).not.toContain('store.key');

  expect(await app(['audit', 'verify'], settingsFile, keyring)).toMatchObject({ exit: 0 });
  const doctor = await app(['doctor'], settingsFile, keyring);
  expect(doctor.says).toContain('key: sealed by the system for the account of the kiosk');

  const elsewhere = await app(['outbox'], settingsFile, keyringIn(info.outputPath('other-keyring')));
  expect(elsewhere.exit).toBe(1);
  expect(elsewhere.says).toContain('store.key: the system does not open the key at');
  const without = await app(['outbox'], settingsFile, null);
  expect(without.says).toContain('store.key: this computer has no keyring that protects a key');
  const underNode = await kiosk(['outbox'], settingsFile);
  expect(underNode.err).toContain('run the command with the app: phlebotomy-kiosk --command');
  expect(await app(['outbox'], settingsFile, keyring)).toMatchObject({ exit: 0 });
});
