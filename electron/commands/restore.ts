/**
 * `restore FILE`: brings the ledger back from a copy and the journals, and says exactly what could not be brought back.
 * `restore` alone says which copies the kiosk has of its own.
 */
import fs from 'node:fs';
import path from 'node:path';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { copiesIn } from '../../offline-store/copies.ts';
import { nativeBinding } from '../../offline-store/native-binding.ts';
import { type Restored, type RestoreProblem, restoreLedger } from '../../offline-store/restore.ts';
import { isoOf, systemClock } from '../days/clock.ts';
import type { KioskConfig } from '../kiosk-config.ts';
import { asTyped, storeProblemInWords } from '../store-problem-words.ts';
import { badNews, type Command, type CommandAnswer, count, good, withSettings } from './command.ts';

export const restoreCommand: Command = async (input) => {
  const [name] = input.words;
  return withSettings(input, async (settings) => {
    if (name === undefined) return copiesThere(settings);
    const copy = path.resolve(name);
    const { folder, key } = settings.store;
    const now = () => isoOf(systemClock.nowMs());
    const clinicDay = clinicDayOf(systemClock.nowMs(), settings.site.timeZone);
    const { reservedRange } = settings.station;
    const restored = restoreLedger(
      { folder, key, clinicDay, now, nativeBinding: nativeBinding(), reservedRange },
      copy,
    );
    if (!restored.ok) return badNews(inWords(restored.problem, copy, settings), { problem: restored.problem });
    return answerOf(restored.value);
  });
};

function copiesThere({ store }: KioskConfig): CommandAnswer {
  // A folder that this account may not look into is not one without copies.
  if (fs.existsSync(store.folder)) fs.readdirSync(store.folder);
  const copies = copiesIn(store.folder).map(({ file }) => ({ file, at: isoOf(fs.statSync(file).mtimeMs) }));
  if (copies.length === 0) return badNews(`there is no copy in ${store.folder}; type: restore FILE`, { copies });
  const body = copies.map(({ file, at }) => `${at}  ${file}`).join('\n');
  const newest = copies.at(-1)?.file ?? '';
  return { ...good(`nothing was restored; to restore the newest, type: restore ${asTyped(newest)}`, { copies }), body };
}

function answerOf({ entries, replayed, missing, isComplete, isRangeEnded, setAside }: Restored): CommandAnswer {
  const facts = { entries, replayed, missing, isComplete, isRangeEnded, setAside };
  const aside = setAside === null ? '' : `; what was there is in ${setAside}`;
  const back = `the ledger is restored: ${count(entries, 'act')}, ${count(replayed, 'write')} of them from the journal`;
  if (isComplete) return good(`${back}, nothing is missing${aside}`, facts);
  const lost =
    missing === null || missing === 0
      ? 'nothing here says whether the newest acts are missing'
      : `${count(missing, 'act')} could not be brought back`;
  const range = isRangeEnded
    ? '; numbers of station.reservedRange may be on labels that nobody knows of, so none of it is given any more: set a range that this station never had'
    : '';
  return badNews(`${back}; ${lost}, and staff have a task about it${range}${aside}`, facts);
}

function inWords(problem: RestoreProblem, copy: string, { store }: KioskConfig): string {
  switch (problem) {
    case 'no-such-copy':
      return `${copy} is not there, or is no file`;
    case 'copy-not-readable':
      return `${copy} cannot be read with the key of this kiosk: it is of another kiosk, damaged, or no copy of a ledger`;
    case 'copy-damaged':
      return `${copy} is damaged; take an older copy`;
    case 'copy-newer-version':
      return `${copy} was written by a newer version of the kiosk; install that version`;
    case 'copy-of-another-kiosk':
      return `${copy} is not a copy of this kiosk's ledger`;
    case 'ledger-is-newer':
      return `the ledger in ${store.folder} is whole and knows more than ${copy}; nothing was changed`;
    case 'disk-full':
      return `there is no room in ${store.folder}; nothing was changed`;
    case 'disk-refuses':
      return `the disk of ${store.folder} refuses; look at it, then try again`;
    default:
      return storeProblemInWords(problem, store);
  }
}
