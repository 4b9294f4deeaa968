/**
 * A server that gives out access tokens for signed JSON Web Tokens: a process on a TCP port of loopback, whose rules are those of
 * oidc-provider and not ours.
 *
 *   node test/peers/token-server.ts --keys jwks.json
 *
 * `--keys` is a map from each client to its public keys.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import Provider from 'oidc-provider';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { keepPort, listenOn } from './shared/listen.ts';
import { type RunningPeer, runPeer, wholeNumber } from './shared/peer-process.ts';
import { type TokenCommands, type TokenEvent, tokenClients } from './token/token-door.ts';

const { values: options } = parseArgs({
  options: {
    keys: { type: 'string' },
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
  },
});

const tokenSecondsByDefault = 600;

function providerAt(issuer: string, tokenSeconds: () => number): Provider {
  // token-server-launcher.ts writes exactly this.
  const keys = JSON.parse(readFileSync(String(options.keys), 'utf8')) as Record<string, readonly unknown[]>;
  return new Provider(issuer, {
    clients: tokenClients.map((algorithm) => ({
      client_id: algorithm,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: algorithm,
      jwks: { keys: keys[algorithm] },
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    enabledJWA: { clientAuthSigningAlgValues: [...tokenClients] },
    scopes: ['system/Appointment.rus'],
    ttl: { ClientCredentials: tokenSeconds },
  });
}

/** What was asked, from the form, and what was answered, read as it goes by. */
function watched(provider: Provider, log: EventLog<TokenEvent>) {
  const answer = provider.callback();
  return (request: IncomingMessage, response: ServerResponse) => {
    const asked: Buffer[] = [];
    const said: Buffer[] = [];
    request.on('data', (chunk: Buffer) => asked.push(chunk));
    const end = response.end.bind(response);
    response.end = ((chunk?: unknown, ...rest: never[]) => {
      if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) said.push(Buffer.from(chunk));
      const claims = claimsIn(Buffer.concat(asked).toString('utf8'));
      log.record({ kind: 'asked', status: response.statusCode, ...claims, token: tokenIn(Buffer.concat(said)) });
      return end(chunk as never, ...rest);
    }) as typeof response.end;
    answer(request, response);
  };
}

function claimsIn(form: string): { readonly jti: string | null; readonly lifeSeconds: number | null } {
  const payload = new URLSearchParams(form).get('client_assertion')?.split('.')[1];
  if (payload === undefined) return { jti: null, lifeSeconds: null };
  const { jti = null, exp, iat } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return { jti, lifeSeconds: exp - iat };
}

function tokenIn(body: Buffer): string | null {
  const text = body.toString('utf8');
  return text.startsWith('{') ? (JSON.parse(text).access_token ?? null) : null;
}

async function open(): Promise<RunningPeer> {
  const log = new EventLog<TokenEvent>();
  let tokenSeconds = tokenSecondsByDefault;
  const server = createServer();
  const port = await listenOn(server, wholeNumber('port', options.port));
  const provider = providerAt(`http://127.0.0.1:${port}`, () => tokenSeconds);
  server.on('request', watched(provider, log));
  let giveUpPort = () => {};
  const down = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      giveUpPort = keepPort(port);
    });
  const up = async () => {
    await listenOn(server, port);
    giveUpPort();
  };
  const commands: TokenCommands = {
    tokenSeconds(seconds) {
      tokenSeconds = seconds;
    },
    isGood: async (token) => (await provider.ClientCredentials.find(token)) !== undefined,
    revoke: async (token) => (await provider.ClientCredentials.find(token))?.destroy(),
    down,
    up,
  };
  const control = await openControl(commands, log, wholeNumber('control-port', options['control-port']));
  const close = async () => {
    control.close();
    if (server.listening) await down();
  };
  return { port, controlPort: control.port, close };
}

await runPeer(open);
