/** The one view that main pushes, and a way to act; both windows live on these two. There is no other state from outside. */
import { useCallback, useEffect, useState } from 'react';
import type { Numbered, ViewSource } from '../../electron/patient-api.ts';

/** `view` is null only until main has answered once; `refusals` counts the acts that main could not do, since the last that it did. */
export function useView<View, Action>(bridge: ViewSource<Numbered<View>, Action>) {
  const [newest, setNewest] = useState<Numbered<View> | null>(null);
  const [refusals, setRefusals] = useState(0);
  /** A push may come before an answer that is older, and an answer before an older push: what is over is not shown again. */
  const show = useCallback(
    (shown: Numbered<View>) => setNewest((now) => (now === null || shown.number > now.number ? shown : now)),
    [],
  );
  useEffect(() => {
    const stop = bridge.onView(show);
    void bridge.view().then(show);
    return stop;
  }, [bridge, show]);
  /** Settles when the view that followed is shown. An action that main refuses changes nothing: then the view is asked for again. */
  const act = useCallback(
    (action: Action): Promise<void> =>
      bridge.act(action).then(
        (shown) => {
          setRefusals(0);
          show(shown);
        },
        () => {
          setRefusals((count) => count + 1);
          return bridge.view().then(show);
        },
      ),
    [bridge, show],
  );
  return { view: newest?.view ?? null, refusals, act };
}
