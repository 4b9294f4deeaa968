/**
 * FHIR R4 by Medplum's router, which nobody here wrote: one request in, one answer out, one at a time.
 *
 * The shell adds what the router leaves to its server: pages, a capability statement, versions in headers.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, getStatus, isOk, normalizeOperationOutcome } from '@medplum/core';
import { FhirRouter, type HttpMethod } from '@medplum/fhir-router';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { capabilityStatement } from './capability-statement.ts';
import { PeerRepository } from './peer-repository.ts';
import { pageOf, readSearch } from './search-page.ts';

export interface FhirAnswer {
  readonly status: number;
  readonly body: Resource;
  readonly headers: Readonly<Record<string, string>>;
}

interface FhirQuestion {
  readonly method: string;
  /** Below the base, without a leading slash. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly base: string;
}

export class MedplumEngine {
  readonly repository = new PeerRepository();
  private readonly router = new FhirRouter();
  private queue: Promise<unknown> = Promise.resolve();

  /** One after the other: the engine has no other isolation. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  answer(question: FhirQuestion): Promise<FhirAnswer> {
    return this.alone(() => this.decide(question).catch((error: unknown) => refusal(error)));
  }

  private async decide(question: FhirQuestion): Promise<FhirAnswer> {
    const url = new URL(question.path, 'http://peer/');
    const [type = '', id] = url.pathname.split('/').filter(Boolean);
    if (type === 'metadata') return { status: 200, body: capabilityStatement(question.base), headers: {} };
    if (question.method === 'POST' && id === '_search') {
      return this.search(question, type, new URLSearchParams(question.body.toString('utf8')));
    }
    if (question.method === 'GET' && type !== '' && id === undefined) {
      return this.search(question, type, url.searchParams);
    }
    const isNew = question.method === 'PUT' && id !== undefined && !this.repository.has(type, id);
    const answer = await this.ask(question, question.path);
    return isNew && answer.status === 200 ? { ...answer, status: 201 } : answer;
  }

  private async search(question: FhirQuestion, type: string, query: URLSearchParams): Promise<FhirAnswer> {
    const strict = /handling=strict/.test(String(question.headers.prefer ?? ''));
    const search = readSearch(type, query, strict);
    const answer = await this.ask({ ...question, method: 'GET' }, `${type}?${search.query}`);
    if (answer.body.resourceType !== 'Bundle') return answer;
    return { ...answer, body: pageOf(answer.body as Bundle, search, question.base), headers: {} };
  }

  private async ask(question: FhirQuestion, path: string): Promise<FhirAnswer> {
    const [outcome, resource] = await this.router.handleRequest(
      {
        // Node's own list of methods is longer; the router answers 404 to those it does not know.
        method: question.method as HttpMethod,
        url: `/${path}`,
        pathname: '',
        params: {},
        query: {},
        headers: question.headers,
        body: readJson(question),
        config: { transactions: true },
      },
      this.repository,
    );
    const status = getStatus(outcome);
    const body = isOk(outcome) && resource ? resource : outcome;
    return { status, body, headers: versionHeaders(body, status, question.base) };
  }
}

function readJson(question: FhirQuestion): unknown {
  if (question.method === 'GET' || question.body.length === 0) return undefined;
  return JSON.parse(question.body.toString('utf8'));
}

function refusal(error: unknown): FhirAnswer {
  const outcome = error instanceof SyntaxError ? badRequest('The body is not JSON') : normalizeOperationOutcome(error);
  return { status: getStatus(outcome), body: outcome, headers: {} };
}

function versionHeaders(body: Resource, status: number, base: string): Record<string, string> {
  const { versionId, lastUpdated } = body.meta ?? {};
  if (!versionId || !lastUpdated || body.resourceType === 'Bundle') return {};
  const headers = { etag: `W/"${versionId}"`, 'last-modified': new Date(lastUpdated).toUTCString() };
  if (status !== 201) return headers;
  return { ...headers, location: `${base}/${body.resourceType}/${body.id}/_history/${versionId}` };
}
