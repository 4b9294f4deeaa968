/** Why the day list did not come out on paper, in words for staff and site IT. */

export type PrintListProblem = 'unreachable' | 'stopped' | 'broke-off' | 'no-list' | 'no-printer' | 'not-drawn';

/** A whole sentence or two: what happened, and what to do. */
export const printListProblemInWords: Readonly<Record<PrintListProblem, string>> = {
  unreachable:
    'The office printer cannot be reached, and nothing was printed. Check that it is switched on, or open the downtime pack at another computer.',
  stopped: 'The queue of the office printer is stopped, and nothing was printed. Site IT can start it again.',
  'broke-off':
    'The office printer broke off. Some pages may have come out: put those in the confidential waste, then print again.',
  'no-list': 'There is no list of today that may be used, so there is nothing to print.',
  'no-printer': 'The settings of this kiosk have no office printer.',
  'not-drawn': 'The list could not be drawn, and nothing was printed. Tell site IT.',
};
