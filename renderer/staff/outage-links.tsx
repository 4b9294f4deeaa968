/** What else is done while the booking system is away, each with a screen of its own: the way to those screens. */
import type { Act } from './staff-act.ts';

export function OutageLinks(_props: { readonly act: Act }) {
  return null;
}
