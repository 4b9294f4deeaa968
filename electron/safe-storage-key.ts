/**
 * The operating system's own way to seal a key (DPAPI, the keychain, a keyring), through Electron's safeStorage. To be asked
 * when the app is ready.
 *
 * On Windows and on Linux what opens the seal lies in the folder of the window (`Local State`) and in the account's keyring:
 * either one lost is the key lost.
 */
import { safeStorage } from 'electron';
import type { KeySealer } from '../offline-store/store.ts';

export function systemSealer(): KeySealer {
  return {
    backend: backendOfSystem(),
    seal: (text) => safeStorage.encryptString(text),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}

function backendOfSystem(): string {
  if (!safeStorage.isEncryptionAvailable()) return 'none';
  if (process.platform === 'win32') return 'dpapi';
  if (process.platform === 'darwin') return 'keychain';
  return safeStorage.getSelectedStorageBackend();
}
