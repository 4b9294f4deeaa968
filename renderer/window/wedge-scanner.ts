/**
 * A keyboard-wedge scanner, told from a person by pace: it types a whole code in a burst and ends it with Enter or Tab.
 *
 * Pure: keys go in with the timestamps of their events, verdicts come out. What to do with a key (let it be typed, stop
 * it) is in use-wedge-scanner.ts. It knows nothing of what a code means.
 */

/** Between two keys of a burst. Scanners need 1 to 50 ms; nobody types six keys in a row at this pace. */
export const keyGapMsMax = 80;
/** Once six keys have come at that pace it is a scanner, and a scanner may stutter: radio, a busy computer. */
export const stutterMsMax = 300;
/** Fewer keys are never a code: a day, a month or a year may be typed fast, or filled in by software. */
export const codeCharactersMin = 6;
/** More was never meant for us. The contract takes no more either. */
export const codeCharactersMax = 64;
/** Sent for a burst that cannot be a code of ours: too long, or with keys that are no printable ASCII. No code is one character long. */
export const unreadableCode = '?';

export interface KeyPress {
  /** As in KeyboardEvent.key. */
  readonly key: string;
  /** With Ctrl, Alt or Meta: how a scanner in keyboard mode sends control characters. */
  readonly isCommand: boolean;
  readonly isRepeat: boolean;
  readonly atMs: number;
}

/** The burst so far. */
interface Burst {
  readonly keys: number;
  readonly text: string;
  readonly isGarbled: boolean;
  /** It has given its code, or was ignored; what follows at the same pace belongs to it (a code of several lines). */
  readonly isSpent: boolean;
  readonly lastMs: number;
}

/**
 * typing: a person, or the first key of anything · burst: a further key at a scanner's pace · short: the end of a burst that
 * is too short for a code · ignored: the rest of a burst that is spent · code: a whole burst.
 */
export type Verdict = Readonly<{ kind: 'typing' | 'burst' | 'short' | 'ignored' } | { kind: 'code'; text: string }>;

export const noBurst: Burst = { keys: 0, text: '', isGarbled: false, isSpent: false, lastMs: Number.NEGATIVE_INFINITY };

/** Held or pressed beside other keys; they type nothing by themselves. */
const silentKeys = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

export function press(before: Burst, key: KeyPress): Readonly<{ burst: Burst; verdict: Verdict }> {
  if (silentKeys.has(key.key)) return { burst: before, verdict: { kind: 'typing' } };
  const gapMs = key.atMs - before.lastMs;
  const gapMsMax = before.keys >= codeCharactersMin && !before.isSpent ? stutterMsMax : keyGapMsMax;
  const isFast = !key.isRepeat && gapMs >= 0 && gapMs <= gapMsMax;
  const burst = isFast ? before : noBurst;
  return isEnd(key) ? end(burst, key) : add(burst, key);
}

function isEnd({ key, isCommand }: KeyPress): boolean {
  return (key === 'Enter' || key === 'Tab') && !isCommand;
}

function add(burst: Burst, key: KeyPress): Readonly<{ burst: Burst; verdict: Verdict }> {
  const keys = burst.keys + 1;
  const isText = !key.isCommand && /^[ -~]$/.test(key.key);
  const hasRoom = burst.text.length < codeCharactersMax;
  return {
    burst: {
      keys,
      text: isText && hasRoom ? burst.text + key.key : burst.text,
      isGarbled: burst.isGarbled || !isText || !hasRoom,
      isSpent: burst.isSpent,
      lastMs: key.atMs,
    },
    verdict: { kind: burst.isSpent ? 'ignored' : keys === 1 ? 'typing' : 'burst' },
  };
}

function end(burst: Burst, key: KeyPress): Readonly<{ burst: Burst; verdict: Verdict }> {
  if (burst.isSpent) return { burst: { ...burst, lastMs: key.atMs }, verdict: { kind: 'ignored' } };
  if (burst.keys < codeCharactersMin) {
    return { burst: noBurst, verdict: { kind: burst.keys < 2 ? 'typing' : 'short' } };
  }
  const text = burst.isGarbled ? unreadableCode : burst.text;
  return { burst: { ...noBurst, keys: 1, isSpent: true, lastMs: key.atMs }, verdict: { kind: 'code', text } };
}
