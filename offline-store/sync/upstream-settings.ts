/**
 * The `upstream` section of the settings: which booking system, which site, and how its codes read here.
 *
 * Every problem is a sentence that site IT can act on; `electron/kiosk-config.ts` puts the path before it. The token itself
 * is never in the settings, only the file that holds it.
 */
import path from 'node:path';
import { z } from 'zod';
import { unreachable } from '../../clinic/assert.ts';
import { tubeClasses } from '../../clinic/tube.ts';
import { AuthSettings, HeaderSettings, TlsSettings } from './access-settings.ts';
import { writeBackSettings } from './write-back-settings.ts';

const urlCharactersMax = 500;
const codeCharactersMax = 300;
const siteLocationsMax = 50;
const pollSecondsMin = 5;
const pollSecondsMax = 3_600;
const pollSecondsByDefault = 30;
const wholePullMinutesMin = 1;
const wholePullMinutesMax = 30;
const wholePullMinutesByDefault = 5;
const wholePullsBetween = `must be between ${wholePullMinutesMin} and ${wholePullMinutesMax} minutes`;
const silenceSecondsMin = 1;
const silenceSecondsMax = 300;
const silenceSecondsByDefault = 60;
const requestsPerMinuteMin = 10;
const requestsPerMinuteMax = 60_000;
/** What the NHS API platform allows an application by default. */
const requestsPerMinuteByDefault = 300;
const requestsBetween = `must be between ${requestsPerMinuteMin} and ${requestsPerMinuteMax} requests`;
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

