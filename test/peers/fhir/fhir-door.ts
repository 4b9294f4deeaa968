/** What a test may tell the FHIR server, and what it hears from it. Shared by the process and its launcher. */

/** Any FHIR resource, as plain JSON. */
export type FhirJson = {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: { readonly versionId?: string; readonly lastUpdated?: string };
  readonly [element: string]: unknown;
};

export type Misbehaviour =
  | { kind: 'status'; status: number; retryAfterSeconds?: number }
  /** 200, and the page of some proxy. */
  | { kind: 'html' }
  /** The connection breaks off in the middle of the body. */
  | { kind: 'half-page' }
  /** A whole answer of HTTP, whose JSON stops in the middle. */
  | { kind: 'half-json' }
  /** 200, and a searchset of nothing. */
  | { kind: 'empty-page' }
  /** A page that hides that there are more. */
  | { kind: 'no-next' }
  /** No answer, ever. */
  | { kind: 'silence' }
  /** The connection is reset before anything is done. */
  | { kind: 'reset' }
  /** Everything is done and stored, then the connection is reset: the acknowledgement is lost. */
  | { kind: 'drop-answer' }
  | { kind: 'latency'; ms: number }
  /** It lies there, and is seen to when the server behaves again. */
  | { kind: 'held' };

export interface MisbehaviourRule {
  readonly misbehaviour: Misbehaviour;
  /** How often; until cleared when absent. */
  readonly times?: number;
  /** So many requests that match are let through first. */
  readonly skip?: number;
  readonly method?: string;
  /** A part of the path and query, below the base: `Appointment?`, `_offset=100`. */
  readonly pathContains?: string;
}

export type FhirCommands = {
  /** Puts resources in as they are, without judging them: a Bundle or a list. Replaces by id. Answers how many. */
  load(resources: FhirJson | readonly FhirJson[]): Promise<number>;
  /** Somebody at the booking system changes or adds one: a new version. */
  save(resource: FhirJson): Promise<FhirJson>;
  remove(which: { resourceType: string; id: string }): Promise<void>;
  read(which: { resourceType: string; id: string }): Promise<FhirJson | null>;
  all(resourceType: string): Promise<readonly FhirJson[]>;
  /** Every version, newest first. */
  history(which: { resourceType: string; id: string }): Promise<readonly FhirJson[]>;
  /** Forgets every resource. */
  empty(input: null): void;
  misbehave(rule: MisbehaviourRule): void;
  /** Behaves again; requests that were left in silence are reset, and those that were held are seen to. */
  behave(input: null): void;
  /** Nobody listens; the data stays. */
  down(input: null): void;
  up(input: null): Promise<void>;
  /** What the `Date` header is wrong by. */
  clockOffset(ms: number): void;
};

export interface RequestSeen {
  readonly kind: 'request';
  readonly method: string;
  /** Path and query below the base, as they came: `Appointment?date=…`. */
  readonly path: string;
  readonly ifMatch: string | null;
  readonly requestId: string | null;
  readonly prefer: string | null;
  readonly authorization: string | null;
}

export interface WriteSeen {
  readonly kind: 'write';
  /** `client` came over FHIR, `booking-system` by the control door. */
  readonly by: 'client' | 'booking-system';
  readonly resourceType: string;
  readonly id: string;
  readonly versionId: string;
  readonly deleted: boolean;
  readonly requestId: string | null;
  readonly resource: FhirJson | null;
}

export type FhirEvent =
  | RequestSeen
  | WriteSeen
  /** `status` is null when no answer got out. `request` is the number of the request's event. */
  | { kind: 'answer'; request: number; status: number | null; misbehaved: Misbehaviour['kind'] | null; ms: number };
