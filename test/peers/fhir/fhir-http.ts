/**
 * The HTTP side of the FHIR server: it hands requests to the engine and sends the answers, or something worse when it
 * was told to misbehave. It can go down and come up again on the same port.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody } from '../shared/control-server.ts';
import type { EventLog } from '../shared/event-log.ts';
import { keepPort, listenOn, loopback } from '../shared/listen.ts';
import type { FhirEvent, Misbehaviour } from './fhir-door.ts';
import type { FhirAnswer, MedplumEngine } from './medplum-engine.ts';
import { Misbehaviours } from './misbehaviours.ts';

const bodyBytesMax = 32 * 1024 * 1024;
/** It ends no connection by itself: a kiosk that was held up could write to it just then. */
const keptAliveMs = 3_600_000;
const html = '<!doctype html><html><title>Sign in</title><body>Your session has ended.</body></html>';

export class FhirHttp {
  readonly misbehaviours = new Misbehaviours();
  private readonly engine: MedplumEngine;
  private readonly log: EventLog<FhirEvent>;
  private readonly basePath: string;
  private readonly silenced = new Set<ServerResponse>();
  private readonly held = new Set<() => void>();
  private server: Server | null = null;
  private giveUpPort = () => {};
  port = 0;
  clockOffsetMs = 0;

  constructor(engine: MedplumEngine, log: EventLog<FhirEvent>, basePath: string) {
    this.engine = engine;
    this.log = log;
    this.basePath = basePath;
  }

  get base(): string {
    return `http://${loopback}:${this.port}${this.basePath}`;
  }

  async up(port: number): Promise<void> {
    if (this.server) return;
    const server = createServer({ keepAliveTimeout: keptAliveMs }, (request, response) => {
      void this.serve(request, response);
    });
    this.port = await listenOn(server, port);
    this.server = server;
    this.giveUpPort();
  }

  down(): void {
    if (!this.server) return;
    this.server.close();
    this.server.closeAllConnections();
    this.server = null;
    this.giveUpPort = keepPort(this.port);
  }

  behave(): void {
    this.misbehaviours.clear();
    for (const response of this.silenced) reset(response);
    this.silenced.clear();
    for (const seeTo of this.held) seeTo();
    this.held.clear();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const method = request.method ?? 'GET';
    const path = pathBelow(request.url ?? '/', this.basePath);
    const seen = this.see(request, method, path ?? request.url ?? '/');
    const misbehaviour = path === null ? null : this.misbehaviours.next(method, path);
    const tell = (status: number | null) => {
      const ms = Math.round(performance.now() - began);
      this.log.record({ kind: 'answer', request: seen, status, misbehaved: misbehaviour?.kind ?? null, ms });
    };
    const body = await readBody(request, bodyBytesMax).catch(() => null);
    if (body === null) return tell(null);
    if (misbehaviour && (await this.insteadOfAnswer(misbehaviour, response, tell))) return;
    if (path === null) return tell(this.send(response, outcome(404, 'not-found')));
    const answer = await this.engine.answer({ method, path, headers: request.headers, body, base: this.base });
    this.tellWrites(request);
    tell(this.sendOrSpoil(response, answer, misbehaviour));
  }

  /** What happens before the engine is asked; true when that is all. */
  private async insteadOfAnswer(
    misbehaviour: Misbehaviour,
    response: ServerResponse,
    tell: (status: number | null) => void,
  ): Promise<boolean> {
    switch (misbehaviour.kind) {
      case 'silence':
        this.silenced.add(response);
        tell(null);
        return true;
      case 'reset':
        reset(response);
        tell(null);
        return true;
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end(html);
        tell(200);
        return true;
      case 'status': {
        const { status, retryAfterSeconds } = misbehaviour;
        const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
        tell(this.send(response, { ...outcome(status, 'transient'), headers }));
        return true;
      }
      case 'latency':
        await new Promise((resolve) => setTimeout(resolve, misbehaviour.ms));
        return false;
      case 'held':
        await new Promise<void>((resolve) => this.held.add(resolve));
        return false;
      default:
        return false;
    }
  }

  private sendOrSpoil(response: ServerResponse, answer: FhirAnswer, misbehaviour: Misbehaviour | null): number | null {
    const text = JSON.stringify(answer.body);
    switch (misbehaviour?.kind) {
      case 'drop-answer':
        reset(response);
        return null;
      case 'half-page':
        response.writeHead(answer.status, { ...this.headers(answer), 'content-length': Buffer.byteLength(text) });
        response.write(text.slice(0, text.length / 2), () => reset(response));
        return null;
      case 'half-json':
        response.writeHead(answer.status, this.headers(answer)).end(text.slice(0, text.length / 2));
        return answer.status;
      case 'empty-page':
        return this.send(response, { ...answer, body: { resourceType: 'Bundle', type: 'searchset', total: 0 } });
      case 'no-next':
        return this.send(response, withoutNext(answer));
      default:
        return this.send(response, answer);
    }
  }

  private send(response: ServerResponse, answer: FhirAnswer): number {
    response.writeHead(answer.status, this.headers(answer)).end(JSON.stringify(answer.body));
    return answer.status;
  }

  private headers(answer: FhirAnswer): Record<string, string> {
    const date = new Date(Date.now() + this.clockOffsetMs).toUTCString();
    return { 'content-type': 'application/fhir+json; charset=utf-8', date, ...answer.headers };
  }

  private see(request: IncomingMessage, method: string, path: string): number {
    const header = (name: string) => {
      const value = request.headers[name];
      return value === undefined ? null : String(value);
    };
    const [ifMatch, requestId] = [header('if-match'), header('x-request-id')];
    const [prefer, authorization] = [header('prefer'), header('authorization')];
    return this.log.record({ kind: 'request', method, path, ifMatch, requestId, prefer, authorization }).sequence;
  }

  private tellWrites(request: IncomingMessage): void {
    const requestId = request.headers['x-request-id'] === undefined ? null : String(request.headers['x-request-id']);
    recordWrites(this.log, this.engine, 'client', requestId);
  }
}

export function recordWrites(
  log: EventLog<FhirEvent>,
  engine: MedplumEngine,
  by: 'client' | 'booking-system',
  requestId: string | null,
): void {
  for (const { resource, deleted } of engine.repository.takeWritten()) {
    const { resourceType, id = '', meta } = resource;
    const shown = deleted ? null : { ...resource, resourceType };
    const versionId = meta?.versionId ?? '';
    log.record({ kind: 'write', by, resourceType, id, versionId, deleted, requestId, resource: shown });
  }
}

/** Path and query below the base; null when it is not below it. */
function pathBelow(url: string, basePath: string): string | null {
  if (url !== basePath && !url.startsWith(`${basePath}/`) && !url.startsWith(`${basePath}?`)) return null;
  return url.slice(basePath.length).replace(/^\//, '');
}

function withoutNext(answer: FhirAnswer): FhirAnswer {
  if (answer.body.resourceType !== 'Bundle') return answer;
  const link = answer.body.link?.filter(({ relation }) => relation !== 'next') ?? [];
  return { ...answer, body: { ...answer.body, link } };
}

function outcome(status: number, code: 'not-found' | 'transient'): FhirAnswer {
  const issue = [{ severity: 'error' as const, code, diagnostics: `The server answers ${status}` }];
  return { status, body: { resourceType: 'OperationOutcome', issue }, headers: {} };
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
