/**
 * The inside of a Zebra: a receive buffer of formats, one label in motion at a time, an odometer that outlives the
 * power, and conditions that stop the paper. It knows of no sockets and draws no pictures.
 *
 * Where manuals leave it open, it does what is worse for the host: the odometer counts at the end of a label,
 * and an echo is lost when the power goes.
 */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { GraphicsMemory } from './graphics-memory.ts';
import { type Condition, healthy, isFaulted } from './status-replies.ts';
import { type FormatFacts, readFormat } from './zpl-format.ts';

export type Origin = 'host' | 'foreign';
export interface EndOfRoll {
  readonly afterLabels: number;
  /** In the middle of the label behind them; otherwise right after the last of them. */
  readonly inMotion: boolean;
  /** Something else happens then than that the paper is at its end. */
  readonly becomes?: Partial<Condition>;
}
export type PowerCut = 'before-next-label' | 'in-next-label' | 'after-next-label';

export interface Label {
  readonly number: number;
  readonly odometer: number;
  readonly origin: Origin;
  /** Which of the format's labels this is, from 1. */
  readonly copy: number;
  readonly bytes: Uint8Array;
  /** The commands that had stored the pictures which it recalls. */
  readonly graphics: Uint8Array;
}

interface MachineSettings {
  readonly labelMs: number;
  readonly odometer: number;
  readonly bufferBytesMax: number;
  readonly echoes: boolean;
}

interface MachineWorld {
  printed(label: Label): void;
  /** A fault stopped the paper in the middle of a label. */
  spoiled(labelWillReprint: boolean): void;
  /** The power went, by the machine's own appointed moment: connections must fall. */
  powerLost(): void;
}

interface Job {
  readonly bytes: Uint8Array;
  readonly graphics: Uint8Array;
  readonly facts: FormatFacts;
  readonly origin: Origin;
  readonly echo: (text: Buffer) => void;
}

export class ZebraMachine {
  private readonly settings: MachineSettings;
  private readonly world: MachineWorld;
  private waiting: Job[] = [];
  private current: { job: Job; left: number } | null = null;
  private running = false;
  private inMotion: { spoiled: boolean } | null = null;
  /** Counts power-ups: work that began under an older power is dead. */
  private power = 0;
  private powerCut: PowerCut | null = null;
  private changeInMotion: Partial<Condition> | null = null;
  private endOfRoll: EndOfRoll | null = null;
  private reprintsAfterError = true;
  private labels = 0;
  private readonly graphics = new GraphicsMemory();
  condition: Condition = healthy;
  odometer: number;

  constructor(settings: MachineSettings, world: MachineWorld) {
    this.settings = settings;
    this.world = world;
    this.odometer = settings.odometer;
  }

  get formatsWaiting(): number {
    return this.waiting.length;
  }

  get labelsRemaining(): number {
    return this.current?.left ?? 0;
  }

  get bufferFull(): boolean {
    return this.waiting.reduce((bytes, job) => bytes + job.bytes.length, 0) > this.settings.bufferBytesMax;
  }

  get faulted(): boolean {
    return isFaulted(this.condition);
  }

  accept(bytes: Uint8Array, origin: Origin, echo: (text: Buffer) => void): void {
    this.waiting.push({ bytes, graphics: this.graphics.serve(bytes), facts: readFormat(bytes), origin, echo });
    this.run();
  }

  storeGraphic(name: string, command: Uint8Array): void {
    this.graphics.store(name, command);
  }

  become(change: Partial<Condition>): void {
    this.condition = { ...this.condition, ...change };
    // A pause lets the label in motion come out whole; a fault does not.
    if (this.faulted && this.inMotion) this.inMotion.spoiled = true;
    this.run();
  }

  /** Once, while the next label moves. */
  becomeInNextMotion(change: Partial<Condition>): void {
    this.changeInMotion = change;
  }

  /** The paper ends by itself, once: a roll has only so many labels. */
  endRoll(end: EndOfRoll): void {
    this.endOfRoll = end;
  }

