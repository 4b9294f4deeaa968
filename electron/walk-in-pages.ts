/**
 * Two pages of the staff window as its desk has them: a patient without a booking, and what is not yet upstream.
 */
import type { Result } from '../clinic/result.ts';
import type { DocumentProblem } from '../printing/document-printer.ts';
import { notSentLines } from './not-sent.ts';
import type { StaffScreen, StationStatus } from './staff-api.ts';
import type { StaffMember } from './staff-session.ts';
import {
  isNotSentAction,
  isWalkInAction,
  type NotSentAction,
  type NotSentView,
  type WalkInAction,
} from './walk-in-api.ts';
import { openWalkInDesk, type WalkInDeskOptions } from './walk-in-desk.ts';

export interface WalkInPagesOptions extends WalkInDeskOptions {
  readonly status: () => Pick<StationStatus, 'upstream'>;
  /** Null: the settings have no document printer. */
  readonly printNotSent?: (() => Promise<Result<'sent', DocumentProblem>>) | null;
  readonly onChange: () => void;
}

export type WalkInPageAction = WalkInAction | NotSentAction;
export type WalkInPage = Readonly<{ page: 'walk-in' } | { page: 'not-sent' }>;

export interface WalkInPages {
  screen(page: WalkInPage['page']): StaffScreen;
  /** The page to show next; a text is the booking whose visit it is. */
  act(member: StaffMember, action: WalkInPageAction): WalkInPage | string;
  forget(): void;
}

export function openWalkInPages(options: WalkInPagesOptions): WalkInPages {
  const { store, clock, timeZone, log, printNotSent = null } = options;
  const walkIn = openWalkInDesk(options);
  let told: NotSentView['told'] = null;
  let isBusy = false;

  function notSent(): NotSentView {
    const isOnline = options.status().upstream.state === 'online';
    const lines = notSentLines({ store, timeZone, nowMs: clock.nowMs(), isOnline });
    return { lines, isBusy, hasDocumentPrinter: printNotSent !== null, told };
  }

  function actOnNotSent({ staffId }: StaffMember, action: NotSentAction): void {
    told = null;
    if (action.kind === 'open-not-sent' || printNotSent === null || isBusy) return;
    store.ledger.write((writes) =>
      writes.audit({
        who: staffId,
        act: 'print-not-sent',
        bookingId: null,
        details: { lines: notSent().lines.length },
      }),
    );
    isBusy = true;
    void printNotSent().then((printed) => {
      isBusy = false;
      told = printed.ok ? 'printed' : printed.problem;
      options.onChange();
    });
  }

  return {
    screen(page) {
      if (page === 'walk-in') return { screen: 'walk-in', walkIn: walkIn.view() };
      return { screen: 'not-sent', notSent: notSent() };
    },
    act(member, action) {
      log.event('staff-act', { act: action.kind });
      if (isWalkInAction(action)) return walkIn.act(member, action) ?? { page: 'walk-in' };
      actOnNotSent(member, action);
      return { page: 'not-sent' };
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
