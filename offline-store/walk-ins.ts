/**
 * Who the patients are that staff registered from paper forms: one sealed file for each.
 *
 * The ledger holds nobody's name and the day list is replaced by every pull and forgotten at midnight; a walk-in is known to
 * nobody else until upstream has it. The file is written before the check-in is committed, so a check-in never lacks it; the
 * file of a check-in that never came to be is shown to nobody, and is destroyed at the next start.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { assert } from '../clinic/assert.ts';
import { parseNhsNumber } from '../clinic/nhs-number.ts';
import { isWalkInId, type WalkIn } from '../clinic/walk-in.ts';
import { flushFolder, onDisk } from './durable-file.ts';
import { NotStored } from './not-stored.ts';
import { destroySealed, readSealed, sealedFilesIn, writeSealed } from './sealed-file.ts';
import type { Ledger } from './store.ts';

/** Patients registered by staff from a paper form, each in a sealed file of its own until upstream has them. */
export interface WalkIns {
  /** Durable when it returns; throws `NotStored`. Before the check-in: one that never came to be is shown to nobody, and swept at the next start. */
  add(walkIn: WalkIn): void;
  /** Null: none, forgotten, or not readable any more. */
  get(bookingId: string): WalkIn | null;
  /** Those that were checked in, of one clinic day or of all, in order of registration. */
  all(clinicDay?: string): readonly WalkIn[];
  /** Checked in, and their details cannot be read back. */
  damaged(): readonly string[];
  /** Destroys its key and its file. */
  forget(bookingId: string): void;
}

const ending = 'walk-in';
const textCharactersMax = 400;
const text = z.string().max(textCharactersMax);

const Content: z.ZodType<WalkIn> = z.strictObject({
  bookingId: z.string().refine(isWalkInId),
  clinicDay: z.iso.date(),
  siteId: text,
  patient: z.strictObject({
    family: text,
    given: text,
    dateOfBirth: z.iso.date(),
    nhsNumber: text
      .transform((number, problems) => {
        const read = parseNhsNumber(number);
        if (read.ok) return read.value;
        problems.addIssue({ code: 'custom', message: 'not an NHS number' });
        return z.NEVER;
      })
      .nullable(),
  }),
  tests: z.array(z.strictObject({ code: text.nullable(), system: text.nullable(), name: text })).max(100),
  requisition: text.nullable(),
  registeredAt: z.iso.datetime(),
  registeredBy: text,
});

export const walkInsFolder = (folder: string): string => path.join(folder, 'walk-ins');

/** Of whom there are details, or a part of them, in the folder of the store, whatever the ledger knows. */
export function walkInsIn(folder: string): readonly string[] {
  return sealedFilesIn(walkInsFolder(folder), ending).filter(isWalkInId);
}

export function openWalkIns(options: {
  readonly folder: string;
  readonly key: Buffer;
  readonly ledger: Pick<Ledger, 'checkedIn'>;
  readonly onChanged: () => void;
  /** The disk is full. True: something was done about it, and it may be tried again. */
  readonly makeRoom: () => boolean;
}): WalkIns {
  const { folder, key, ledger } = options;
  const held = new Map<string, WalkIn>();
  const unreadable = new Set<string>();
  const fileOf = (bookingId: string) => path.join(folder, `${bookingId}.${ending}`);
  const isCheckedIn = (bookingId: string) => ledger.checkedIn([bookingId]).length > 0;

  function load(bookingId: string): void {
    const read = readSealed(fileOf(bookingId), bookingId, key);
    const content = read.ok ? Content.safeParse(JSON.parse(read.value)) : null;
    if (content?.success && content.data.bookingId === bookingId) held.set(bookingId, content.data);
    else unreadable.add(bookingId);
  }

  /** A new folder is lost with all that is in it, unless the one around it is flushed. */
  function makeFolder(): void {
    if (fs.existsSync(folder)) return;
    fs.mkdirSync(folder, { mode: 0o700 });
    flushFolder(path.dirname(folder));
  }

  function seal(bookingId: string, content: string) {
    return onDisk(() => {
      makeFolder();
      writeSealed(fileOf(bookingId), bookingId, key, content);
    });
  }

  /** A disk that refuses is asked again at the next start; nobody goes without a kiosk because of one file. */
  function destroy(bookingId: string): void {
    onDisk(() => destroySealed(fileOf(bookingId)));
  }

  function loadAll(): void {
    const names = sealedFilesIn(folder, ending);
    const known = new Set(ledger.checkedIn(names));
    for (const name of names) {
      if (known.has(name)) load(name);
      else destroy(name);
    }
  }

  loadAll();
  return {
    add(walkIn) {
      const { bookingId } = walkIn;
      assert(isWalkInId(bookingId), 'a walk-in has an id of ours');
      const content = JSON.stringify(Content.parse(walkIn));
      let written = seal(bookingId, content);
      if (!written.ok && written.problem === 'disk-full' && options.makeRoom()) written = seal(bookingId, content);
      if (!written.ok) throw new NotStored(written.problem);
      held.set(bookingId, walkIn);
      options.onChanged();
    },
    get: (bookingId) => held.get(bookingId) ?? null,
    all(clinicDay) {
      const known = new Set(held.size === 0 ? [] : ledger.checkedIn([...held.keys()]));
      return [...held.values()]
        .filter((walkIn) => known.has(walkIn.bookingId) && (clinicDay === undefined || walkIn.clinicDay === clinicDay))
        .sort((one, other) => Date.parse(one.registeredAt) - Date.parse(other.registeredAt));
    },
    damaged: () => [...unreadable].filter(isCheckedIn),
    forget(bookingId) {
      if (!isWalkInId(bookingId)) return;
      destroy(bookingId);
      const wasThere = held.delete(bookingId);
      if (unreadable.delete(bookingId) || wasThere) options.onChanged();
    },
  };
}
