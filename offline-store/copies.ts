/**
 * Copies of the ledger: its file byte for byte while it is held still, encrypted as it is, and each opened with every check of a
 * start before it counts. `backup()` cannot be used: on an encrypted file it fails, or wants the key in a file's name.
 */
import fs from 'node:fs';
import path from 'node:path';
import { ok, type Result, refuse } from '../clinic/result.ts';
import { freeBytes, sizeOf } from './ballast.ts';
import type { CopyEnd, CopyOrder } from './copy-bytes.ts';
import { startCopy } from './copy-thread.ts';
import { removeDatabase } from './database.ts';
import { flushFolderLater, onDisk, onDiskLater } from './durable-file.ts';
import { type Journal, journalsIn } from './ledger/journal.ts';
import { ledgerPath } from './open-ledger-file.ts';
import type { HeldFile, StillFile } from './still-file.ts';
import type { BackUp, CopyProblem } from './store-keeping.ts';

const copiesKept = 2;
const draftEnding = '.new';
/** So much stays free beside a copy, for what is written while it is made. */
const leavesFreeBytes = 1024 * 1024;

interface LedgerToCopy {
  readonly file: StillFile;
  readonly storeKey: Buffer;
  readonly nativeBinding: string | undefined;
  /** Of its newest write. */
  readonly writeNumber: number;
}

export interface Copy {
  readonly file: string;
  /** The newest write that it has. */
  readonly writeNumber: number;
}

/** Why there is none. */
type NoCopy = CopyProblem | 'ledger-damaged';
type Made<Value> = Result<Value, NoCopy | 'not-sound'>;
type CopyFrom = LedgerToCopy & Pick<CopyOrder, 'isCompared'>;

/** What makes the copies of one ledger, one at a time. */
export interface Copier {
  keepCopy(): Promise<Result<'kept' | 'nothing-new', NoCopy>>;
  backUp(file: string): Promise<Result<BackUp, NoCopy | 'is-there'>>;
  /** Of the one under way nothing is left, and its room is free. False: there was none. */
  breakOff(): boolean;
}

interface CopierOptions {
  readonly folder: string;
  readonly journal: Journal;
  /** As it is now; null: it has stopped. */
  readonly ledger: () => LedgerToCopy | null;
}

const copiesFolder = (folder: string): string => path.join(folder, 'copies');

/** The kiosk's own copies, oldest first. One that is there by its name was checked when it was made. */
export function copiesIn(folder: string): readonly Copy[] {
  const copies = copiesFolder(folder);
  const names = fs.existsSync(copies) ? fs.readdirSync(copies) : [];
  return names
    .flatMap((name) => {
      const number = /^ledger-(\d+)\.db$/.exec(name)?.[1];
      return number === undefined ? [] : [{ file: path.join(copies, name), writeNumber: Number(number) }];
    })
    .toSorted((a, b) => a.writeNumber - b.writeNumber);
}

/** The journal goes on from a copy that is there, without a gap. */
export function isCopyWanted(folder: string, journal: Journal): boolean {
  const looked = onDisk(() => {
    const newest = copiesIn(folder).at(-1);
    const journalAfter = journalsIn(folder).at(-1)?.after ?? Number.POSITIVE_INFINITY;
    return journal.hasGap() || newest === undefined || newest.writeNumber < journalAfter;
  });
  // What cannot even be looked at takes no copy either.
  return looked.ok && looked.value;
}

