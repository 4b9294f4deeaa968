/**
 * Two pages of the staff window as its desk has them: a patient without a booking, and what is not yet upstream.
 */
import { notSentLines } from '../paper-lists/not-sent.ts';
import { printNotSent } from '../paper-lists/print-not-sent.ts';
import type { StaffMember } from '../staff/staff-session.ts';
import type { StaffScreen, StationStatus } from '../staff-api.ts';
import {
  isNotSentAction,
  isWalkInAction,
  type NotSentAction,
  type NotSentView,
  type WalkInAction,
} from '../walk-in-api.ts';
import type { OutageSurroundings } from './outage-desk.ts';
import { openWalkInDesk, type WalkInDeskOptions } from './walk-in-desk.ts';

export interface WalkInPagesOptions extends WalkInDeskOptions {
  readonly status: () => Pick<StationStatus, 'upstream'>;
  readonly outage: Pick<OutageSurroundings, 'settings'>;
  readonly onChange: () => void;
}

export type WalkInPageAction = WalkInAction | NotSentAction;
export type WalkInPage = Readonly<{ page: 'walk-in' } | { page: 'not-sent' }>;

interface WalkInPages {
  screen(page: WalkInPage['page']): StaffScreen;
  /** The page to show next (a text is the booking whose visit it is), and when what takes time is done. */
  act(
    member: StaffMember,
    action: WalkInPageAction,
  ): { readonly next: WalkInPage | string; readonly done: Promise<void> };
  forget(): void;
}

export function openWalkInPages(options: WalkInPagesOptions): WalkInPages {
  const { store, clock, timeZone, log } = options;
  const { settings } = options.outage;
  const walkIn = openWalkInDesk(options);
  let told: NotSentView['told'] = null;
  let isBusy = false;
  const now = () => ({ store, nowMs: clock.nowMs(), isOnline: options.status().upstream.state === 'online' });

  function notSent(): NotSentView {
    const lines = notSentLines({ ...now(), timeZone });
    return { lines, isBusy, hasDocumentPrinter: settings.site.documentPrinter !== null, told };
  }

  async function actOnNotSent({ staffId }: StaffMember, action: NotSentAction): Promise<void> {
    // The button that was pressed twice.
    if (isBusy) return;
    told = null;
    if (action.kind === 'print-not-sent') await print(staffId);
  }

  async function print(staffId: string): Promise<void> {
    isBusy = true;
    options.onChange();
    try {
      const printed = await printNotSent(staffId, { ...now(), settings });
      told = printed.ok ? 'printed' : printed.problem;
    } finally {
      isBusy = false;
    }
  }

  return {
    screen(page) {
      if (page === 'walk-in') return { screen: 'walk-in', walkIn: walkIn.view() };
      return { screen: 'not-sent', notSent: notSent() };
    },
    act(member, action) {
      log.event('staff-act', { act: action.kind });
      if (!isWalkInAction(action)) return { next: { page: 'not-sent' }, done: actOnNotSent(member, action) };
      return { next: walkIn.act(member, action) ?? { page: 'walk-in' }, done: Promise.resolve() };
    },
    forget() {
      told = null;
      walkIn.forget();
    },
  };
}

export function isWalkInPageAction<Other extends { readonly kind: string }>(
  action: Other | WalkInPageAction,
): action is WalkInPageAction {
  return isWalkInAction(action) || isNotSentAction(action);
}
