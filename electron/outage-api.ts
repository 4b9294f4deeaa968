/**
 * The page "If the booking system is away" of the staff window's contract (staff-api.ts): what it shows, and what may be done
 * there. No patient is named on it.
 */
import { z } from 'zod';
import type { ImportRefusal } from '../clinic/list-import.ts';
import type { PrintListProblem } from '../clinic/list-on-paper.ts';

/** What a file with a list may be called: no folders, nothing hidden, nothing that a terminal or a page would take for more. */
export const importNamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.(json|daylist)$/;

const textCharactersMax = 200;

export const outageActions = [
  z.object({ kind: z.literal('open-outage') }),
  z.object({ kind: z.literal('look-for-files') }),
  z.object({ kind: z.literal('print-day-list') }),
  z.object({
    kind: z.literal('import-list'),
    file: z.string().regex(importNamePattern),
    /** The second person; null where the file's signature stands for both. */
    second: z.object({ badge: z.string().max(textCharactersMax), pin: z.string().max(textCharactersMax) }).nullable(),
    /** Both agreed to a list as short as this. */
    agreedCount: z.int().min(1).nullable(),
  }),
] as const;
export type OutageAction = z.infer<(typeof outageActions)[number]>;

/** What came of the last thing that was done on this page. Times are local HH:MM. */
export type OutageTold = Readonly<
  | { kind: 'list-printed' }
  | { kind: 'list-not-printed'; because: PrintListProblem }
  | { kind: 'list-loaded'; bookings: number; kept: number; setAside: number; asOf: string }
  | { kind: 'list-refused'; file: string; because: ImportRefusal }
  | { kind: 'second-refused'; because: 'not-recognised' | 'not-checked' | 'same-person' }
  | { kind: 'second-locked'; until: string }
>;

/** A file that can be chosen. */
export interface ImportFile {
  readonly name: string;
  readonly kilobytes: number;
  /** Local HH:MM of the file, with the day when it is another one. */
  readonly changedAt: string;
  /** A signature lies beside it; whether it is right is found out when it is loaded. */
  readonly isSigned: boolean;
}

export type PackProblem =
  | 'folder-gone'
  | 'folder-full'
  | 'folder-slow'
  | 'not-written'
  /** Part of the list was lost: the pack before has more of it. */
  | 'list-damaged'
  | 'passphrase-missing'
  | 'passphrase-short'
  | 'passphrase-odd';

/** The downtime pack; null where the settings have none. */
export interface DowntimePackStatus {
  readonly folder: string;
  /** Local HH:MM of the newest whole one of today, and of the list in it; that is not known of one from before the start. */
  readonly writtenAt: string | null;
  readonly listAsOf: string | null;
  readonly problem: PackProblem | null;
}

export interface OutageView {
  readonly bookings: number;
  /** Something that was asked for here is under way. */
  readonly isBusy: boolean;
  readonly hasDocumentPrinter: boolean;
  /** Null where the settings name no folder. */
  readonly files: readonly ImportFile[] | null;
  readonly isFolderThere: boolean;
  readonly pack: DowntimePackStatus | null;
  readonly told: OutageTold | null;
}
