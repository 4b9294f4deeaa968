/**
 * Papers that lie in the folders of printers because nobody has taken them: labels, tickets and lists, which name patients. They
 * are destroyed when the day list is forgotten, and those of days before when a day begins and after each start (S13). So are those
 * in the folder of a printer that the settings name no more.
 */
import { clinicDayWindow } from '../../clinic/clinic-day.ts';
import { forgetPapers } from '../../printing/connections/folder.ts';
import { type Log, placeOf } from '../log.ts';
import { type FolderSettings, knownPaperFolders } from './paper-folders.ts';

/** How long the kiosk waits, when it is closed, for a folder that does not answer. */
const closingMsMax = 2_000;

export interface PapersInFolders {
  /** In the background. @param keepDay null: of every day, today's too */
  forget(keepDay: string | null): void;
  /** What was begun is done, or takes too long. */
  settled(): Promise<void>;
}

interface Options {
  readonly settings: FolderSettings;
  readonly log: Log;
  readonly now: () => string;
}

export function papersInFolders({ settings, log, now }: Options): PapersInFolders {
  let underWay = Promise.resolve();
  // Before the first paper lies in one of them.
  knownPaperFolders(settings, now());

  async function forgetAll(keepDay: string | null): Promise<void> {
    const papers = await forgetPapersInFolders(settings, keepDay, now());
    if (papers > 0) log.event('papers-forgotten', { papers });
  }

  return {
    forget(keepDay) {
      underWay = underWay
        .then(() => forgetAll(keepDay))
        .catch((error: unknown) => log.event('not-handled', { where: 'papers-in-folders', ...placeOf(error) }));
    },
    async settled() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, closingMsMax);
      await Promise.race([underWay, promise]);
      clearTimeout(timer);
    },
  };
}

/** @param keepDay null: of every day, today's too. @returns how many are gone */
export async function forgetPapersInFolders(
  settings: FolderSettings,
  keepDay: string | null,
  now: string,
): Promise<number> {
  const { timeZone } = settings.site;
  const beforeMs = keepDay === null ? Number.POSITIVE_INFINITY : Date.parse(clinicDayWindow(keepDay, timeZone).from);
  let papers = 0;
  for (const { folder, removedAt } of knownPaperFolders(settings, now)) {
    const oursUntilMs = removedAt === null ? Number.POSITIVE_INFINITY : Date.parse(removedAt);
    papers += await forgetPapers(folder, Math.min(beforeMs, oursUntilMs));
  }
  return papers;
}
