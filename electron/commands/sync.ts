/** `sync`: one pull and one push, and what came of them. */
import { isPastClosing } from '../../clinic/close-of-day.ts';
import { pullProblemInWords } from '../../offline-store/sync/pull.ts';
import { startSync } from '../../offline-store/sync/sync-worker.ts';
import { systemClock } from '../clock.ts';
import { isOfVisit } from '../visit-marks.ts';
import { badNews, type Command, count, good, newId, withStore } from './command.ts';

export const syncCommand: Command = async (input) =>
  withStore(input, async (store, settings) => {
    const isClosed = isPastClosing(systemClock.nowMs(), settings.clinicRules, settings.site.timeZone);
    const sync = startSync({
      settings: settings.upstream,
      timeZone: settings.site.timeZone,
      rules: settings.clinicRules,
      cache: store.cache,
      ledger: store.ledger,
      walkIns: store.walkIns,
      isOfVisit: (booking, visit) => isOfVisit(visit, booking, store),
      stationName: settings.station.name,
      clock: systemClock,
      mayPull: () => !isClosed,
      newId,
      random: Math.random,
      onStatus: () => undefined,
      onFault: () => undefined,
    });
    const pulled = await sync.pullNow();
    const pushed = await sync.pushNow();
    await sync.stop();
    const waiting = store.ledger.outboxPending().length;
    if (!pulled.ok) {
      const { problem } = pulled;
      if (problem.kind === 'no-list-wanted') {
        const line = `the clinic is closed for today, so no list was fetched; ${count(waiting, 'message')} still to send`;
        return waiting === 0 ? good(line, { waiting }) : badNews(line, { waiting });
      }
      const words = problem.kind === 'fault' ? 'could not be read' : pullProblemInWords(problem);
      return badNews(`the booking system ${words}; the list stays as it was`, { problem: problem.kind, waiting });
    }
    const { bookings, setAside } = pulled.value;
    const facts = { bookings, setAside, waiting };
    const line = `${count(bookings, 'booking')}, ${setAside} set aside; ${count(waiting, 'message')} still to send`;
    return pushed.ok && waiting === 0 ? good(line, facts) : badNews(line, facts);
  });
