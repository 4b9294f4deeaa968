/** Opens a server on loopback and says which port it got; port 0 asks for any free one. */
import { once } from 'node:events';
import type { Server } from 'node:net';

export const loopback = '127.0.0.1';

export async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, loopback);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address with a port');
  return address.port;
}
