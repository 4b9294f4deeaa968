/**
 * Keeps the pages of a pull that takes long, so that a restart or a lost connection costs the pages that are missing and not those
 * that came.
 *
 * Most pulls are over within two seconds, and to write their pages would cost more than to store their list. So pages wait in memory
 * until the pull is older, and are then written in the order in which they came, each with how far the pull was with it: what is on
 * disk is always a beginning without a gap. When the pull breaks off, what still waits is written, too. A power cut or a kill costs
 * about two seconds of reading.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PulledPage, PullPages, PullUnderWay } from '../pull-under-way.ts';
import type { ReadResource } from './read-resource.ts';

export const keepAfterMsByDefault = 2_000;
/** More than come at once, so that what waits grows less, and few enough that nobody waits for them. */
const keptWithEachMax = 2;

interface PageRead extends Omit<PulledPage, 'text'> {
  readonly resources: readonly ReadResource[];
}

export interface PageKeeper {
  /** What is on disk of a pull that was broken off. */
  readonly kept: Pick<PullPages, 'underWay' | 'page'>;
  /** The next page, and how far the pull is with it. */
  came(pull: PullUnderWay, page: PageRead): void;
  /** The pull broke off and may go on later. */
  keepAll(): Promise<void>;
  /** Whatever there is of any pull. */
  forget(): Promise<void>;
}

interface PageKeeperOptions {
  readonly pages: PullPages;
  readonly keepAfterMs: number;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
}

export function pageKeeper({ pages, keepAfterMs, now }: PageKeeperOptions): PageKeeper {
  let waiting: (readonly [PullUnderWay, PageRead])[] = [];

  const keep = (pull: PullUnderWay, { resources, ...page }: PageRead): void =>
    pages.keep(pull, { ...page, text: JSON.stringify(resources) });

  return {
    kept: pages,
    came(pull, page) {
      waiting.push([pull, page]);
      // A clock that is set meanwhile only makes this sooner or later.
      if (Date.parse(now()) - Date.parse(pull.begunAt) < keepAfterMs) return;
      for (const next of waiting.splice(0, keptWithEachMax)) keep(...next);
    },
    /** One short transaction at a time. */
    async keepAll() {
      for (const next of waiting.splice(0)) {
        await nextTurn();
        keep(...next);
      }
    },
    /** One short step at a time: a page that is deleted is overwritten, too. */
    async forget() {
      waiting = [];
      while (pages.dropSome()) await nextTurn();
    },
  };
}
