/** The one view that main pushes, and a way to act; both windows live on these two. There is no other state from outside. */
import { useCallback, useEffect, useState } from 'react';

interface Bridge<View, Action> {
  view(): Promise<View>;
  act(action: Action): Promise<View>;
  onView(listener: (view: View) => void): () => void;
}

/** `view` is null only until main has answered once; `refusals` counts the acts that main could not do, since the last that it did. */
export function useView<View, Action>(bridge: Bridge<View, Action>) {
  const [view, setView] = useState<View | null>(null);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    const stop = bridge.onView(setView);
    void bridge.view().then(setView);
    return stop;
  }, [bridge]);
  /** Settles when the view that followed is shown. An action that main refuses changes nothing: then the view is asked for again. */
  const act = useCallback(
    (action: Action): Promise<void> =>
      bridge.act(action).then(
        (shown) => {
          setRefusals(0);
          setView(shown);
        },
        () => {
          setRefusals((count) => count + 1);
          return bridge.view().then(setView);
        },
      ),
    [bridge],
  );
  return { view, refusals, act };
}
