/** How the store keeps what it knows, as the other rooms see it: trouble with the disk, the ballast, copies. A part of `store.ts`. */
import type { Result } from '../clinic/result.ts';

/** `disk-full`: nothing can be written until there is room. `stopped`: nothing can be read or written until a restart. */
export type StoreTrouble = 'disk-full' | 'stopped';

/**
 * `not-whole`: what was written could not be read back as it should be. `broken-off`: the store was closed meanwhile, or opened
 * again, or the disk was full and somebody's check-in needed the room; or no thread could be begun for it, or it ended early.
 */
export type CopyProblem = 'disk-full' | 'disk-refuses' | 'not-whole' | 'broken-off';

export interface BackUp {
  readonly file: string;
  /** How many entries of the audit trail it has. */
  readonly entries: number;
}

export interface StoreKeeping {
  /** What the disk does to the store; null: nothing, or it is over. A change of it is told as every change is. */
  trouble(): StoreTrouble | null;
  /** Makes the ballast in the background, when it is not there and there is room: what a full disk is given first. */
  keepBallast(bytes: number): Promise<'kept' | 'no-room'>;
  /**
   * Copies the ledger as it is now into `copies/`, opens the copy with every check of a start, and begins the journal anew; two
   * are kept. In a thread of its own: the ledger is read and written meanwhile. Joins a copying that is under way.
   * `nothing-new`: the newest copy has everything.
   */
  keepCopy(): Promise<Result<'kept' | 'nothing-new', CopyProblem>>;
  /** The copies and the journal do not reach the ledger: a copy is wanted soon, however busy the day. */
  isCopyWanted(): boolean;
  /** A copy of the ledger as it is now, in a file that is not there yet; checked by opening it. */
  backUp(file: string): Promise<Result<BackUp, CopyProblem | 'is-there'>>;
}
