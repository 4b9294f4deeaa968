/**
 * Section `store` of the settings: where the kiosk keeps its data, and how its key is kept.
 */
import path from 'node:path';
import { z } from 'zod';

const pathCharactersMax = 1000;

const placeOnDisk = z
  .string('a path, as text')
  .min(1, 'a path, not an empty text')
  .max(pathCharactersMax, `a path of at most ${pathCharactersMax} characters`)
  .refine((text) => !text.includes('\0'), 'a path without control characters');

const CredentialFile = z.strictObject({
  kind: z.literal('credential-file'),
  /** 64 hexadecimal digits, put there by the system before the kiosk starts. */
  path: placeOnDisk.refine((text) => path.isAbsolute(text), 'a full path, from the root of the disk'),
});

export const StoreSettings = z.strictObject(
  {
    /** Made when it is not there. Taken from the folder of the settings when it is not a full path. */
    folder: placeOnDisk,
    key: z.discriminatedUnion('kind', [CredentialFile, z.strictObject({ kind: z.literal('os-disk-only') })], {
      error: 'how the key is kept: { "kind": "credential-file", "path": "…" } or { "kind": "os-disk-only" }',
    }),
  },
  { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'a section with "folder" and "key"') },
);
export type StoreSettings = z.infer<typeof StoreSettings>;
