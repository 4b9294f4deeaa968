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

const SystemdCredential = z.strictObject({
  kind: z.literal('systemd-credential'),
  /** As LoadCredential or LoadCredentialEncrypted of the service names it. */
  name: z
    .string('the name of the credential, as the service has it')
    .regex(
      /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,255}$/,
      'a name of letters, digits, dots, hyphens and underscores, not a path',
    ),
});

/** Sealed by the operating system for the account of the kiosk: on Windows, macOS, and Linux with a keyring. */
const SafeStorage = z.strictObject({ kind: z.literal('safe-storage') });
const OsDiskOnly = z.strictObject({ kind: z.literal('os-disk-only') });

const DowntimePackSettings = z.strictObject(
  {
    /** Where the list lies, encrypted, for a clinic whose kiosk is gone: as a rule a folder of another computer. */
    folder: placeOnDisk,
    /** One line of twelve characters or more. Who has to open the pack knows it too. */
    passphraseFile: placeOnDisk,
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? undefined
        : 'a section with "folder" and "passphraseFile", or null for no downtime pack',
  },
);

const visitDays = 'expected a whole number of days from 7 to 400';
const RetentionSettings = z.strictObject({
  /** Days after which a visit is forgotten, once nothing of it is owed. */
  visitDays: z.int(visitDays).min(7, visitDays).max(400, visitDays).default(30),
});

export const StoreSettings = z.strictObject(
  {
    /** Made when it is not there. Taken from the folder of the settings when it is not a full path. */
    folder: placeOnDisk,
    key: z.discriminatedUnion('kind', [CredentialFile, SystemdCredential, SafeStorage, OsDiskOnly], {
      error:
        'how the key is kept: { "kind": "credential-file", "path": "…" }, { "kind": "systemd-credential", "name": "…" }, ' +
        '{ "kind": "safe-storage" } or { "kind": "os-disk-only" }',
    }),
    /** How long what is settled stays in the ledger; the audit trail stays for ever. */
    retention: RetentionSettings.prefault({}),
    /** Written every quarter of an hour; null: none. */
    downtimePack: DowntimePackSettings.nullable().default(null),
  },
  { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'a section with "folder" and "key"') },
);
export type StoreSettings = z.infer<typeof StoreSettings>;
