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
import {
  forgetPartOfLabel,
  parseOdometer,
  readEcho,
  readErrors,
  readHostStatus,
  readIdentity,
  readVariable,
  troublesOf,
  type ZebraStatus,
  zplQuestions,
} from './languages/zpl-status.ts';
import type { AttemptEvidence } from './print-worker.ts';
import {
  notReady,
  type PrintAttemptOutcome,
  type Printer,
  type PrinterStatus,
  type PrinterWaits,
  type PrintWatch,
  printerWaits,
} from './printer.ts';

interface ZebraPrinterOptions {
  readonly name: string;
  readonly connection: PrinterConnection;
  /** What the labels are drawn for; a printer of another density would print them too large or too small. */
  readonly dotsPerMm: number;
  readonly waits?: PrinterWaits;
}

/** What does not change while the same printer stays connected. */
interface Identity {
  readonly model?: string;
  readonly serial?: string;
  readonly dotsPerMm?: number;
  readonly keepsCount: 'yes' | 'no' | 'does-not-say';
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
  private readonly dotsPerMm: number;
  private readonly waits: PrinterWaits;
  /** Asked again after each silence or break: somebody may have put another printer there. */
  private identity: Identity | null = null;

  constructor({ connection, dotsPerMm, waits = printerWaits }: ZebraPrinterOptions) {
    this.connection = connection;
    this.dotsPerMm = dotsPerMm;
    this.waits = waits;
  }

  async status(signal?: AbortSignal): Promise<PrinterStatus> {
    const opened = await this.connection.open(signal);
    if (!opened.ok) return this.lost(notReady('unreachable'));
    const status = await this.look(opened.value);
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
    if (outcome.kind !== 'in-doubt') {
      await session.close();
      return outcome;
    }
    session.abandon();
    this.identity = null;
    return outcome;
  }

  async clearPart(signal?: AbortSignal): Promise<void> {
    const opened = await this.connection.open(signal);
    if (!opened.ok) return;
    // The status is asked behind it, so that the command is known to have been heard before the session ends.
    await opened.value.write(forgetPartOfLabel, this.waits.writingMsMax);
    await ask(opened.value, zplQuestions.hostStatus, readHostStatus, this.waits.answerMsMax);
    await opened.value.close();
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
      const hasMoved = (await this.askOdometer(session)) !== before;
      if (!hasMoved && performance.now() < lookAtMs) continue;
      lookAtMs = performance.now() + this.waits.listeningMs;
      const status = await this.look(session);
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
    while (emptyLooks < (isEchoed ? 1 : emptyLooksMin)) {
      const heard: Result<unknown, string> = isEchoed
        ? await pause(session, this.waits.movingMs)
        : await session.readUntil(readEcho(token), this.waits.listeningMs);
      isEchoed ||= heard.ok;
      const status = await this.look(session);
      if (status.inside === 'not-known' || status.inside === 'part-of-a-label') return inDoubt;
      watch.onStatus?.(status);
      wasHeldUp ||= status.troubles.some(stopsOurOwn);
      emptyLooks = status.isReady ? emptyLooks + 1 : 0;
    }
    if (wasHeldUp) return inDoubt;
    return isEchoed ? { kind: 'printed' } : { kind: 'sent' };
  }

  /** `~HS` first; the errors are asked when there is something to explain. */
  private async look(session: Session): Promise<PrinterStatus> {
    const heard = await this.ask(session, zplQuestions.hostStatus, readHostStatus);
    if (!heard.ok) {
      return this.lost(heard.problem === 'silent' ? await this.lookIntoSilence(session) : notReady('unreachable'));
    }
    if (!heard.value.ok) return this.lost(notReady('error'));
    this.identity ??= await this.askIdentity(session);
    const { keepsCount, ...known } = this.identity;
    const odometer =
      keepsCount === 'yes' ? await this.askOdometer(session) : keepsCount === 'no' ? 'none' : 'not-known';
    const inside = insideOf(heard.value.value);
    const troubles = new Set(troublesOf(heard.value.value));
    if (troubles.size > 0 || inside !== 'nothing') {
      for (const trouble of await this.askErrors(session)) troubles.add(trouble);
    }
    if (known.dotsPerMm !== undefined && known.dotsPerMm !== this.dotsPerMm) troubles.add('wrong-dots-per-mm');
    if (keepsCount === 'yes' && odometer === 'not-known') troubles.add('silent');
    if (inside !== 'nothing') troubles.add('busy-with-another-host');
    return { ...known, isReady: ![...troubles].some(stops), troubles: [...troubles], inside, odometer };
  }

  /** Many makes do not answer `~HS` in a fault; some of them then say which. */
  private async lookIntoSilence(session: Session): Promise<PrinterStatus> {
    const errors = (await this.askErrors(session)).filter(stops);
    return errors.length > 0 ? notReady(...errors) : notReady('silent');
  }

  private async askErrors(session: Session): Promise<readonly PrinterTrouble[]> {
    const errors = await this.ask(session, zplQuestions.errors, readErrors);
    return errors.ok && errors.value.ok ? errors.value.value : [];
  }

  private async askOdometer(session: Session): Promise<number | 'none' | 'not-known'> {
    const value = await this.ask(session, zplQuestions.odometer, readVariable);
    if (!value.ok) return 'not-known';
    const odometer = parseOdometer(value.value);
    return odometer.ok ? odometer.value : 'not-known';
  }

  private async askIdentity(session: Session): Promise<Identity> {
    const odometer = await this.askOdometer(session);
    const keepsCount = odometer === 'not-known' ? 'does-not-say' : odometer === 'none' ? 'no' : 'yes';
    const serial = keepsCount === 'yes' ? await this.ask(session, zplQuestions.serial, readVariable) : null;
    const identity = await this.ask(session, zplQuestions.identity, readIdentity);
    return {
      keepsCount,
      ...(serial?.ok && serial.value !== '?' ? { serial: serial.value } : {}),
      ...(identity.ok && identity.value.ok
        ? { model: identity.value.value.model, dotsPerMm: identity.value.value.dotsPerMm }
        : {}),
    };
  }

  private ask<Value>(session: Session, question: Uint8Array, reader: Parameters<typeof ask<Value>>[2]) {
    return ask(session, question, reader, this.waits.answerMsMax);
  }

  private lost(status: PrinterStatus): PrinterStatus {
    this.identity = null;
    return status;
  }
}

function insideOf(status: ZebraStatus): PrinterStatus['inside'] {
  if (status.hasPartOfLabel) return 'part-of-a-label';
  const isEmpty = status.formatsInBuffer === 0 && status.labelsRemaining === 0 && !status.isBufferFull;
  return isEmpty ? 'nothing' : 'something';
}
