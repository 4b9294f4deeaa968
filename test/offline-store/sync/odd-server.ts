/** An HTTP server that answers whatever a test writes, for what no FHIR server would send. Real sockets, on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface OddServer {
  readonly baseUrl: string;
  readonly seen: readonly IncomingMessage[];
  close(): Promise<void>;
}

export type Answering = (request: IncomingMessage, response: ServerResponse, number: number) => void;

/** `number` counts the requests from 1. */
export async function oddServer(answer: Answering): Promise<OddServer> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    request.resume();
    answer(request, response, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/fhir`, seen, close };
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
}
