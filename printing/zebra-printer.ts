/**
 * A label printer that speaks ZPL over a connection that answers.
 *
 * A label is `printed` when the printer echoed its token, has nothing inside any more, and its own count moved by one.
 * Whatever is less than that is `in-doubt` here and judged by the print worker from what later looks find. A printer
 * that keeps no count is believed by its echo alone; one that has neither is at best `sent`.
 */
import { isAboutAnotherHost, type PrinterTrouble, stops } from '../clinic/printer-trouble.ts';
import type { Result } from '../clinic/result.ts';
import { ask, type PrinterConnection, pause, type Session } from './connections/connection.ts';
import { forgetPartOfLabel, readEcho, readHostStatus, zplQuestions } from './languages/zpl-status.ts';
import type { AttemptEvidence } from './print-worker.ts';
import {
  notOpened,
  type PrintAttemptOutcome,
  type Printer,
  type PrinterStatus,
  type PrinterWaits,
  type PrintWatch,
  printerWaits,
} from './printer.ts';
import { type ExpectedZebra, ZebraLook } from './zebra-look.ts';

interface ZebraPrinterOptions extends ExpectedZebra {
  readonly name: string;
  readonly connection: PrinterConnection;
  readonly waits?: PrinterWaits;
}

/** While our own label is inside, the printer is busy with us. */
const stopsOurOwn = (trouble: PrinterTrouble) => stops(trouble) && !isAboutAnotherHost(trouble);
const inDoubt: PrintAttemptOutcome = { kind: 'in-doubt' };
/** Looks that must find nothing inside before a label without count and echo is believed to have gone through. */
const emptyLooksMin = 2;

export function zebraPrinter(options: ZebraPrinterOptions): Printer {
  const zebra = new Zebra(options);
  return {
    name: options.name,
    language: 'zpl',
    status: (signal) => zebra.status(signal),
    print: (bytes, evidence, watch) => zebra.print(bytes, evidence, watch ?? {}),
    clearPart: (signal) => zebra.clearPart(signal),
  };
}

class Zebra {
  private readonly connection: PrinterConnection;
  private readonly waits: PrinterWaits;
  private readonly looks: ZebraLook;
  /** A label may be in doubt: it says something only about the printer that had it, so each look asks which one this is. */
  private mayBeInDoubt = true;

  constructor({ connection, waits = printerWaits, ...expected }: ZebraPrinterOptions) {
    this.connection = connection;
    this.waits = waits;
    this.looks = new ZebraLook(expected, waits);
  }

  async status(signal?: AbortSignal): Promise<PrinterStatus> {
    const opened = await this.connection.open(signal);
    if (!opened.ok) {
      this.looks.forget();
      return notOpened(opened.problem);
    }
    if (this.mayBeInDoubt) this.looks.forgetWho();
    const status = await this.looks.at(opened.value, 'with-warnings');
    if (status.inside === 'not-known') opened.value.abandon();
    else await opened.value.close();
    return status;
  }

  async print(bytes: Uint8Array, evidence: AttemptEvidence, watch: PrintWatch): Promise<PrintAttemptOutcome> {
    const opened = await this.connection.open(watch.signal);
    if (!opened.ok) return { kind: 'not-printed', because: 'nothing-left-us' };
    const session = opened.value;
    const written = await session.write(bytes, this.waits.writingMsMax);
    const outcome = written.ok ? await this.follow(session, evidence, watch) : inDoubt;
    this.mayBeInDoubt = outcome.kind === 'in-doubt';
    if (outcome.kind !== 'in-doubt') {
      await session.close();
      return outcome;
    }
    session.abandon();
    this.looks.forget();
    return outcome;
  }

  async clearPart(signal?: AbortSignal): Promise<boolean> {
    const opened = await this.connection.open(signal);
    if (!opened.ok) return false;
    // The status is asked behind it, so that the command is known to have been heard before the session ends.
    await opened.value.write(forgetPartOfLabel, this.waits.writingMsMax);
    const heard = await ask(opened.value, zplQuestions.hostStatus, readHostStatus, this.waits.answerMsMax);
    this.looks.forgetPart();
    if (heard.ok) await opened.value.close();
    else opened.value.abandon();
    return heard.ok;
  }

  private follow(session: Session, evidence: AttemptEvidence, watch: PrintWatch): Promise<PrintAttemptOutcome> {
    const { token, odometerBefore } = evidence;
    if (odometerBefore === null) return this.followByEcho(session, token, watch);
    return this.followByCount(session, { token, odometerBefore }, watch);
  }

  private async followByCount(
    session: Session,
    { token, odometerBefore: before }: { readonly token: string; readonly odometerBefore: number },
    watch: PrintWatch,
  ): Promise<PrintAttemptOutcome> {
    const startedMs = performance.now();
    let lookAtMs = startedMs + this.waits.listeningMs;
    let isEchoed = false;
    while (performance.now() < startedMs + this.waits.paperMsMax) {
      const heard: Result<unknown, string> = isEchoed
        ? await pause(session, this.waits.movingMs)
        : await session.readUntil(readEcho(token), this.waits.listeningMs);
      if (!heard.ok && heard.problem === 'broke-off') return inDoubt;
      isEchoed ||= heard.ok;
      const hasMoved = (await this.looks.askOdometer(session)) !== before;
      if (!hasMoved && performance.now() < lookAtMs) continue;
      lookAtMs = performance.now() + this.waits.listeningMs;
      const status = await this.looks.at(session, 'faults-only');
      watch.onStatus?.(status);
      if (status.troubles.some(stopsOurOwn)) return inDoubt;
      // The count may have moved for another host's label, with ours still inside.
      if (status.inside !== 'nothing' || status.odometer === before) continue;
      return isEchoed && status.odometer === before + 1 ? { kind: 'printed' } : inDoubt;
    }
    return inDoubt;
  }

  private async followByEcho(session: Session, token: string, watch: PrintWatch): Promise<PrintAttemptOutcome> {
    let isEchoed = false;
    let wasHeldUp = false;
    let emptyLooks = 0;
    const lateAtMs = performance.now() + this.waits.paperMsMax;
    while (emptyLooks < (isEchoed ? 1 : emptyLooksMin)) {
      // It may stay inside for as long as it likes: the worker goes on looking, and tells staff.
      if (performance.now() >= lateAtMs) return inDoubt;
      const heard: Result<unknown, string> = isEchoed
        ? await pause(session, this.waits.movingMs)
        : await session.readUntil(readEcho(token), this.waits.listeningMs);
      isEchoed ||= heard.ok;
      const status = await this.looks.at(session, 'faults-only');
      if (status.inside === 'not-known' || status.inside === 'part-of-a-label') return inDoubt;
      watch.onStatus?.(status);
      wasHeldUp ||= status.troubles.some(stopsOurOwn);
      emptyLooks = status.isReady ? emptyLooks + 1 : 0;
    }
    if (wasHeldUp) return inDoubt;
    return isEchoed ? { kind: 'printed' } : { kind: 'sent' };
  }
}
