/**
 * Medplum's MemoryRepository, with what it lacks: it refuses resources of a wrong shape, its transactions are all or
 * nothing, its history stays in order, and it remembers what was written and what was deleted.
 *
 * The searching is Medplum's own. Only its result is kept until the next write, so that the pages of one search do
 * not each scan and sort everything again.
 */
import {
  deepClone,
  gone,
  OperationOutcomeError,
  type SearchRequest,
  validateResource,
  type WithId,
} from '@medplum/core';
import { getExtraEntries, MemoryRepository } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';

type Shelves<T> = Map<string, Map<string, T>>;

/** Private in Medplum's types only; the version is pinned exactly for their sake. */
interface Inside {
  readonly resources: Shelves<Resource>;
  readonly history: Shelves<Resource[]>;
  createResourceSync(resource: Resource, options?: unknown, update?: boolean): WithId<Resource>;
}

export interface Written {
  readonly resource: Resource;
  readonly deleted: boolean;
}

const searchesKeptMax = 50;

export class PeerRepository extends MemoryRepository {
  private readonly inside: Inside;
  private readonly deleted = new Set<string>();
  private readonly searches = new Map<string, Bundle>();
  private written: Written[] = [];
  private transactions = 0;
  /** Off while test data is loaded: it may be as wrong as a test needs. */
  judges = true;

  constructor() {
    super();
    // The three members exist in the class that is extended here.
    this.inside = this as unknown as Inside;
    const create = this.inside.createResourceSync.bind(this);
    this.inside.createResourceSync = (resource, options, update) => {
      if (this.judges) validateResource(resource);
      const saved = create(resource, options, update);
      this.deleted.delete(`${saved.resourceType}/${saved.id}`);
      this.remember({ resource: saved, deleted: false });
      return saved;
    };
  }

  /** What was written since this was last asked. */
  takeWritten(): readonly Written[] {
    return this.written.splice(0);
  }

  everyOne(resourceType: string): readonly Resource[] {
    return [...(this.inside.resources.get(resourceType)?.values() ?? [])];
  }

  has(resourceType: string, id: string): boolean {
    return this.inside.resources.get(resourceType)?.has(id) ?? false;
  }

  override clear(): void {
    super.clear();
    this.deleted.clear();
    this.searches.clear();
  }

  override async readResource<T extends Resource>(resourceType: string, id: string): Promise<T> {
    if (this.deleted.has(`${resourceType}/${id}`)) throw new OperationOutcomeError(gone);
    return super.readResource(resourceType, id);
  }

  override async readHistory<T extends Resource>(resourceType: string, id: string): Promise<Bundle<T>> {
    const versions = this.inside.history.get(resourceType)?.get(id) ?? [];
    if (versions.length === 0) await super.readResource(resourceType, id);
    const entry = versions.toReversed().map((resource) => ({ resource: deepClone(resource) }));
    // The history of one type holds that type.
    return { resourceType: 'Bundle', type: 'history', total: entry.length, entry } as Bundle<T>;
  }

  override async deleteResource(resourceType: string, id: string, options?: { ifMatch?: string }): Promise<void> {
    const resource = await this.readResource(resourceType, id);
    await super.deleteResource(resourceType, id, options);
    this.deleted.add(`${resourceType}/${id}`);
    this.remember({ resource, deleted: true });
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const { offset = 0, count, include, revInclude, ...question } = request;
    const all = await this.everyMatch(question as SearchRequest<T>);
    const end = count === undefined ? undefined : offset + count;
    const entry: BundleEntry[] = deepClone(all.entry?.slice(offset, end) ?? []);
    if (include || revInclude) {
      const matches = entry.flatMap(({ resource }) => (resource ? [resource] : []));
      await getExtraEntries(this, { ...request, resourceType: request.resourceType } as SearchRequest, matches, entry);
    }
    // Matches are of the type searched for; what is included is Medplum's own doing.
    return { ...all, entry } as Bundle<WithId<T>>;
  }

  override async withTransaction<TResult>(callback: (repository: this) => Promise<TResult>): Promise<TResult> {
    if (this.transactions > 0) return callback(this);
    const undo = this.snapshot();
    this.transactions += 1;
    return callback(this)
      .catch((error: unknown) => {
        undo();
        throw error;
      })
      .finally(() => {
        this.transactions -= 1;
      });
  }

  private async everyMatch<T extends Resource>(question: SearchRequest<T>): Promise<Bundle> {
    const key = JSON.stringify(question);
    const kept = this.searches.get(key);
    if (kept) return kept;
    const found = await super.search(question);
    if (this.searches.size >= searchesKeptMax) this.searches.clear();
    this.searches.set(key, found);
    return found;
  }

  private remember(written: Written): void {
    this.searches.clear();
    this.written.push(written);
  }

  private snapshot(): () => void {
    const resources = copyOf(this.inside.resources, (resource) => resource);
    const history = copyOf(this.inside.history, (versions) => [...versions]);
    const deleted = [...this.deleted];
    return () => {
      restore(this.inside.resources, resources);
      restore(this.inside.history, history);
      this.deleted.clear();
      for (const key of deleted) this.deleted.add(key);
      this.written = [];
      this.searches.clear();
    };
  }
}

function copyOf<T>(shelves: Shelves<T>, copy: (value: T) => T): Shelves<T> {
  const shelf = (values: Map<string, T>) => new Map([...values].map(([id, value]) => [id, copy(value)] as const));
  return new Map([...shelves].map(([type, values]) => [type, shelf(values)] as const));
}

function restore<T>(shelves: Shelves<T>, from: Shelves<T>): void {
  shelves.clear();
  for (const [type, values] of from) shelves.set(type, values);
}
