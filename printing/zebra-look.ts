/**
 * One look at a label printer that speaks ZPL: what is the matter with it, what is inside it, how many labels it has printed,
 * and whether it is still the same printer.
 *
 * It asks and remembers; it sends nothing that prints and decides about no label.
 */
import { type PrinterTrouble, stops } from '../clinic/printer-trouble.ts';
import { ask, type Session } from './connections/connection.ts';
import { isWrongLabelLength } from './labels/label-length.ts';
import {
  parseOdometer,
  readErrors,
  readHostStatus,
  readIdentity,
  readVariable,
  troublesOf,
  type ZebraErrors,
  type ZebraStatus,
  zplQuestions,
} from './languages/zpl-status.ts';
import { notReady, type PrinterStatus, type PrinterWaits } from './printer.ts';

/** What a printer should be. */
export interface ExpectedZebra {
  /** What the labels are drawn for; a printer of another density would print them too large or too small. */
  readonly dotsPerMm: number;
  /** Of the printer that belongs here. Without it, that of the first look. */
  readonly serial?: string;
  /** Of the labels that belong in it; absent where their length is not looked at. */
  readonly labelHeightMm?: number;
}

/** What does not change while the same printer stays connected. */
interface Identity {
  readonly model?: string;
  readonly serial?: string;
  readonly dotsPerMm?: number;
  readonly keepsCount: 'yes' | 'no' | 'does-not-say';
}

type Odometer = PrinterStatus['odometer'];

/** One that does not answer for its count was slow; or it is of a make that does not know the question, and never will. */
const countSilencesMin = 3;

export class ZebraLook {
  private readonly expected: ExpectedZebra;
  private readonly waits: PrinterWaits;
  /** Asked again after each silence, break or leap of the count: somebody may have put another printer there. */
  private identity: Identity | null = null;
  private firstSerial: string | undefined;
  private lastOdometer: Odometer = 'not-known';
  private countSilences = 0;
  /** Not every make knows the question. One that left it unanswered while it was well is not kept waiting for again. */
  private answersErrors = true;
  private needsCalibration = false;
  private partSinceMs: number | null = null;

  constructor(expected: ExpectedZebra, waits: PrinterWaits) {
    this.expected = expected;
    this.waits = waits;
  }

  /** It was silent, or gone, or a label is in doubt: who it is must be asked again. */
  forget(): void {
    this.identity = null;
    this.answersErrors = true;
  }

  /** Nobody may have seen it go: the next look asks again who it is. */
  forgetWho(): void {
    this.identity = null;
  }

  /** What was begun in it was ended by us. */
  forgetPart(): void {
    this.partSinceMs = null;
  }

  /** @param warnings Whether to ask for what is not a fault yet, too; not while a label is on its way. */
  async at(session: Session, warnings: 'with-warnings' | 'faults-only'): Promise<PrinterStatus> {
    const heard = await ask(session, zplQuestions.hostStatus, readHostStatus, this.waits.answerMsMax);
    if (!heard.ok) {
      return this.lost(heard.problem === 'silent' ? await this.intoSilence(session) : notReady('unreachable'));
    }
    if (!heard.value.ok) return this.lost(notReady('error'));
    const status = heard.value.value;
    const { identity, odometer } = await this.whoAndHowMany(session);
    const inside = insideOf(status);
    const faults = troublesOf(status);
    const isOdd = faults.length > 0 || inside !== 'nothing';
    const errors = isOdd || warnings === 'with-warnings' ? await this.askErrors(session, isOdd) : null;
    const ofIdentity = this.troublesOfIdentity(identity);
    const troubles = new Set([
      ...ofIdentity,
      ...(identity.keepsCount === 'yes' && odometer === 'not-known' ? (['silent'] as const) : []),
      ...faults,
      ...(errors?.troubles ?? []),
      ...this.troublesOfLabels(status, identity),
      ...this.troublesInside(inside),
    ]);
    const { keepsCount: _, ...known } = identity;
    return {
      ...known,
      labelLengthDots: status.labelLengthDots,
      isReady: ![...troubles].some(stops),
      // What else is the matter with somebody else's printer is not for staff here to mend.
      troubles: ofIdentity.includes('wrong-serial') ? ofIdentity : [...troubles],
      inside,
      odometer,
    };
  }

  async askOdometer(session: Session): Promise<Odometer> {
    const value = await ask(session, zplQuestions.odometer, readVariable, this.waits.answerMsMax);
    if (!value.ok) return 'not-known';
    const odometer = parseOdometer(value.value);
    return odometer.ok ? odometer.value : 'not-known';
  }

  /** Many makes do not answer `~HS` in a fault; some of them then say which, and those say it at once. */
  private async intoSilence(session: Session): Promise<PrinterStatus> {
    const errors = await ask(session, zplQuestions.errors, readErrors, this.waits.answerMsMax / 2);
    const troubles = errors.ok && errors.value.ok ? errors.value.value.troubles.filter(stops) : [];
    return troubles.length > 0 ? notReady(...troubles) : notReady('silent');
  }

