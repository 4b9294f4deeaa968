/**
 * The store: what the kiosk knows (`cache.db`, disposable) and what it owes (`ledger.db`, never disposable).
 *
 * These are the shapes that the other rooms see; the tables are under `cache/` and `ledger/`. All calls are synchronous and
 * short. A change to the ledger happens inside `ledger.write`, which is one durable transaction: when it returns, a power cut
 * loses nothing of it.
 */
import type { GuessingState } from '../clinic/guessing.ts';
import type { PaperProgress } from '../clinic/paper-set.ts';
import type { Result } from '../clinic/result.ts';
import type { StaffTask, StaffTaskAnswer, StaffTaskMatter } from '../clinic/staff-task.ts';
import type { Paper, PaperKind, PaperState, Visit } from '../clinic/visit.ts';
import type { Cache } from './day-list-cache.ts';
import type { EventTime, OwedReads, OwedWrites } from './owed-upstream.ts';
import type { StoreKeeping } from './store-keeping.ts';
import type { WalkIns } from './walk-ins.ts';

export interface NewPaper {
  readonly id: string;
  readonly bookingId: string;
  readonly kind: PaperKind;
  readonly specimenId: string | null;
  readonly copy: number;
}

/** What was known of the printer before the first byte was sent (durable), to reconcile with afterwards. */
export interface PrintAttempt {
  readonly paperId: string;
  readonly printer: string;
  /** Echoed by the printer when it processed exactly this label. */
  readonly token: string;
  /** The printer's own count of labels before; null where it has none. */
  readonly odometerBefore: number | null;
  /** The printer's serial number before; null where it does not say, and in attempts from before it was kept. */
  readonly serial: string | null;
  readonly startedAt: string;
}

export interface AuditEntry {
  readonly sequence: number;
  readonly at: string;
  /** Staff id, `patient`, or `kiosk`. */
  readonly who: string;
  readonly act: string;
  readonly bookingId: string | null;
  /** Plain facts without identifiable data. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export interface StaffVerifier {
  readonly staffId: string;
  readonly name: string;
  /** HMAC of the badge code; the code itself is not kept. */
  readonly badgeMac: string;
  /** argon2id in PHC form. */
  readonly pinHash: string;
  readonly isDisabled: boolean;
  readonly failedTries: number;
  readonly lockedUntil: string | null;
}

/** How far the numbers that this station may give out have been used. */
export interface ReservedRange {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
  readonly digits: number;
}

/** Everything that changes the ledger. Only handed out inside `write`. */
export interface LedgerWrites extends OwedWrites {
  /** False, and nothing written, when the booking is checked in already (S4). */
  checkIn(visit: Visit): boolean;
  /** A person confirmed who it is, after the details had been corrected upstream. */
  setPatientMark(bookingId: string, patientMark: string): void;
  addPaper(paper: NewPaper): void;
  /** A header label that stands before the rest of a set which was interrupted. @param headerId the set's own header. */
  addContinuationHeader(paper: NewPaper & { readonly kind: 'header-label' }, headerId: string): void;
  /** @throws when the state is not one that may follow. */
  setPaperState(paperId: string, state: PaperState): void;
  startAttempt(attempt: PrintAttempt): void;
  /** Takes the next numbers of the range, skipping any identifier already used; fewer than asked when the range ends. */
  takeReserved(range: ReservedRange, count: number): readonly string[];
  /** @param taskId a new id, when it is not given. */
  openTask(bookingId: string | null, matter: StaffTaskMatter, taskId?: string): void;
  endTask(taskId: string, answer: StaffTaskAnswer, staffId: string): void;
  audit(entry: Pick<AuditEntry, 'who' | 'act' | 'bookingId' | 'details'>): void;
  saveStaff(verifier: StaffVerifier): void;
  setGuessing(state: GuessingState): void;
  /**
   * Forgets the oldest visits of days before this one of which nothing is owed, not more than so many; their numbers are never
   * given again. See `Ledger.forgetVisits`. @returns how many there were.
   */
  forgetVisits(beforeDay: string, visitsMax: number): number;
  /** The day's labels and collections were compared. */
  closeDay(clinicDay: string): void;
}

