/** A rest between two looks: until its time is over, somebody wakes it, or it has to stop. */

export async function rest(
  durationMs: number,
  signal: AbortSignal,
  onBegin: (wake: () => void) => void = () => undefined,
): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const wake = () => end();
  const timer = setTimeout(wake, durationMs);
  signal.addEventListener('abort', wake);
  onBegin(wake);
  await promise;
  signal.removeEventListener('abort', wake);
  clearTimeout(timer);
}
