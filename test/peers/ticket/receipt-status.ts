/** What a receipt printer says about itself: the single bytes of `DLE EOT n` and `GS r 1`, the four of ASB. */
export interface TicketCondition {
  readonly paperOut: boolean;
  readonly paperNearEnd: boolean;
  readonly coverOpen: boolean;
  readonly cutterError: boolean;
  /** An error that ends when its cause does: paper that is stuck. */
  readonly jammed: boolean;
  /** An error that only the power switch ends, if that. */
  readonly broken: boolean;
  /** It cools down by itself. */
  readonly headHot: boolean;
  readonly feedButton: boolean;
  /** All is well again, and somebody must press a button to say so. */
  readonly waitsForButton: boolean;
}

export const healthy: TicketCondition = {
  paperOut: false,
  paperNearEnd: false,
  coverOpen: false,
  cutterError: false,
  jammed: false,
  broken: false,
  headHot: false,
  feedButton: false,
  waitsForButton: false,
};

/** Bits 1 and 4 are always set, bits 0 and 7 never: so a host can tell a status from noise. */
const always = 0x12;

export function isOffline(now: TicketCondition): boolean {
  return now.paperOut || now.coverOpen || now.feedButton || now.waitsForButton || hasError(now);
}

function hasError(now: TicketCondition): boolean {
  return now.cutterError || now.jammed || now.broken || now.headHot;
}

/** Without the bit for jams, which automatic status does not have. */
function errorBits(now: TicketCondition): number {
  return (now.cutterError ? 0x08 : 0) | (now.broken ? 0x20 : 0) | (now.headHot ? 0x40 : 0);
}

/** `DLE EOT n` for n from 1 to 4; a printer says nothing to another n. */
export function realTimeStatus(n: number, now: TicketCondition): number | null {
  const bits: Readonly<Record<number, number>> = {
    1: (isOffline(now) ? 0x08 : 0) | (now.waitsForButton ? 0x20 : 0) | (now.feedButton ? 0x40 : 0),
    2:
      (now.coverOpen ? 0x04 : 0) | (now.feedButton ? 0x08 : 0) | (now.paperOut ? 0x20 : 0) | (hasError(now) ? 0x40 : 0),
    3: (now.jammed ? 0x04 : 0) | errorBits(now),
    4: (now.paperNearEnd ? 0x0c : 0) | (now.paperOut ? 0x60 : 0),
  };
  const found = bits[n];
  return found === undefined ? null : always | found;
}

export function paperStatus(now: TicketCondition): number {
  return (now.paperNearEnd ? 0x03 : 0) | (now.paperOut ? 0x0c : 0);
}

/** Automatic status back, sent whenever something changes once `GS a` has asked for it. */
export function automaticStatus(now: TicketCondition): Buffer {
  const first = 0x10 | (isOffline(now) ? 0x08 : 0) | (now.coverOpen ? 0x20 : 0) | (now.feedButton ? 0x40 : 0);
  return Buffer.from([first, errorBits(now), paperStatus(now), 0]);
}
