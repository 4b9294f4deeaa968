/** Ends an exchange that has gone silent, that never ends, or that we leave ourselves, and says which of them it was. */
import type { Clock } from '../../clinic/clock.ts';

/** An answer that drips in without ever being silent is given up after this long. */
const answerMsMax = 300_000;

export type Timers = Pick<Clock, 'monotonicMs' | 'after'>;

/** For whoever has no clock to hand on. */
export const computersTimers: Timers = {
  monotonicMs: () => performance.now(),
  after(delayMs, callBack) {
    const timer = setTimeout(callBack, delayMs);
    return () => clearTimeout(timer);
  },
};

interface SilenceWatch {
  readonly signal: AbortSignal;
  /** Something arrived: the silence begins anew. */
  readonly heard: () => void;
  /** Why we ended it, if it was us. */
  readonly problem: () => Readonly<{ kind: 'stopped' | 'timed-out' }> | null;
  readonly end: () => void;
}

export function watchSilence(stopSignal: AbortSignal, silenceMsMax: number, { after }: Timers): SilenceWatch {
  const controller = new AbortController();
  let problem: Readonly<{ kind: 'stopped' | 'timed-out' }> | null = null;
  const endWith = (kind: 'stopped' | 'timed-out') => {
    problem ??= { kind };
    controller.abort();
  };
  const onStop = () => endWith('stopped');
  const onSilence = () => endWith('timed-out');
  let cancelSilence = after(silenceMsMax, onSilence);
  const cancelWhole = after(answerMsMax, onSilence);
  if (stopSignal.aborted) onStop();
  stopSignal.addEventListener('abort', onStop);
  return {
    signal: controller.signal,
    heard() {
      cancelSilence();
      cancelSilence = after(silenceMsMax, onSilence);
    },
    problem: () => problem,
    end() {
      cancelSilence();
      cancelWhole();
      stopSignal.removeEventListener('abort', onStop);
    },
  };
}
