/** Opens a private key as files hold it: PEM, with or without a passphrase, or JWK. */
import { createPrivateKey, type KeyObject } from 'node:crypto';

/** Null when the text is no private key, or the passphrase is not its own. */
export function openPrivateKey(text: string, passphrase?: string): KeyObject | null {
  try {
    // Some editors begin a file with a mark (U+FEFF), which is space, and no JSON.
    if (/^\s*\{/.test(text)) return createPrivateKey({ key: JSON.parse(text.trim()), format: 'jwk' });
    return createPrivateKey(passphrase === undefined ? text : { key: text, passphrase });
  } catch {
    return null;
  }
}
