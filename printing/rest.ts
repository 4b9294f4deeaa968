/** A rest between two looks: until its time is over, somebody wakes it, or it has to stop. */
import type { Clock } from '../clinic/clock.ts';

interface RestOptions {
  /** The computer's own, unless it is said. */
  readonly clock?: Pick<Clock, 'after'> | undefined;
  readonly onBegin?: (wake: () => void) => void;
}

export async function rest(durationMs: number, signal: AbortSignal, options: RestOptions = {}): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const wake = () => end();
  const cancel = (options.clock?.after ?? after)(durationMs, wake);
  signal.addEventListener('abort', wake);
  options.onBegin?.(wake);
  await promise;
  signal.removeEventListener('abort', wake);
  cancel();
}

function after(delayMs: number, callBack: () => void): () => void {
  const timer = setTimeout(callBack, delayMs);
  return () => clearTimeout(timer);
}
