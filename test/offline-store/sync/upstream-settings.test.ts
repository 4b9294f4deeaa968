/** The `upstream` section: every problem is a sentence for site IT, and what is not said has a sensible value. */
import { expect, test } from 'vitest';
import { siteIdOf, UpstreamSettings, withAbsoluteFiles } from '../../../offline-store/sync/upstream-settings.ts';

const good = { baseUrl: 'https://fhir.example.nhs.uk/r4', siteLocationIds: ['loc-blood-1'] };

function problems(settings: unknown): string[] {
  const parsed = UpstreamSettings.safeParse(settings);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('an address and a site are enough', () => {
  expect(UpstreamSettings.parse(good)).toEqual({
    ...good,
    auth: { kind: 'none' },
    pollSeconds: 30,
    requestsPerMinuteMax: 300,
    silenceSeconds: 60,
    wholePullMinutes: 5,
    writeBack: 'appointment-and-encounter',
    bookingReferenceSystems: [],
    containerCodes: {},
  });
});

const ods = 'NHSD-End-User-Organisation-ODS';
const jwt = { kind: 'signed-jwt', tokenUrl: 'https://auth.example/token', clientId: 'c', keyFile: '/k', keyId: '1' };

test.each([
  ['no address', { baseUrl: undefined }, 'baseUrl: must be the address'],
  ['a folder for an address', { baseUrl: 'file:///srv/fhir' }, 'baseUrl: must be an address that begins'],
  ['no address at all', { baseUrl: 'fhir' }, 'baseUrl: must be an address that begins'],
  ['a password in the address', { baseUrl: 'https://kiosk:secret@fhir.example/r4' }, 'baseUrl: must not hold a user'],
  ['a query in the address', { baseUrl: 'https://fhir.example/r4?x=1' }, 'baseUrl: must not hold "?"'],
  ['no site', { siteLocationIds: undefined }, 'siteLocationIds: must name the site'],
  ['an empty site', { siteLocationIds: [] }, 'siteLocationIds: must name at least one'],
  ['two ways to name the site', { siteOdsCode: 'RX8A2' }, 'siteLocationIds: must name the site either'],
  ['a reference for an id', { siteLocationIds: ['Location/1'] }, 'siteLocationIds.0: must be the id'],
  ['an ODS code in small letters', { siteLocationIds: undefined, siteOdsCode: 'rx8a2' }, 'siteOdsCode: must be an ODS'],
  ['another kind of sign-in', { auth: { kind: 'magic' } }, 'auth.kind: must be { "kind": "none" } or'],
  ['no token file', { auth: { kind: 'bearer' } }, 'auth.tokenFile: must be the path'],
  ['a token itself', { auth: { kind: 'bearer', tokenFile: '/t', token: 'x' } }, 'auth: Unrecognized key'],
  ['a signature without a key', { auth: { ...jwt, keyFile: undefined } }, 'auth.keyFile: must be the path'],
  ['an algorithm that nobody takes', { auth: { ...jwt, algorithm: 'HS256' } }, 'auth.algorithm: must be one of RS512'],
  ['no place to ask for tokens', { auth: { ...jwt, tokenUrl: 'token' } }, 'auth.tokenUrl: must be an address'],
  ['a client without a name', { auth: { ...jwt, clientId: '' } }, 'auth.clientId: must be the client id'],
  ['a key id in Greek', { auth: { ...jwt, keyId: 'κ' } }, 'auth.keyId: must be the key id (kid)'],
  [
    'a password in the address of the token server',
    { auth: { ...jwt, tokenUrl: 'https://kiosk:secret@auth.example/token' } },
    'auth.tokenUrl: must not hold a user name',
  ],
  [
    'a token server in the open',
    { auth: { ...jwt, tokenUrl: 'http://auth.example/t' } },
    'auth.tokenUrl: must begin with https',
  ],
  ['certificates for nobody', { baseUrl: 'http://127.0.0.1/r4', tls: { caFile: '/ca' } }, 'tls: needs a baseUrl'],
  ['a certificate without its key', { tls: { certificateFile: '/c' } }, 'tls.keyFile: is missing beside'],
  ['a key without its certificate', { tls: { keyFile: '/k' } }, 'tls.certificateFile: is missing beside'],
  ['a passphrase for nothing', { tls: { passphraseFile: '/p' } }, 'tls.passphraseFile: has no keyFile'],
  ['a way round TLS', { tls: { rejectUnauthorized: false } }, 'tls: Unrecognized key'],
  ['no file', { tls: { caFile: '' } }, 'tls.caFile: must be the path of the file that holds the certificate authority'],
  ['a secret in a header', { headers: { Authorization: 'x' } }, 'headers: Unrecognized key: "Authorization"'],
  ['two lines in a header', { headers: { [ods]: 'a\nb' } }, `headers.${ods}: must be plain ASCII on one line`],
  ['requests without end', { requestsPerMinuteMax: 1e6 }, 'requestsPerMinuteMax: must be between 10 and 60000'],
  ['polling without pause', { pollSeconds: 1 }, 'pollSeconds: must be between 5 and 3600 seconds'],
  ['half a second', { pollSeconds: 30.5 }, 'pollSeconds: must be a whole number'],
  ['endless patience', { silenceSeconds: 4_000 }, 'silenceSeconds: must be between 1 and 300 seconds'],
  ['a tube that nobody knows', { containerCodes: { 'x|y': 'RED' } }, 'containerCodes.x|y: must be one of BC, CIT'],
  ['a misspelt setting', { pollSecond: 30 }, ': Unrecognized key'],
])('%s is refused in words', (_what, over, expected) => {
  const found = problems({ ...good, ...over });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test('a container code without a code is refused in words', () => {
  expect(problems({ ...good, containerCodes: { LAV4: 'EDTA' } })[0]).toContain('containerCodes.LAV4: ');
});

test('nothing travels where anybody can read and change it, but within this computer', () => {
  for (const auth of [{ kind: 'none' }, { kind: 'bearer', tokenFile: '/run/token' }]) {
    expect(problems({ ...good, baseUrl: 'http://fhir.example/r4', auth })[0]).toContain(
      'must begin with https://, unless',
    );
    expect(problems({ ...good, baseUrl: 'http://127.0.0.1:8103/r4', auth })).toEqual([]);
    expect(problems({ ...good, baseUrl: 'https://fhir.example/r4', auth })).toEqual([]);
  }
});

test('what a trust needs to be let in is all taken', () => {
  const tls = { caFile: '/ca.pem', certificateFile: '/kiosk.pem', keyFile: '/kiosk.key', passphraseFile: '/pass' };
  const auth = { ...jwt, algorithm: 'ES384', scope: 'system/Appointment.rus', audience: 'https://auth.example' };
  const headers = { [ods]: 'RX8A2', 'NHSD-Requesting-Software': 'eyJuYW1lIjoia2lvc2sifQ==' };
  expect(problems({ ...good, tls, auth, headers, requestsPerMinuteMax: 60 })).toEqual([]);
});

test('files are taken from the folder of the settings, unless their paths are full', () => {
  const tls = { caFile: 'ca.pem', certificateFile: '/kiosk.pem', keyFile: 'kiosk.key' };
  const files = (auth: object) => withAbsoluteFiles(UpstreamSettings.parse({ ...good, tls, auth }), '/etc/kiosk');
  expect(files({ ...jwt, keyFile: 'key.pem' })).toMatchObject({
    auth: { keyFile: '/etc/kiosk/key.pem' },
    tls: { caFile: '/etc/kiosk/ca.pem', certificateFile: '/kiosk.pem', keyFile: '/etc/kiosk/kiosk.key' },
  });
  expect(files({ kind: 'bearer', tokenFile: 'token' }).auth).toEqual({ kind: 'bearer', tokenFile: '/etc/kiosk/token' });
  expect(files({ kind: 'none' }).auth).toEqual({ kind: 'none' });
});

test('the first Location names the site, else its ODS code', () => {
  expect(siteIdOf({ siteLocationIds: ['a', 'b'] })).toBe('a');
  expect(siteIdOf({ siteOdsCode: 'RX8A2' })).toBe('RX8A2');
});
