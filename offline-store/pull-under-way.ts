/**
 * A pull that has not finished: how far it came, and its pages as far as we read them, so that it goes on from there after a
 * restart or a lost connection. Encrypted with the day's key like all of the cache, and gone when the list is in place.
 */

export interface PullUnderWay {
  /** The first address of its search: another site, day or server is another search. */
  readonly search: string;
  /** When its first page was asked for, by our clock. */
  readonly begunAt: string;
  /** Null: every page is here. */
  readonly nextPage: string | null;
  /** How many bookings the server says there are, where it says so. */
  readonly total: number | null;
  /** How many pages are here, numbered from 1. */
  readonly pages: number;
}

export interface PulledPage {
  readonly number: number;
  readonly address: string;
  readonly bytes: number;
  /** What was read of it, as JSON. */
  readonly text: string;
}

export interface PullPages {
  underWay(): PullUnderWay | null;
  page(number: number): PulledPage | null;
  /** The page that came last, and how far the pull is with it; one short transaction. */
  keep(pull: PullUnderWay, page: PulledPage): void;
  /** Forgets the pull at once, and with each call one page of it. False when nothing is left. */
  dropSome(): boolean;
}
