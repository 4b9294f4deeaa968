/**
 * A printer that speaks ESC/POS over a connection that answers: of tickets, or of labels that it is sent as pictures.
 *
 * A paper is `printed` when the printer confirmed exactly this one (`GS ( H`). It keeps no count of papers: one that was
 * interrupted stays in doubt, whatever a later look finds. A make that confirms nothing is asked how it is, and the
 * paper is `sent`.
 */
import { type PrinterTrouble, stops } from '../clinic/printer-trouble.ts';
import { ask, type PrinterConnection, type Session } from './connections/connection.ts';
import {
  cutOffPart,
  type EscPosStatus,
  escPosTroubles,
  readConfirmation,
  readStatusByte,
  type StatusSubject,
  statusQuestion,
  statusSubjects,
} from './languages/esc-pos-status.ts';
import {
  notOpened,
  notReady,
  type PrintAttemptOutcome,
  type Printer,
  type PrinterStatus,
  type PrinterWaits,
  type PrintWatch,
  printerWaits,
} from './printer.ts';

interface EscPosPrinterOptions {
  readonly name: string;
  readonly connection: PrinterConnection;
  /** Whether this make knows `GS ( H`. */
  readonly confirmsEach: boolean;
  /** Of a label printer: ends a label that broke off, and feeds it out of the way of the next one. A ticket is cut off. */
  readonly endOfTornLabel?: Uint8Array;
  readonly waits?: PrinterWaits;
}

const hearsNothing = (trouble: PrinterTrouble) => trouble === 'silent' || trouble === 'unreachable';
const inDoubt: PrintAttemptOutcome = { kind: 'in-doubt' };
const stoppedInIt: PrintAttemptOutcome = { kind: 'uncertain', because: 'printer-stopped-in-it' };
/** Looks that were mixed with what nobody asked for, before it is said to tell nothing. */
const looksMax = 3;
/** A picture of a whole label holds fewer sequences than this that look like a question. */
const strayBytesMax = 1_000;

export function escPosPrinter(options: EscPosPrinterOptions): Printer {
  const { name, connection, confirmsEach, endOfTornLabel, waits = printerWaits } = options;
  return {
    name,
    language: 'esc-pos',
    async status(signal) {
      const opened = await connection.open(signal);
      if (!opened.ok) return notOpened(opened.problem);
      const status = await look(opened.value, waits);
      await leave(opened.value, !status.troubles.some(hearsNothing));
      return status;
    },
    async print(bytes, evidence, watch = {}) {
      const opened = await connection.open(watch.signal);
      if (!opened.ok) return { kind: 'not-printed', because: 'nothing-left-us' };
      const session = opened.value;
      const written = await session.write(bytes, waits.writingMsMax);
      const token = confirmsEach ? evidence.token : null;
      const outcome = written.ok
        ? await follow(session, { token, isLabel: endOfTornLabel !== undefined }, watch, waits)
        : inDoubt;
      if (outcome.kind === 'in-doubt') session.abandon();
      else await session.close();
      return outcome;
    },
    async clearPart(signal) {
      const opened = await connection.open(signal);
      if (!opened.ok) return false;
      const told = await opened.value.write(endOfTornLabel ?? cutOffPart, waits.writingMsMax);
      await leave(opened.value, told.ok);
      return told.ok;
    },
  };
}

/** A port that is held back closes in order only when it has handed on what it was given: of one that hears nothing, never. */
async function leave(session: Session, isHeard: boolean): Promise<void> {
  if (isHeard) await session.close();
  else session.abandon();
}

/**
 * Waits as long as somebody has to see to the printer: it goes on by itself afterwards, and then confirms. A ticket is
 * whole then. A label may stand half on the last one of the old roll and half on the first of the new one: it goes on in the
 * middle of a picture, so somebody looks.
 */
async function follow(
  session: Session,
  { token, isLabel }: { readonly token: string | null; readonly isLabel: boolean },
  watch: PrintWatch,
  waits: PrinterWaits,
): Promise<PrintAttemptOutcome> {
  let waitedMs = 0;
  let hasStopped = false;
  while (waitedMs < waits.paperMsMax) {
    if (token !== null) {
      const confirmed = await session.readUntil(readConfirmation(token), waits.listeningMs);
      if (confirmed.ok) return isLabel && hasStopped ? stoppedInIt : { kind: 'printed' };
      if (confirmed.problem === 'broke-off') return inDoubt;
    }
    const status = await lookBehindPaper(session, waits);
    if (status.troubles.some(hearsNothing)) return inDoubt;
    watch.onStatus?.(status);
    hasStopped ||= !status.isReady;
    if (token === null) return status.isReady ? { kind: 'sent' } : inDoubt;
    waitedMs = status.isReady ? waitedMs + waits.listeningMs : 0;
  }
  return inDoubt;
}

/**
 * Behind a paper, a look may find status bytes that nobody asked for: a printer answers `10 04 n` also where it stands in a
 * picture, and nothing tells the answers apart. They arrive before those to what was asked later: when one byte more is there
 * than was asked for, the look has read some of them, and it is done again.
 */
async function lookBehindPaper(session: Session, waits: PrinterWaits): Promise<PrinterStatus> {
  for (let tries = 0; tries < looksMax; tries += 1) {
    await passOver(session);
    const status = await look(session, waits);
    const oneMore = await session.readUntil(readStatusByte, waits.strayMs);
    if (!oneMore.ok) return status;
  }
  return notReady('silent');
}

async function look(session: Session, waits: PrinterWaits): Promise<PrinterStatus> {
  const answers = new Map<StatusSubject, number>();
  for (const subject of statusSubjects) {
    const answer = await ask(session, statusQuestion(subject), readStatusByte, waits.answerMsMax);
    if (!answer.ok) return notReady(answer.problem === 'silent' ? 'silent' : 'unreachable');
    answers.set(subject, answer.value);
  }
  // Each subject was just answered.
  const troubles = escPosTroubles(Object.fromEntries(answers) as EscPosStatus);
  return { isReady: !troubles.some(stops), troubles, inside: 'not-known', odometer: 'none' };
}

/** What is there before anything is asked answers nothing. */
async function passOver(session: Session): Promise<void> {
  for (let count = 0; count < strayBytesMax; count += 1) {
    const stray = await session.readUntil(readStatusByte, 0);
    if (!stray.ok) return;
  }
}