  /** `~JA`: everything that waits is forgotten. The label in motion comes out. */
  cancelAll(): void {
    this.waiting = [];
    if (this.current && this.inMotion) this.current.left = 1;
    else this.current = null;
  }

  /** What was in memory is gone; the paper, the head and the odometer are as they were. */
  cyclePower(): void {
    this.power += 1;
    this.waiting = [];
    this.current = null;
    this.inMotion = null;
    this.running = false;
    this.powerCut = null;
    this.changeInMotion = null;
    this.reprintsAfterError = true;
    this.condition = { ...this.condition, paused: false };
    this.graphics.losePower();
    this.world.powerLost();
  }

  /** A new printer of the same make. */
  renew(): void {
    this.cyclePower();
    this.condition = healthy;
    this.odometer = this.settings.odometer;
    this.labels = 0;
    this.endOfRoll = null;
    this.graphics.clear();
  }

  /** Another printer of the same make is put in its place: it knows nothing, and has a count of its own. */
  exchange(odometer: number): void {
    this.cyclePower();
    this.condition = healthy;
    this.odometer = odometer;
    this.graphics.clear();
  }

  cutPower(when: PowerCut): void {
    this.powerCut = when;
  }

  private run(): void {
    if (this.running) return;
    this.running = true;
    this.printAll(this.power);
  }

  private async printAll(power: number): Promise<void> {
    await nextTurn();
    while (power === this.power && !this.faulted && !this.condition.paused) {
      this.current ??= this.takeNext();
      if (!this.current) break;
      await this.printOne(this.current, power);
    }
    if (power === this.power) this.running = false;
  }

  /** The next format that prints. Setting up is done on the way, echoes of the format are sent. */
  private takeNext(): { job: Job; left: number } | null {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      if (job.facts.prints && this.powerCut === 'before-next-label') {
        this.cyclePower();
        return null;
      }
      this.reprintsAfterError = job.facts.reprintsAfterError ?? this.reprintsAfterError;
      this.echo(job, 'format');
      if (job.facts.prints) return { job, left: job.facts.quantity };
    }
    return null;
  }

  private async printOne(current: { job: Job; left: number }, power: number): Promise<void> {
    const motion = { spoiled: false };
    this.inMotion = motion;
    this.echo(current.job, 'label');
    this.strikeInMotion();
    if (this.settings.labelMs > 0) await delay(this.settings.labelMs);
    else await nextTurn();
    if (power !== this.power) return;
    if (this.powerCut === 'in-next-label') {
      this.world.spoiled(false);
      this.cyclePower();
      return;
    }
    this.inMotion = null;
    if (motion.spoiled) this.world.spoiled(this.reprintsAfterError);
    if (!motion.spoiled || !this.reprintsAfterError) current.left -= 1;
    if (!motion.spoiled) this.countLabel(current.job, current.job.facts.quantity - current.left);
    if (power === this.power && current.left === 0) this.current = null;
  }

  private strikeInMotion(): void {
    if (this.endOfRoll?.inMotion && this.endOfRoll.afterLabels === 0) this.changeInMotion = this.tearOff();
    const change = this.changeInMotion;
    this.changeInMotion = null;
    if (change) this.become(change);
  }

  private tearOff(): Partial<Condition> {
    const { becomes = { paperOut: true } } = this.endOfRoll ?? {};
    this.endOfRoll = null;
    return becomes;
  }

  private countLabel(job: Job, copy: number): void {
    if (this.endOfRoll) this.endOfRoll = { ...this.endOfRoll, afterLabels: this.endOfRoll.afterLabels - 1 };
    if (this.endOfRoll?.afterLabels === 0 && !this.endOfRoll.inMotion) this.become(this.tearOff());
    this.odometer += 1;
    this.labels += 1;
    const { bytes, graphics, origin } = job;
    this.world.printed({ number: this.labels, odometer: this.odometer, origin, copy, bytes, graphics });
    if (this.powerCut === 'after-next-label') this.cyclePower();
  }

  private echo(job: Job, each: 'label' | 'format'): void {
    if (!this.settings.echoes || this.powerCut === 'after-next-label') return;
    for (const echo of job.facts.echoes) if (echo.each === each) job.echo(echo.text);
  }
}
