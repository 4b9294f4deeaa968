/**
 * One request and its answer, for the FHIR server and for the token server alike: at its turn, over a connection that is trusted,
 * never silent for ever, and not before a server that asked for patience wants to hear from us. Nothing is thrown.
 */
import { type Result, refuse } from '../../clinic/result.ts';
import { type Distrust, type FhirProblem, retryAfterMsOf } from './fhir-problem.ts';
import { type HttpResponse, skewOf } from './http-answer.ts';
import { type HttpExchange, type HttpTransport, overTheNetwork } from './http-transport.ts';
import { requestBudget } from './request-budget.ts';
import { computersTimers, type Timers, watchSilence } from './silence-watch.ts';
import { tlsFiles } from './tls-files.ts';
import type { UpstreamSettings } from './upstream-settings.ts';

const msPerSecond = 1_000;
/** For whoever makes a client with less than the whole section. */
const requestsPerMinuteMaxByDefault = 300;

export type ExchangeSettings = Pick<UpstreamSettings, 'silenceSeconds'> &
  Partial<Pick<UpstreamSettings, 'tls' | 'requestsPerMinuteMax'>>;

export interface ExchangeOptions {
  readonly settings: ExchangeSettings;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  /** For waits and limits; the computer's own when absent. */
  readonly timers?: Timers;
  /** The network, when it is not the real one. */
  readonly transport?: HttpTransport | undefined;
}

interface HttpRequest extends Omit<HttpExchange, 'signal' | 'tls'> {
  readonly url: URL;
  /** Others go first. */
  readonly canWait: boolean;
}

/** @param heard is to be called for each piece of the answer. */
type ReadAnswer<Value> = (response: HttpResponse, heard: () => void) => Promise<Result<Value, FhirProblem>>;

export interface Exchanges {
  exchange<Value>(request: HttpRequest, read: ReadAnswer<Value>): Promise<Result<Value, FhirProblem>>;
  /** How far the servers' clock is ahead of ours, by the last answer. */
  clockSkewMs(): number | null;
  /** When the kiosk's own certificate ends, by the last request; null when it has none. */
  certificateEndsAt(): string | null;
  /** Ends what is under way; every later request is `stopped`. */
  stop(): void;
}

export function openExchanges(options: ExchangeOptions): Exchanges {
  const { settings, now, timers = computersTimers, transport = overTheNetwork() } = options;
  const stopping = new AbortController();
  const budget = requestBudget(settings.requestsPerMinuteMax ?? requestsPerMinuteMaxByDefault, timers);
  const certificates = tlsFiles(settings.tls);
  const patience = patienceOf(timers);
  let skewMs: number | null = null;
  let endsAtMs: number | null = null;

  async function over<Value>({ url, canWait: _, ...request }: HttpRequest, read: ReadAnswer<Value>) {
    const tls = await certificates.read();
    if (!tls.ok) return tls;
    endsAtMs = tls.value?.endsAtMs ?? null;
    const watch = watchSilence(stopping.signal, settings.silenceSeconds * msPerSecond, timers);
    try {
      const response = await transport(url, { ...request, signal: watch.signal, tls: tls.value });
      skewMs = skewOf(response, now()) ?? skewMs;
      const answer = await read(response, watch.heard);
      const ended = watch.problem();
      return ended === null ? answer : refuse(ended);
    } catch (error) {
      return refuse(watch.problem() ?? problemOf(error));
    } finally {
      watch.end();
    }
  }

  return {
    async exchange(request, read) {
      const asked = patience.askedBy(request.url);
      if (asked !== null) return refuse(asked);
      if (!(await budget.take(request.canWait))) return refuse({ kind: 'stopped' });
      // Asked by the answer to another one, while this one waited for its turn.
      const askedSince = patience.askedBy(request.url);
      if (askedSince !== null) return refuse(askedSince);
      const answer = await over(request, read);
      if (!answer.ok) patience.note(request.url, answer.problem);
      return answer;
    },
    clockSkewMs: () => skewMs,
    certificateEndsAt: () => (endsAtMs === null ? null : new Date(endsAtMs).toISOString()),
    stop() {
      stopping.abort();
      budget.stop();
    },
  };
}

/** A server that asks for patience is not asked again before, by the pull, by the push, or by somebody who presses a button. */
function patienceOf({ monotonicMs }: Timers) {
  const asked = new Map<string, { readonly untilMs: number; readonly problem: FhirProblem }>();
  return {
    note({ origin }: URL, problem: FhirProblem): void {
      const retryAfterMs = retryAfterMsOf(problem);
      const isForAll = problem.kind !== 'status' || problem.status === 429 || problem.status === 503;
      if (retryAfterMs !== null && isForAll) asked.set(origin, { untilMs: monotonicMs() + retryAfterMs, problem });
    },
    askedBy({ origin }: URL): FhirProblem | null {
      const { untilMs, problem } = asked.get(origin) ?? { untilMs: 0, problem: null };
      const leftMs = Math.ceil(untilMs - monotonicMs());
      if (problem === null || leftMs <= 0) return null;
      return 'retryAfterMs' in problem ? { ...problem, retryAfterMs: leftMs } : problem;
    },
  };
}

/** OpenSSL's words, and BoringSSL's where they differ. */
const distrustOfCode: Readonly<Record<string, Distrust>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  CERT_REVOKED: 'revoked',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  INVALID_CA: 'unknown-authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'old-protocol',
  ERR_SSL_WRONG_VERSION_NUMBER: 'old-protocol',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'old-protocol',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'kiosk-not-known',
  ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED: 'kiosk-not-known',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'kiosk-not-known',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'kiosk-not-known',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'kiosk-not-known',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'kiosk-not-known',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'kiosk-not-known',
};

/** The system's own word for what went wrong on the way (ECONNREFUSED); never its message, which may name things. */
function problemOf(error: unknown): FhirProblem {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const said = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const tlsReason = cause instanceof Error && said === 'EPROTO' ? reasonOfTls(cause.message) : null;
  const code = tlsReason ?? (/^[A-Z0-9_]{1,60}$/.test(said) ? said : 'NO_CODE');
  const because = distrustOfCode[code];
  return because === undefined ? { kind: 'unreachable', code } : { kind: 'not-trusted', because };
}

/** While the two sides greet each other the reason stands only in the text: `…:SSL routines::tlsv1 alert protocol version:…`. */
function reasonOfTls(message: string): string | null {
  const reason = /SSL routines:[A-Za-z0-9_]*:([A-Za-z0-9_ ]{1,60}):/.exec(message)?.[1];
  return reason === undefined ? null : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}