export function copierOf({ folder, journal, ledger }: CopierOptions): Copier {
  let keeping: ReturnType<Copier['keepCopy']> | null = null;
  let underWay: { breakOff(): void } | null = null;

  /**
   * A new journal as the copying begins, and the oldest copies and journals go when the copy is whole: until then the copy before
   * it and both journals reach the ledger; afterwards they still do, and so do the new copy and the new journal.
   */
  async function keep(isCompared: boolean): Promise<Made<'kept' | 'nothing-new'>> {
    const from = ledger();
    if (from === null) return refuse('broken-off');
    const { writeNumber } = from;
    const beginJournal = () => journal.beginAfter(writeNumber);
    const newest = onDisk(() => copiesIn(folder).at(-1));
    if (!newest.ok) return newest;
    const isThere = newest.value?.writeNumber === writeNumber;
    if (isThere && !journal.hasGap()) return ok('nothing-new');
    if (isThere) beginJournal();
    else {
      onDisk(() => removeDrafts(copiesFolder(folder)));
      const file = path.join(copiesFolder(folder), `ledger-${writeNumber}.db`);
      const copied = await copy({ ...from, isCompared }, file, beginJournal);
      if (!copied.ok) return copied;
    }
    await onDiskLater(() => removeOldest(folder));
    return ok(isThere ? 'nothing-new' : 'kept');
  }

  /** @param file in the place of nothing; it has its name only when it is whole. */
  async function copy(from: CopyFrom, file: string, onBegun: () => void): Promise<Made<BackUp>> {
    const draft = `${file}${draftEnding}`;
    const made = await makeDraft(from, draft, onBegun);
    const named = made.ok ? onDisk(() => fs.renameSync(draft, file)) : made;
    if (!made.ok || !named.ok) {
      onDisk(() => removeDatabase(draft));
      return made.ok ? refuse('disk-refuses') : made;
    }
    const flushed = await onDiskLater(() => flushFolderLater(path.dirname(file)));
    return flushed.ok ? ok({ file, entries: made.value }) : flushed;
  }

  /** The ledger of this moment, in a file that nobody takes for a copy. */
  async function makeDraft(from: CopyFrom, draft: string, onBegun: () => void): Promise<CopyEnd> {
    const room = onDisk(() => roomFor(draft, sizeOf(ledgerPath(folder)) ?? 0));
    if (!room.ok) return room;
    if (!room.value) return refuse('disk-full');
    const held = from.file.hold();
    if (!held.ok) return held;
    try {
      onBegun();
      return await fillDraft(from, held.value, draft);
    } finally {
      held.value.letGo();
    }
  }

  async function fillDraft(
    { file: _, ...from }: CopyFrom,
    { descriptor, bytes, letGo }: HeldFile,
    draft: string,
  ): Promise<CopyEnd> {
    const copying = startCopy({ ...from, descriptor, bytes, draft }, letGo);
    const mine = {
      breakOff() {
        copying.breakOff();
        letGo();
        onDisk(() => removeDatabase(draft));
      },
    };
    underWay = mine;
    const ended = await copying.ended;
    if (underWay !== mine) return refuse('broken-off');
    underWay = null;
    return ended;
  }

  return {
    keepCopy() {
      keeping ??= certainly(keep).finally(() => {
        keeping = null;
      });
      return keeping;
    },
    async backUp(file) {
      await keeping;
      if (fs.existsSync(file)) return refuse('is-there');
      return certainly(async (isCompared) => {
        const from = ledger();
        return from === null ? refuse('broken-off') : copy({ ...from, isCompared }, file, () => undefined);
      });
    },
    breakOff() {
      const broken = underWay;
      underWay = null;
      broken?.breakOff();
      return broken !== null;
    },
  };
}

/** A page that is not sound is the ledger's, or only the copy's: then another copy is made, and compared with the ledger. */
async function certainly<Value>(make: (isCompared: boolean) => Promise<Made<Value>>): Promise<Result<Value, NoCopy>> {
  for (const isCompared of [false, true]) {
    const made = await make(isCompared);
    if (made.ok) return made;
    if (made.problem !== 'not-sound') return refuse(made.problem);
  }
  return refuse('ledger-damaged');
}

/** An empty file for its owner only, which SQLite would make as the system has it. False: there is no room for what comes into it. */
function roomFor(draft: string, bytes: number): boolean {
  fs.mkdirSync(path.dirname(draft), { recursive: true, mode: 0o700 });
  removeDatabase(draft);
  fs.closeSync(fs.openSync(draft, 'wx', 0o600));
  return freeBytes(path.dirname(draft)) >= bytes + leavesFreeBytes;
}

/** What a power cut left of copies. */
function removeDrafts(copies: string): void {
  const names = fs.existsSync(copies) ? fs.readdirSync(copies) : [];
  for (const name of names) if (name.includes(draftEnding)) fs.rmSync(path.join(copies, name));
}

async function removeOldest(folder: string): Promise<void> {
  const [...old] = copiesIn(folder).slice(0, -copiesKept);
  for (const { file } of old) await onDiskLater(() => fs.promises.rm(file));
  const oldestKept = copiesIn(folder)[0]?.writeNumber ?? 0;
  const journals = journalsIn(folder);
  for (const [index, { file }] of journals.entries()) {
    const endsAt = journals[index + 1]?.after ?? Number.POSITIVE_INFINITY;
    if (endsAt <= oldestKept) onDisk(() => fs.rmSync(file));
  }
}
