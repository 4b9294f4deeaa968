/** When the certificate of this kiosk ends: told from a month before, because a new one takes a trust weeks. */
const msPerDay = 86_400_000;
const toldDaysBefore = 30;

/** Whole days that are left, below zero when it has ended; null while there is time, and without a certificate. */
export function certificateEndsInDays(endsAt: string | null, nowMs: number): number | null {
  if (endsAt === null) return null;
  const days = Math.floor((Date.parse(endsAt) - nowMs) / msPerDay);
  return days <= toldDaysBefore ? days : null;
}
