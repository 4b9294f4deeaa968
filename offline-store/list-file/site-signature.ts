/**
 * The signature that may lie beside a list: Ed25519 over the exact bytes of the file, with a key that the site keeps away from
 * the kiosk. The kiosk has the public half.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';

const keyBytes = 32;
const signatureBytes = 64;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 public key, in the form that openssl writes. */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

/** From PEM, or base64 of the same or of the 32 bytes alone. Null when it is none. */
export function importKeyOf(text: string): KeyObject | null {
  const base64 = text.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const bytes = Buffer.from(base64, 'base64');
  const isWhole = bytes.length === ed25519Prefix.length + keyBytes && bytes.indexOf(ed25519Prefix) === 0;
  if (!isWhole && bytes.length !== keyBytes) return null;
  const der = isWhole ? bytes : Buffer.concat([ed25519Prefix, bytes]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** On a thread of the system: a long list takes a while. @param signature 64 bytes as they are, or as base64 text */
export async function isSignedBy(key: KeyObject, content: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const raw =
    signature.length === signatureBytes ? signature : Buffer.from(Buffer.from(signature).toString('latin1'), 'base64');
  if (raw.length !== signatureBytes) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  verify(null, content, key, raw, (error, isRight) => resolve(error === null && isRight));
  return promise;
}
