/**
 * The control door of a peer: HTTP and JSON on loopback. A test tells the peer to misbehave through it, and
 * reads what the peer saw. It is never the protocol under test.
 *
 *   POST /command {"name", "input"}  ->  {"value"} or {"problem"}
 *   GET  /events?after=N             ->  the events after N, as soon as there are any
 *   GET  /events?after=N&hold=0      ->  the same, at once
 *   GET  /now                        ->  the number of the latest event
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EventLog } from './event-log.ts';
import { listenOn } from './listen.ts';

/** A map from a command's name to what it does. Each takes one JSON value and gives one back. */
export type Commands = Readonly<Record<string, (input: never) => unknown>>;

const bodyBytesMax = 256 * 1024 * 1024;
const eventHoldMs = 20_000;
/** Longer than any test: a connection that ends by itself may end just as the next command is written to it. */
const keptAliveMs = 3_600_000;

interface ControlServer {
  readonly port: number;
  close(): void;
}

export async function openControl<Event extends { readonly kind: string }>(
  commands: Commands,
  log: EventLog<Event>,
  port: number,
): Promise<ControlServer> {
  const server = createServer({ keepAliveTimeout: keptAliveMs }, (request, response) => {
    answer(commands, log, request).then(
      (value) => send(response, 200, value),
      (error: unknown) => send(response, 400, { problem: error instanceof Error ? error.message : String(error) }),
    );
  });
  return { port: await listenOn(server, port), close: () => closeNow(server) };
}

async function answer<Event extends { readonly kind: string }>(
  commands: Commands,
  log: EventLog<Event>,
  request: IncomingMessage,
): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://control');
  if (url.pathname === '/now') return log.last;
  if (url.pathname === '/events') {
    const after = Number(url.searchParams.get('after') ?? 0);
    return url.searchParams.get('hold') === '0' ? log.after(after) : log.next(after, eventHoldMs);
  }
  if (url.pathname !== '/command') throw new Error(`no such door: ${url.pathname}`);
  const asked: unknown = JSON.parse((await readBody(request, bodyBytesMax)).toString('utf8'));
  // The launcher beside this file sends exactly this shape; both sides share one type of commands.
  const { name, input } = asked as { name: string; input: never };
  const command = commands[name];
  if (!command) throw new Error(`no such command: ${name}`);
  return { value: (await command(input)) ?? null };
}

export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > bytesMax) throw new Error(`a body of more than ${bytesMax} bytes`);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function closeNow(server: Server): void {
  server.close();
  server.closeAllConnections();
}
