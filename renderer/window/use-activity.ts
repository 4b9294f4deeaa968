/** Tells that somebody is there, a few times a minute at most, however much they touch and type. */
import { useEffect, useEffectEvent } from 'react';

const patientQuietMs = 5_000;

export function useActivity(onActivity: () => void, quietMs = patientQuietMs): void {
  const somebodyIsThere = useEffectEvent(onActivity);
  useEffect(() => {
    let toldAtMs = Number.NEGATIVE_INFINITY;
    function noticed(event: Event) {
      if (event.timeStamp - toldAtMs < quietMs) return;
      toldAtMs = event.timeStamp;
      somebodyIsThere();
    }
    const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, noticed, { capture: true, passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, noticed, { capture: true });
    };
  }, [quietMs]);
}
