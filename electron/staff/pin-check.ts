/**
 * Whether a PIN is the one that a hash was made of: argon2id, a tenth of a second of nothing but work, on purpose. WebAssembly,
 * because Electron's Node has no argon2.
 */
import { argon2Verify } from 'hash-wasm';

/** All that a worker needs for it. */
export interface PinCheck {
  readonly pin: Uint8Array;
  readonly pepper: Uint8Array;
  /** In PHC form, with its cost. */
  readonly hash: string;
}

/** Nothing is left afterwards in the bytes that were given. */
export async function isRightPin({ pin, pepper, hash }: PinCheck): Promise<boolean> {
  try {
    return await argon2Verify({ password: pin, secret: pepper, hash });
  } finally {
    pin.fill(0);
    pepper.fill(0);
  }
}
