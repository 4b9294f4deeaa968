/**
 * Starts the token server, with a key pair for each client.
 *
 *   const tokens = await startTokenServer();
 *   const auth = tokens.auth('RS512');
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Numbered } from './shared/event-log.ts';
import { type Peer, startPeer } from './shared/peer-launcher.ts';
import { type TokenClient, type TokenCommands, type TokenEvent, tokenClients } from './token/token-door.ts';

export type TokenServer = Omit<Peer<TokenCommands, TokenEvent>, 'command'> & {
  readonly tokenUrl: string;
  /** The settings of a kiosk that this server knows. */
  auth(client?: TokenClient): {
    readonly kind: 'signed-jwt';
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly keyFile: string;
    readonly keyId: string;
    readonly algorithm: TokenClient;
  };
  asked(): Promise<readonly Numbered<TokenEvent>[]>;
  tokenSeconds(seconds: number): Promise<void>;
  isGood(token: string): Promise<boolean>;
  revoke(token: string): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
};

function keyPair(client: TokenClient): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return client === 'ES384'
    ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export async function startTokenServer(): Promise<TokenServer> {
  const folder = mkdtempSync(join(tmpdir(), 'token-server-'));
  const keyFile = (client: TokenClient) => join(folder, `${client}.pem`);
  const keys: Record<string, readonly unknown[]> = {};
  for (const client of tokenClients) {
    const { publicKey, privateKey } = keyPair(client);
    keys[client] = [{ ...publicKey.export({ format: 'jwk' }), kid: `key-${client}`, use: 'sig', alg: client }];
    writeFileSync(keyFile(client), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }
  const keysFile = join(folder, 'keys.json');
  writeFileSync(keysFile, JSON.stringify(keys));
  const script = new URL('./token-server.ts', import.meta.url);
  const { command, ...peer } = await startPeer<TokenCommands, TokenEvent>(script, { keys: keysFile });
  const tokenUrl = `http://127.0.0.1:${peer.port}/token`;
  const stop = async () => {
    await peer.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    ...peer,
    stop,
    [Symbol.asyncDispose]: stop,
    tokenUrl,
    auth: (client = 'RS512') => ({
      kind: 'signed-jwt',
      tokenUrl,
      clientId: client,
      keyFile: keyFile(client),
      keyId: `key-${client}`,
      algorithm: client,
    }),
    asked: async () => (await peer.events()).filter((event) => event.kind === 'asked'),
    tokenSeconds: (seconds) => command('tokenSeconds', seconds),
    isGood: (token) => command('isGood', token),
    revoke: (token) => command('revoke', token),
    down: () => command('down', null),
    up: () => command('up', null),
  };
}