  private async askErrors(session: Session, isOdd: boolean): Promise<ZebraErrors | null> {
    if (!isOdd && !this.answersErrors) return null;
    const errors = await ask(session, zplQuestions.errors, readErrors, this.waits.answerMsMax);
    if (!errors.ok && !isOdd) this.answersErrors = false;
    const answer = errors.ok && errors.value.ok ? errors.value.value : null;
    if (answer !== null) this.needsCalibration = answer.needsCalibration;
    return answer;
  }

  private async whoAndHowMany(session: Session): Promise<{ identity: Identity; odometer: Odometer }> {
    const known = this.identity;
    const odometer = known === null ? null : await this.odometerOf(known, session);
    if (known !== null && odometer !== null && !this.leaps(odometer)) {
      this.lastOdometer = odometer;
      return { identity: known, odometer };
    }
    const identity = await this.identify(session);
    this.lastOdometer = await this.odometerOf(identity, session);
    return { identity, odometer: this.lastOdometer };
  }

  private async odometerOf({ keepsCount }: Identity, session: Session): Promise<Odometer> {
    if (keepsCount === 'yes') return this.askOdometer(session);
    return keepsCount === 'no' ? 'none' : 'not-known';
  }

  /** Our labels move it by one, and we look at it between them. */
  private leaps(odometer: Odometer): boolean {
    if (typeof odometer !== 'number' || typeof this.lastOdometer !== 'number') return false;
    return odometer !== this.lastOdometer && odometer !== this.lastOdometer + 1;
  }

  private async identify(session: Session): Promise<Identity> {
    const odometer = await this.askOdometer(session);
    const keepsCount = odometer === 'not-known' ? 'does-not-say' : odometer === 'none' ? 'no' : 'yes';
    this.countSilences = keepsCount === 'does-not-say' ? this.countSilences + 1 : 0;
    const { answerMsMax } = this.waits;
    const serial = keepsCount === 'yes' ? await ask(session, zplQuestions.serial, readVariable, answerMsMax) : null;
    const answer = await ask(session, zplQuestions.identity, readIdentity, answerMsMax);
    const identity: Identity = {
      keepsCount,
      ...(serial?.ok && serial.value !== '?' ? { serial: serial.value } : {}),
      ...(answer.ok && answer.value.ok
        ? { model: answer.value.value.model, dotsPerMm: answer.value.value.dotsPerMm }
        : {}),
    };
    this.firstSerial ??= identity.serial;
    // One that is not what it should be, or did not say, is asked again at each look.
    this.identity = this.troublesOfIdentity(identity).length === 0 ? identity : null;
    return identity;
  }

  /** A printer that cannot tell its serial number is not the one that could. */
  private troubleOfSerial({ serial, keepsCount }: Identity): PrinterTrouble | null {
    const expected = this.expected.serial ?? this.firstSerial;
    if (expected === undefined || serial === expected) return null;
    return serial === undefined && keepsCount !== 'no' ? 'silent' : 'wrong-serial';
  }

  /** What becomes of a label that is sent without the count before it could never be told. */
  private isSlow({ keepsCount }: Identity): boolean {
    return keepsCount === 'does-not-say' && this.countSilences < countSilencesMin;
  }

  private troublesOfIdentity(identity: Identity): readonly PrinterTrouble[] {
    const ofSerial = this.isSlow(identity) ? 'silent' : this.troubleOfSerial(identity);
    const isOther = identity.dotsPerMm !== undefined && identity.dotsPerMm !== this.expected.dotsPerMm;
    return [...(ofSerial === null ? [] : [ofSerial]), ...(isOther ? (['wrong-dots-per-mm'] as const) : [])];
  }

  /** A printer that asks to be calibrated has not measured what is in it. */
  private troublesOfLabels(
    { labelLengthDots }: ZebraStatus,
    { dotsPerMm = this.expected.dotsPerMm }: Identity,
  ): readonly PrinterTrouble[] {
    const { labelHeightMm } = this.expected;
    if (labelHeightMm === undefined || this.needsCalibration) return [];
    return isWrongLabelLength(labelLengthDots / dotsPerMm, labelHeightMm) ? ['wrong-label-length'] : [];
  }

  /**
   * Half a label is not ended by us: its host may be sending the other half, which would then print as nothing, and that
   * label would be lost without a trace. When nothing has come for a while, somebody has to end it.
   */
  private troublesInside(inside: PrinterStatus['inside']): readonly PrinterTrouble[] {
    if (inside !== 'part-of-a-label') this.partSinceMs = null;
    if (inside === 'nothing') return [];
    if (inside !== 'part-of-a-label') return ['busy-with-another-host'];
    this.partSinceMs ??= performance.now();
    const isLeft = performance.now() >= this.partSinceMs + this.waits.partMsMax;
    return [isLeft ? 'part-of-another-label' : 'busy-with-another-host'];
  }

  private lost(status: PrinterStatus): PrinterStatus {
    this.forget();
    return status;
  }
}

function insideOf(status: ZebraStatus): PrinterStatus['inside'] {
  if (status.hasPartOfLabel) return 'part-of-a-label';
  const isEmpty = status.formatsInBuffer === 0 && status.labelsRemaining === 0 && !status.isBufferFull;
  return isEmpty ? 'nothing' : 'something';
}