export interface Ledger extends OwedReads {
  /** One durable transaction (BEGIN IMMEDIATE … COMMIT, synchronous FULL). Throws away everything if `work` throws. */
  write<Value>(work: (writes: LedgerWrites) => Value): Value;
  visit(bookingId: string): Visit | null;
  visits(clinicDay: string): readonly Visit[];
  checkedIn(bookingIds: readonly string[]): readonly string[];
  /** Above every one of the day that was given, or that a restoring left out. */
  nextTicketNumber(clinicDay: string): number;
  isIdentifierUsed(identifier: string): boolean;
  papers(bookingId: string): readonly Paper[];
  paper(paperId: string): Paper | null;
  /** Of every visit of the day, in order of `sequence`: to count what came out and what became of it. */
  papersOfDay(clinicDay: string): readonly Paper[];
  /** The oldest papers that wait, of these kinds, in order of `sequence`: not more than so many. */
  waiting(kinds: readonly PaperKind[], papersMax: number): readonly Paper[];
  /** How far each paper of a booking has come, in order of `sequence`. */
  progress(bookingId: string): readonly PaperProgress[];
  countWaiting(kinds: readonly PaperKind[]): number;
  /** Papers left in `sending` for this printer, with their attempts: after a restart. */
  inDoubt(printer: string): readonly { readonly paper: Paper; readonly attempt: PrintAttempt }[];
  /** Papers left in `sending` for any other printer than these: nobody looks there any more. */
  inDoubtElsewhere(printers: readonly string[]): readonly Paper[];
  /** Papers that still wait and are of another clinic day. */
  waitingOfOtherDays(clinicDay: string): readonly Paper[];
  /** The printer that a paper was last begun at, by name; null when it never was. */
  lastPrinter(paperId: string): string | null;
  openTasks(): readonly StaffTask[];
  /** The last task of a kind, and as it is meant, that a person ended lately and that is about no booking; null when there is none. */
  lastEnded(
    kind: 'list-held' | 'nothing-taken',
    isMeant?: (matter: StaffTaskMatter) => boolean,
  ): (StaffTask & { readonly endedAt: string }) | null;
  /** Whether staff have been asked about this before, whatever they answered. */
  hasHadTask(bookingId: string, matter: StaffTaskMatter): boolean;
  /** All of it, for years: for reports. */
  audit(): readonly AuditEntry[];
  /** Of these acts, newest first, of the last few days. @param after a sequence: only those that follow it. */
  auditLately(acts: readonly string[], after?: number): readonly AuditEntry[];
  /** The newest of this act; null: there was none in the last few days. */
  newestAudit(act: string): AuditEntry | null;
  auditCount(): number;
  /**
   * Recomputes the chain; the first sequence that does not agree, or null. With the first seal key, which the site keeps
   * elsewhere (64 hexadecimal digits), also the seals that somebody with the kiosk's own keys cannot forge.
   */
  auditBreak(firstSealKey?: string): number | null;
  staff(): readonly StaffVerifier[];
  guessing(): GuessingState;
  /** How many visits there are of days before this one. */
  visitsBefore(clinicDay: string): number;
  isDayClosed(clinicDay: string): boolean;
  /** Days before this one on which somebody was checked in, and that were not closed. */
  daysNotClosed(before: string): readonly string[];
  /** One short step of retention, with its entry in the trail, which stays for ever. @returns how many visits were forgotten; 0: all. */
  forgetVisits(beforeDay: string, visitsMax: number): number;
}

export interface Store extends StoreKeeping {
  readonly cache: Cache;
  readonly ledger: Ledger;
  readonly walkIns: WalkIns;
  /** How the key is kept, in a word for staff: `os-disk-only` protects nothing against a stolen disk without disk encryption. */
  readonly keyProtection: StoreKeySettings['kind'];
  /** A key of 32 bytes for one purpose, derived from the master key (HKDF-SHA-256); the same as long as the master key is. */
  deriveKey(purpose: 'staff-badge' | 'staff-pin' | 'visit-mark'): Buffer;
  /** To be told when the clinic's day changes while the kiosk runs: forgets the list of any other day, and its key (S10, S13). */
  beginClinicDay(clinicDay: string): void;
  /** Forgets the list of the day and its key before the day ends; no list is taken any more until another day begins (S13). */
  forgetDayList(): void;
  /** Called after each change, once the code that made it has run to its end; for views and workers; never carries data. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Why a store cannot be opened; each is words for site IT (S15). */
export type StoreProblem =
  | 'key-missing'
  | 'key-wrong'
  /** There is a key, and it may not be read. */
  | 'key-unreadable'
  /** There is a sealed key, and the system does not open it: another account, another machine, a damaged file. */
  | 'key-not-opened'
  /** The system has nothing that seals a key so that nobody else can open it. */
  | 'key-not-protected'
  /** Sealed by another keyring than the one of now. */
  | 'key-backend-changed'
  /** Only the app itself can ask the system for it. */
  | 'key-needs-the-app'
  /** Not started by a service that hands over credentials. */
  | 'credentials-missing'
  | 'not-encrypted'
  | 'in-use'
  | 'ledger-damaged'
  | 'newer-version'
  | 'clock-wrong'
  /** Root's process, and the folder is not root's: what it writes the kiosk itself could not read afterwards. */
  | 'folder-of-another-account'
  /** One of our files may not be read or replaced, or the disk does not give it back. */
  | 'folder-not-readable'
  | 'folder-not-writable';

export interface OpenStoreOptions {
  readonly folder: string;
  readonly key: StoreKeySettings;
  readonly clinicDay: string;
  /** Now, as ISO 8601 UTC. */
  readonly now: () => string;
  /** Ids that nobody has had; by chance, when absent. */
  readonly newId?: () => string;
  readonly nativeBinding?: string | undefined;
  /** What is known of the time of an event beside `now`; nothing when absent. */
  readonly eventTime?: () => EventTime;
  /**
   * Whether the clock may be right, given when the ledger was last written. Asked before the day list is opened: a clock that
   * is wrong would make it another day's, and it would be destroyed.
   */
  readonly isClockPossible?: (lastActAt: string | null) => boolean;
}

/** What the operating system seals a key with, for this account or this machine. May throw. */
export interface KeySealer {
  /** Its own name: `dpapi`, `keychain`, `gnome_libsecret`, … */
  readonly backend: string;
  seal(text: string): Uint8Array;
  open(sealed: Uint8Array): string;
}

export type StoreKeySettings = Readonly<
  | { kind: 'credential-file'; path: string }
  | { kind: 'systemd-credential'; name: string }
  /** `sealer` is not of the settings: the app puts it in, and nobody else has one. */
  | { kind: 'safe-storage'; sealer?: KeySealer }
  | { kind: 'os-disk-only' }
>;

export type OpenStore = (options: OpenStoreOptions) => Result<Store, StoreProblem>;
