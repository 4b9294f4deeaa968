/** The one view that main pushes, and a way to act; both windows live on these two. There is no other state from outside. */
import { useCallback, useEffect, useState } from 'react';

interface Bridge<View, Action> {
  view(): Promise<View>;
  act(action: Action): Promise<View>;
  onView(listener: (view: View) => void): () => void;
}

/** `view` is null only until main has answered once. */
export function useView<View, Action>(bridge: Bridge<View, Action>) {
  const [view, setView] = useState<View | null>(null);
  useEffect(() => {
    const stop = bridge.onView(setView);
    void bridge.view().then(setView);
    return stop;
  }, [bridge]);
  /** Settles when the view that followed is shown. An action that main refuses changes nothing: then the view is asked for again. */
  const act = useCallback(
    (action: Action): Promise<void> => bridge.act(action).then(setView, () => bridge.view().then(setView)),
    [bridge],
  );
  return { view, act };
}
