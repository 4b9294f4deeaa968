/**
 * The network between a kiosk and a server of this machine: a process on a TCP port of loopback that passes bytes on, or does
 * with them what a test says (see network/network-door.ts). It knows no HTTP, so that TLS goes through it as it is.
 *
 *   node test/peers/network-proxy.ts --server-port 8103
 */
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { link } from './network/faulty-link.ts';
import type { NetworkCommands, NetworkEvent, NetworkFault } from './network/network-door.ts';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { listenOn } from './shared/listen.ts';
import { type RunningPeer, runPeer, wholeNumber } from './shared/peer-process.ts';

const { values: options } = parseArgs({
  options: {
    'server-port': { type: 'string', default: '0' },
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
  },
});

async function open(): Promise<RunningPeer> {
  const log = new EventLog<NetworkEvent>();
  const serverPort = wholeNumber('server-port', options['server-port']);
  let fault: NetworkFault | null = null;
  const links = new Set<() => void>();
  const server = createServer((kiosk) => {
    log.record({ kind: 'connected', fault: fault?.kind ?? null });
    const end = link(kiosk, serverPort, fault, (bytes) => log.record({ kind: 'answered', bytes }));
    links.add(end);
    kiosk.on('close', () => links.delete(end));
  });
  const port = await listenOn(server, wholeNumber('port', options.port));
  const become = (next: NetworkFault | null) => {
    fault = next;
    for (const end of links) end();
  };
  const commands: NetworkCommands = { fault: become, behave: () => become(null) };
  const control = await openControl(commands, log, wholeNumber('control-port', options['control-port']));
  const close = () => {
    control.close();
    server.close();
    become(null);
  };
  return { port, controlPort: control.port, close };
}

await runPeer(open);
