/** Opens a server on loopback and says which port it got; port 0 asks for any free one. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export const loopback = '127.0.0.1';

export async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, loopback);
  await once(server, 'listening');
  return portOf(server);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address with a port');
  return address.port;
}

/**
 * Keeps a port at which nobody listens for whoever will listen there again. Without it the system soon gives it to another
 * server. Whoever connects is refused all the same; the answer gives the port up.
 */
export function keepPort(port: number): () => void {
  // The system gives away no port from which somebody is connected, wherever to.
  let holder: Socket | null = null;
  const other = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .unref(),
  );
  const fetchHold = () => {
    const local = { localAddress: loopback, localPort: port };
    holder = connect({ port: portOf(other), host: loopback, ...local }).on('error', () => undefined);
    holder.unref();
  };
  other.unref().listen(0, loopback, fetchHold);
  return () => {
    other.off('listening', fetchHold);
    other.close();
    holder?.destroy();
  };
}
