/**
 * Settings of the `upstream` section that say how the booking system knows this kiosk, and how the kiosk knows it: the token,
 * the certificates, and the headers that some servers ask for. No secret stands in the settings, only the file that holds it.
 */
import { z } from 'zod';

const pathCharactersMax = 1_000;
const textCharactersMax = 300;
const headerCharactersMax = 2_000;

/** @param holds what the file holds, in words. */
const pathOf = (holds: string) =>
  z
    .string({ error: `must be the path of the file that holds ${holds}` })
    .min(1, { error: `must be the path of the file that holds ${holds}` })
    .max(pathCharactersMax, { error: `is longer than ${pathCharactersMax} characters` });

/** @param what as it is called, such as "the client id". */
const textOf = (what: string) =>
  z
    .string({ error: `must be ${what}` })
    .min(1, { error: `must be ${what}` })
    .max(textCharactersMax, { error: `is longer than ${textCharactersMax} characters` })
    .regex(/^[\x20-\x7e]*$/, { error: `must be ${what}, in plain ASCII` });

const SignedJwt = z.strictObject({
  kind: z.literal('signed-jwt'),
  /** Where tokens are given out. */
  tokenUrl: z
    .string({ error: 'must be the address that gives out tokens, such as "https://auth.example.nhs.uk/oauth2/token"' })
    .max(500, { error: 'is longer than 500 characters' })
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: 'must be an address that begins with https:// or http://',
      abort: true,
    })
    .refine((text) => new URL(text).username === '' && new URL(text).password === '', {
      error: 'must not hold a user name or password; the kiosk signs with keyFile',
    }),
  /** The issuer and subject of what we sign: the API key of the NHS API platform. */
  clientId: textOf('the client id that the token server knows'),
  /** PEM or JWK. */
  keyFile: pathOf('the private key'),
  /** As registered with the public key. */
  keyId: textOf('the key id (kid) that is registered with the public key'),
  algorithm: z.enum(['RS512', 'RS384', 'ES384'], { error: 'must be one of RS512, RS384, ES384' }).default('RS512'),
  /** For SMART Backend Services, such as `system/Appointment.rus`. */
  scope: textOf('the scope to ask for').optional(),
  /** Whom the signature is for, when it is not the token address itself. */
  audience: textOf('the audience that the token server expects').optional(),
});

export const AuthSettings = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('bearer'), tokenFile: pathOf('the token') }),
    SignedJwt,
  ],
  { error: 'must be { "kind": "none" } or { "kind": "bearer", "tokenFile": "…" } or { "kind": "signed-jwt", … }' },
);

export const TlsSettings = z
  .strictObject(
    {
      /** PEM; instead of the authorities that every computer trusts. */
      caFile: pathOf('the certificate authority').optional(),
      /** PEM; ours, with which the server knows this kiosk. */
      certificateFile: pathOf('the certificate of this kiosk').optional(),
      /** PEM; of our certificate. */
      keyFile: pathOf('the key of the certificate').optional(),
      passphraseFile: pathOf('the passphrase of the key').optional(),
    },
    {
      error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'must be a section of files, such as "caFile"'),
    },
  )
  .superRefine((tls, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (tls.certificateFile !== undefined && tls.keyFile === undefined)
      complain('keyFile', 'is missing beside certificateFile');
    if (tls.keyFile !== undefined && tls.certificateFile === undefined)
      complain('certificateFile', 'is missing beside keyFile');
    if (tls.passphraseFile !== undefined && tls.keyFile === undefined)
      complain('passphraseFile', 'has no keyFile to open');
  });

/** What is sent as it is with each request. A secret does not belong here, so that not every header may be set. */
const headerNames = [
  'NHSD-End-User-Organisation-ODS',
  'NHSD-End-User-Organisation',
  'NHSD-Requesting-Software',
  'NHSD-Target-Identifier',
] as const;

export const HeaderSettings = z.partialRecord(
  z.enum(headerNames),
  z
    .string({ error: 'must be the text of the header' })
    .min(1, { error: 'must not be empty' })
    .max(headerCharactersMax, { error: `is longer than ${headerCharactersMax} characters` })
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, { error: 'must be plain ASCII on one line' }),
  { error: ({ code }) => (code === 'invalid_type' ? 'must map header names to their text' : undefined) },
);

export type AuthSettings = z.infer<typeof AuthSettings>;
export type SignedJwtSettings = z.infer<typeof SignedJwt>;
export type TlsSettings = z.infer<typeof TlsSettings>;
export type HeaderSettings = z.infer<typeof HeaderSettings>;
