/** What the simulated booking system keeps: resources with their versions, each written out once and handed out many times. */
import type { Resource } from './booked-day.ts';

export interface Kept {
  readonly resource: Resource;
  readonly version: number;
  readonly updatedMs: number;
  /** With `meta`, as it is sent. */
  readonly json: string;
}

export interface Shelves {
  get(type: string, id: string): Kept | undefined;
  all(type: string): readonly Kept[];
  put(resource: Resource): Kept;
  remove(type: string, id: string): void;
  /** Counts on whenever anything changes. */
  changes(): number;
  /** What is put meanwhile is taken back unless it is kept: a transaction is all or nothing. */
  asOne<Value>(work: () => Value, isKept: (value: Value) => boolean): Value;
}

export function shelves(nowMs: () => number): Shelves {
  const byType = new Map<string, Map<string, Kept>>();
  /** A resource that was deleted and comes again counts on. */
  const lastVersions = new Map<string, number>();
  let undo: (() => void)[] = [];
  let changes = 0;

  function shelf(type: string): Map<string, Kept> {
    const known = byType.get(type);
    if (known !== undefined) return known;
    const made = new Map<string, Kept>();
    byType.set(type, made);
    return made;
  }

  return {
    get: (type, id) => shelf(type).get(id),
    all: (type) => [...shelf(type).values()],
    put(resource) {
      changes += 1;
      const name = `${resource.resourceType}/${resource.id}`;
      const version = (lastVersions.get(name) ?? 0) + 1;
      lastVersions.set(name, version);
      const meta = { versionId: String(version), lastUpdated: new Date(nowMs()).toISOString() };
      const kept = { resource, version, updatedMs: nowMs(), json: JSON.stringify({ ...resource, meta }) };
      const before = shelf(resource.resourceType).get(resource.id);
      shelf(resource.resourceType).set(resource.id, kept);
      undo.push(() => {
        if (before === undefined) shelf(resource.resourceType).delete(resource.id);
        else shelf(resource.resourceType).set(resource.id, before);
      });
      return kept;
    },
    remove(type, id) {
      changes += 1;
      shelf(type).delete(id);
    },
    changes: () => changes,
    asOne(work, isKept) {
      undo = [];
      const value = work();
      if (!isKept(value)) {
        changes += 1;
        for (const takeBack of undo.toReversed()) takeBack();
      }
      undo = [];
      return value;
    },
  };
}
