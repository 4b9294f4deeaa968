/**
 * When the disk fails for good while the kiosk runs, it stops calmly: no timer goes off any more, the windows say that the kiosk
 * is out of service and why, and nothing crashes. What was acknowledged is on the disk; a restart shows it, or says how to
 * bring it back.
 */
import type { Clock } from '../clinic/clock.ts';
import { refuse } from '../clinic/result.ts';
import type { Store } from '../offline-store/store.ts';
import type { Log } from './log.ts';
import { storeStoppedInWords } from './store-problem-words.ts';
import type { ViewSource } from './windows/numbered-views.ts';
import { patientOutOfService, staffOutOfService } from './windows/out-of-service.ts';
import type { PatientWindowSource } from './windows/patient-window.ts';
import type { StaffWindowSource } from './windows/staff-window.ts';

interface CalmStop {
  /** The same clock; after the stop nothing that waits on it is called. */
  quietened<AnyClock extends Clock>(clock: AnyClock): AnyClock;
  patient(desk: PatientWindowSource): PatientWindowSource;
  staff(desk: StaffWindowSource): StaffWindowSource;
  /** Called once, when the store has stopped. */
  onStop(work: () => void): void;
}

/** First of all that listens to the store: what listens after it need not know that a store may stop. */
export function openCalmStop(store: Store, folder: string, log: Log): CalmStop {
  /** Whoever is to be told of the stop. A promise that is settled then alone would hold every view until then, and its names (S13). */
  const waiting = new Set<() => void>();
  const problems = [storeStoppedInWords(folder)];
  let isStopped = false;
  const works: (() => void)[] = [];

  const leave = store.onChange(() => {
    if (store.trouble() !== 'stopped' || isStopped) return;
    isStopped = true;
    leave();
    log.event('store-stopped', {});
    for (const work of works) work();
    for (const tell of waiting) tell();
    waiting.clear();
  });

  /** Until the stop the desk's, from then on the one that is out of service. */
  function until<View, Action>(
    desk: ViewSource<View, Action>,
    after: ViewSource<View, Action>,
  ): ViewSource<View, Action> {
    function orAfter(answer: () => Promise<View>, instead: () => Promise<View>): Promise<View> {
      if (isStopped) return instead();
      const { promise, resolve, reject } = Promise.withResolvers<View>();
      const onStopped = () => resolve(instead());
      const onError = (error: unknown) => (isStopped || store.trouble() === 'stopped' ? onStopped() : reject(error));
      waiting.add(onStopped);
      void answer()
        .then(resolve, onError)
        .finally(() => waiting.delete(onStopped));
      return promise;
    }
    return {
      view: () => orAfter(async () => desk.view(), after.view),
      act: (action) =>
        orAfter(
          async () => desk.act(action),
          () => after.act(action),
        ),
      onView(listener) {
        const stopDesk = desk.onView((view) => (isStopped ? undefined : listener(view)));
        const onStopped = () => void after.view().then(listener);
        if (isStopped) onStopped();
        else waiting.add(onStopped);
        return () => {
          waiting.delete(onStopped);
          stopDesk();
        };
      },
    };
  }

  return {
    quietened: (clock) => ({
      ...clock,
      after: (waitMs: number, work: () => void) => clock.after(waitMs, () => (isStopped ? undefined : work())),
    }),
    patient: (desk) => until(desk, patientOutOfService(problems)),
    staff: (desk) => ({
      ...until(desk, staffOutOfService(problems)),
      picture: (paperId) => (isStopped ? Promise.resolve(refuse('not-known')) : desk.picture(paperId)),
    }),
    onStop: (work) => void works.push(work),
  };
}