const BaseUrl = z
  .string({ error: 'must be the address of the FHIR server, such as "https://fhir.example.nhs.uk/r4"' })
  .max(urlCharactersMax, { error: `is longer than ${urlCharactersMax} characters` })
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be an address that begins with https:// or http://',
    abort: true,
  })
  .refine((text) => new URL(text).username === '' && new URL(text).password === '', {
    error: 'must not hold a user name or password; use auth.tokenFile',
  })
  .refine((text) => !/[?#]/.test(text), { error: 'must not hold "?" or "#"' });

const LocationId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, {
  error: 'must be the id of a FHIR Location: 1 to 64 letters, digits, dots or hyphens, without "Location/"',
});

const System = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(codeCharactersMax, {
    error: `is longer than ${codeCharactersMax} characters`,
  });

const ContainerCode = z
  .string()
  .max(codeCharactersMax)
  .regex(/^[^|]*\|[^|]+$/);
const notAContainerCode = `must be a code system and a code of at most ${codeCharactersMax} characters, such as "https://lab.example/containers|EDTA4"`;

const secondsBetween = (min: number, max: number) => `must be between ${min} and ${max} seconds`;

export const UpstreamSettings = z
  .strictObject({
    /** The FHIR R4 service root. */
    baseUrl: BaseUrl,
    /** The FHIR Locations that make up this site: often one, several when each room is a Location. The first names the site. */
    siteLocationIds: z
      .array(LocationId, { error: 'must be a list of Location ids' })
      .min(1, { error: 'must name at least one Location' })
      .max(siteLocationsMax, { error: `must name at most ${siteLocationsMax} Locations` })
      .optional(),
    /** Instead of Location ids: the site's ODS code, for servers that can search by it. */
    siteOdsCode: z
      .string()
      .regex(/^[A-Z0-9]{3,12}$/, { error: 'must be an ODS site code: 3 to 12 capital letters and digits' })
      .optional(),
    auth: AuthSettings.default({ kind: 'none' }),
    /** Certificates that are not those of every computer. */
    tls: TlsSettings.optional(),
    /** Sent with each request, for servers that ask for them. */
    headers: HeaderSettings.optional(),
    /** Everything that goes to the server, in any minute: servers count too, often for all kiosks of a trust together. */
    requestsPerMinuteMax: z
      .int({ error: 'must be a whole number of requests' })
      .min(requestsPerMinuteMin, { error: requestsBetween })
      .max(requestsPerMinuteMax, { error: requestsBetween })
      .default(requestsPerMinuteByDefault),
    /** How often the day list is pulled; each wait varies a little, so that many kiosks do not ask at once. */
    pollSeconds: z
      .int({ error: 'must be a whole number of seconds' })
      .min(pollSecondsMin, { error: secondsBetween(pollSecondsMin, pollSecondsMax) })
      .max(pollSecondsMax, { error: secondsBetween(pollSecondsMin, pollSecondsMax) })
      .default(pollSecondsByDefault),
    /** Between two pulls of the whole list; what changed meanwhile is asked for with each poll, where the server can tell. */
    wholePullMinutes: z
      .int({ error: 'must be a whole number of minutes' })
      .min(wholePullMinutesMin, { error: wholePullsBetween })
      .max(wholePullMinutesMax, { error: wholePullsBetween })
      .default(wholePullMinutesByDefault),
    /** A server that sends nothing for this long has failed. */
    silenceSeconds: z
      .number({ error: 'must be a number of seconds' })
      .min(silenceSecondsMin, { error: secondsBetween(silenceSecondsMin, silenceSecondsMax) })
      .max(silenceSecondsMax, { error: secondsBetween(silenceSecondsMin, silenceSecondsMax) })
      .default(silenceSecondsByDefault),
    ...writeBackSettings,
    /** Identifier systems of Appointment that letters carry as a barcode; empty: every identifier may be scanned. */
    bookingReferenceSystems: z.array(System, { error: 'must be a list of identifier systems' }).default([]),
    /** What the order calls its containers, as `system|code`, and the tube class that each one is here. */
    containerCodes: z
      .record(ContainerCode, z.enum(tubeClasses, { error: `must be one of ${tubeClasses.join(', ')}` }), {
        error: ({ code }) => (code === 'invalid_key' ? notAContainerCode : 'must map codes to tube classes'),
      })
      .default({}),
  })
  .superRefine((upstream, context) => {
    if ((upstream.siteLocationIds === undefined) === (upstream.siteOdsCode === undefined)) {
      const message = 'must name the site either by siteLocationIds or by siteOdsCode';
      context.addIssue({ code: 'custom', path: ['siteLocationIds'], message });
    }
    const complain = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const { auth, baseUrl, tls } = upstream;
    if (isReadableOnTheWay(baseUrl)) complain(['baseUrl'], isReadable);
    if (auth.kind === 'signed-jwt' && isReadableOnTheWay(auth.tokenUrl)) complain(['auth', 'tokenUrl'], isReadable);
    if (tls !== undefined && !baseUrl.startsWith('https:')) {
      complain(['tls'], 'needs a baseUrl that begins with https://');
    }
  });
export type UpstreamSettings = z.infer<typeof UpstreamSettings>;

/** And no check of ours would see a letter of a name that was turned on the way: TLS does. */
const isReadable =
  'must begin with https://, unless the server is this computer: anybody on the network could read and change what is sent';

function isReadableOnTheWay(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'http:' && !loopbackHosts.includes(url.hostname);
}

/** What bookings carry as `siteId`. */
export function siteIdOf(settings: Pick<UpstreamSettings, 'siteLocationIds' | 'siteOdsCode'>): string {
  return settings.siteLocationIds?.[0] ?? settings.siteOdsCode ?? '';
}

/** @param folder from which paths that are not full ones are taken. */
export function withAbsoluteFiles(settings: UpstreamSettings, folder: string): UpstreamSettings {
  const { auth, tls } = settings;
  const at = (file: string) => path.resolve(folder, file);
  const files = Object.entries(tls ?? {}).map(([name, file]) => [name, file === undefined ? file : at(file)]);
  return {
    ...settings,
    auth: absoluteAuth(auth, at),
    ...(tls === undefined ? {} : { tls: Object.fromEntries(files) }),
  };
}

function absoluteAuth(auth: UpstreamSettings['auth'], at: (file: string) => string): UpstreamSettings['auth'] {
  switch (auth.kind) {
    case 'none':
      return auth;
    case 'bearer':
      return { ...auth, tokenFile: at(auth.tokenFile) };
    case 'signed-jwt':
      return { ...auth, keyFile: at(auth.keyFile) };
    default:
      return unreachable(auth);
  }
}
