/**
 * Puts a network that can be broken between a kiosk and a server.
 *
 *   const network = await startNetworkProxy(fhir.port);
 *   await network.fault({ kind: 'reset', afterBytes: 200 });
 */
import type { NetworkCommands, NetworkEvent, NetworkFault } from './network/network-door.ts';
import { type Peer, startPeer } from './shared/peer-launcher.ts';

export type NetworkProxy = Omit<Peer<NetworkCommands, NetworkEvent>, 'command'> & {
  fault(fault: NetworkFault): Promise<void>;
  /** Somebody on the way answers every request with this. */
  answerInstead(status: number, headers: Readonly<Record<string, string>>, body: string): Promise<void>;
  behave(): Promise<void>;
};

export async function startNetworkProxy(serverPort: number): Promise<NetworkProxy> {
  const script = new URL('./network-proxy.ts', import.meta.url);
  const { command, ...peer } = await startPeer<NetworkCommands, NetworkEvent>(script, { serverPort });
  const fault = (next: NetworkFault) => command('fault', next);
  return {
    ...peer,
    fault,
    answerInstead(status, headers, body) {
      const lines = Object.entries({ ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
      const head = [`HTTP/1.1 ${status} X`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join(
        '\r\n',
      );
      return fault({ kind: 'instead', base64: Buffer.from(head).toString('base64') });
    },
    behave: () => command('behave', null),
  };
}
