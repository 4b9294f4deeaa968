/** `sync`: one pull and one push, and what came of them. */
import { isPastClosing } from '../../clinic/close-of-day.ts';
import { pullProblemInWords } from '../../offline-store/sync/pull.ts';
import { systemClock } from '../days/clock.ts';
import { silentLog } from '../log.ts';
import { serverClock, startStationSync } from '../station-sync.ts';
import { badNews, type Command, count, good, newId, withStore } from './command.ts';

export const syncCommand: Command = async (input) =>
  withStore(input, async (store, settings) => {
    const isClosed = isPastClosing(systemClock.nowMs(), settings.clinicRules, settings.site.timeZone);
    const sync = startStationSync({
      settings,
      store,
      ports: { clock: systemClock, newId, random: Math.random },
      server: serverClock(),
      mayPull: () => !isClosed,
      log: silentLog,
      onStatus: () => undefined,
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
