/**
 * The way from one kiosk to the simulated booking system, with what happens on it: nobody there, slow, a request that never
 * arrives, an answer that is lost after the work was done, a proxy that says 503, a server that asks for patience, a page cut off.
 */
import type { HttpTransport } from '../../offline-store/sync/http-transport.ts';
import type { Chances } from './chances.ts';
import { outcome, type Upstream, type UpstreamAnswer } from './upstream.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Weather {
  /** No way through at all. */
  isDown: boolean;
  /** Of a hundred requests. */
  readonly lostRequests: number;
  readonly lostAnswers: number;
  readonly cutAnswers: number;
  /** The whole server says no, with what it says. */
  refusal: { readonly status: number; readonly retryAfterSeconds: number | null } | null;
}

interface NetworkOptions {
  readonly time: VirtualTime;
  readonly upstream: Upstream;
  /** True time, by which the server stamps its answers. */
  readonly trueMs: () => number;
  readonly chances: Chances;
  readonly weather: Weather;
  /** The kiosk is about to learn how one booking is, and acts on it a moment later. */
  readonly onRead: (bookingId: string) => void;
  /** The kiosk at this end is dead. */
  readonly isCut: () => boolean;
}

export function networkOf({ time, upstream, trueMs, chances, weather, onRead, isCut }: NetworkOptions): HttpTransport {
  return (url, { method, headers, body = '', signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
    const oneWayMs = chances.between(5, 60);
    const lost = (code: string) => reject(Object.assign(new Error('no answer'), { code }));
    const back = (what: () => void) =>
      time.after(oneWayMs, () => {
        if (!isCut()) what();
      });
    if (signal.aborted) lost('ABORTED');
    signal.addEventListener('abort', () => lost('ABORTED'));
    time.after(oneWayMs, () => {
      if (weather.isDown) back(() => lost('ECONNREFUSED'));
      else if (chances.percent(weather.lostRequests)) back(() => lost('ECONNRESET'));
      else {
        const answer =
          weather.refusal === null ? upstream.handle({ method, url, headers, body }) : refused(weather.refusal);
        const read = /\/Appointment\/([^/?]+)$/.exec(url.pathname)?.[1];
        if (method === 'GET' && read !== undefined) onRead(read);
        // Silence is told from a reset by the kiosk's own patience.
        if (chances.percent(weather.lostAnswers)) {
          if (chances.percent(50)) back(() => lost('ECONNRESET'));
        } else
          back(() => resolve(chances.percent(weather.cutAnswers) ? { ...answer, body: cut(answer.body) } : answer));
      }
    });
    return promise.then((answer) => responseOf(answer, new Date(trueMs()).toUTCString()));
  };
}

function refused({ status, retryAfterSeconds }: NonNullable<Weather['refusal']>): UpstreamAnswer {
  return outcome(status, 'throttled', retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) });
}

const cut = (body: string): string => body.slice(0, Math.floor(body.length / 2));

function responseOf({ status, headers, body }: UpstreamAnswer, date: string): Awaited<ReturnType<HttpTransport>> {
  let isRead = false;
  const reader = {
    read: async () => {
      const value = isRead ? undefined : Buffer.from(body);
      isRead = true;
      return { done: value === undefined, value };
    },
    cancel: async () => undefined,
  };
  // A kiosk reads a body by its reader and in no other way; a real stream costs as much as the page that it carries.
  const stream = { getReader: () => reader } as unknown as Response['body'];
  return { status, ok: status >= 200 && status < 300, headers: new Headers({ ...headers, date }), body: stream };
}
