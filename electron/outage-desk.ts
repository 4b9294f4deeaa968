/**
 * The desk behind the page "If the booking system is away": prints the list, loads one from a file. Each act is signed for by
 * the person who is signed in; what takes time is done while the page says so.
 */

import type { Store } from '../offline-store/store.ts';
import type { OutageAction, OutageView } from './outage-api.ts';
import type { StaffMember } from './staff-session.ts';

export interface OutageDesk {
  view(): OutageView;
  /** Settles when it is done and the page can be shown. */
  act(member: StaffMember, action: OutageAction): Promise<void>;
  /** Nobody is signed in any more: what was told is told no longer. */
  forget(): void;
}

export function openOutageDesk({ store }: { readonly store: Store }): OutageDesk {
  return {
    view: () => ({
      bookings: store.cache.bookings().length,
      isBusy: false,
      hasDocumentPrinter: false,
      files: null,
      isFolderThere: false,
      pack: null,
      told: null,
    }),
    act: async () => undefined,
    forget: () => undefined,
  };
}

const kinds: readonly string[] = ['open-outage', 'look-for-files', 'print-day-list', 'import-list'];

export function isOutageAction<Other extends { readonly kind: string }>(
  action: Other | OutageAction,
): action is OutageAction {
  return kinds.includes(action.kind);
}
