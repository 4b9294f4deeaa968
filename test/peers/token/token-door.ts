/** What a test may tell the token server, and what it hears from it. Shared by the process and its launcher. */

/** The clients that the server knows, each with an algorithm of its own; the name of a client is its algorithm. */
export const tokenClients = ['RS512', 'RS384', 'ES384'] as const;
export type TokenClient = (typeof tokenClients)[number];

export type TokenCommands = {
  /** For tokens given out from now on. */
  tokenSeconds(seconds: number): void;
  isGood(token: string): Promise<boolean>;
  /** The token is good no more, whatever its time. */
  revoke(token: string): Promise<void>;
  /** Nobody listens. */
  down(input: null): Promise<void>;
  up(input: null): Promise<void>;
};

export type TokenEvent =
  /** Somebody asked for a token. */
  { kind: 'asked'; status: number; jti: string | null; lifeSeconds: number | null; token: string | null };
