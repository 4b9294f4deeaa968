/** Finding a patient in the list that is on the screen already. Nothing is asked of anybody, and nothing is kept. */
import type { DayListRow, VisitState } from '../../electron/staff-api.ts';

export const shownStates = ['all', 'expected', 'late', 'checked-in', 'needs-staff'] as const;
export type ShownState = (typeof shownStates)[number];

/** Without accents and capitals, so that "zoe" finds Zoë. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
}

function isOfState({ state, labels }: DayListRow, shown: ShownState): boolean {
  if (shown === 'all') return true;
  if (shown === 'needs-staff') return labels === 'needs-staff' || labels === 'to-confirm';
  const wanted: VisitState = shown;
  return state === wanted;
}

/** Digits are a ticket number or a part of an NHS number; words are the beginnings of names, in any order. */
function fits(row: DayListRow, sought: string): boolean {
  const digits = sought.replaceAll(/[ -]/g, '');
  if (digits === '') return true;
  if (/^[0-9]+$/.test(digits)) {
    return String(row.ticketNumber) === digits || row.nhsNumber.replaceAll(' ', '').includes(digits);
  }
  const names = plain(row.name).split(/[ ,'-]+/);
  const whole = plain(row.name);
  return plain(sought)
    .split(/[ ,]+/)
    .every((word) => names.some((name) => name.startsWith(word)) || whole.includes(word));
}

export function filterDayList(rows: readonly DayListRow[], sought: string, shown: ShownState): readonly DayListRow[] {
  return rows.filter((row) => isOfState(row, shown) && fits(row, sought));
}
