/** What a test may tell the network between a kiosk and a server, and what it hears from it. Shared by the process and its launcher. */
export type NetworkFault =
  /** Everything that the server says comes later. */
  | { kind: 'latency'; ms: number }
  /** The connection is reset when so many bytes of the answer went by; 0: before the request reaches anybody. */
  | { kind: 'reset'; afterBytes: number }
  /** The answer ends politely after so many bytes. */
  | { kind: 'cut'; afterBytes: number }
  /** One byte of the answer is turned over by a mask. */
  | { kind: 'corrupt'; atByte: number; mask: number }
  /** One byte of the answer at a time. */
  | { kind: 'drip'; everyMs: number }
  /** The connection is taken, and nothing ever comes back. */
  | { kind: 'half-open' }
  /** Somebody else answers: these bytes, base64, for every request, and the server hears nothing. */
  | { kind: 'instead'; base64: string };

export type NetworkCommands = {
  /** For every connection from now on; those that are open are closed. */
  fault(fault: NetworkFault): void;
  behave(input: null): void;
};

export type NetworkEvent =
  | { kind: 'connected'; fault: NetworkFault['kind'] | null }
  | { kind: 'answered'; bytes: number };
