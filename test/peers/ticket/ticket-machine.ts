/**
 * The inside of a receipt printer: one stream of bytes behind all connections, paper that moves, a cutter. While the printer
 * is offline (no paper, cover open) commands wait, and with them every answer that stands behind them.
 *
 * Status that is asked for in real time is not its business: that is answered at once, by ticket-printer.ts.
 */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../shared/printer-port.ts';
import { DieCutStock, type LabelPicture, type StockSize } from './die-cut-stock.ts';
import { type EscPosCommand, EscPosReader } from './esc-pos-reader.ts';
import { Receipt } from './receipt.ts';
import { automaticStatus, healthy, isOffline, paperStatus, type TicketCondition } from './receipt-status.ts';

export type PowerCut = 'before-next-ticket' | 'after-next-ticket';

export interface Ticket {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly receipt: Receipt;
  /** Null: it came off a roll. */
  readonly label: LabelPicture | null;
}

interface TicketWorld {
  printed(ticket: Ticket): void;
  changed(): void;
  powerLost(): void;
}

interface TicketSettings {
  readonly ticketMs: number;
  /** A lesser make: it does not say when a ticket is done (`GS ( H`). */
  readonly clone: boolean;
  /** Labels instead of a roll; null: a roll. */
  readonly stock: StockSize | null;
}

/** A band of a picture, or the way to the cutter. */
const motions: readonly string[] = ['GS v', 'GS V', 'ESC i', 'ESC m'];
const processId = { function: 48, mark: 48, answerHead: [0x37, 0x22] } as const;
const nameAnswers: Readonly<Record<number, string>> = { 66: 'EPSON', 67: 'TM-T88VI', 65: '40.02 ESC/POS' };

export class TicketMachine {
  private readonly world: TicketWorld;
  private readonly settings: TicketSettings;
  private readonly reader = new EscPosReader();
  private waiting: { command: EscPosCommand; connection: Connection }[] = [];
  private running = false;
  private power = 0;
  private powerCut: PowerCut | null = null;
  private changeInMotion: Partial<TicketCondition> | null = null;
  private tickets = 0;
  private paper = new Receipt();
  private paperBytes: Buffer[] = [];
  private readonly stock: DieCutStock | null;
  condition: TicketCondition = healthy;
  /** Set while somebody asked to be told of every change (`GS a`). */
  automaticStatus = false;

  constructor(settings: TicketSettings, world: TicketWorld) {
    this.settings = settings;
    this.world = world;
    this.stock = settings.stock && new DieCutStock(settings.stock);
  }

  get commandsWaiting(): number {
    return this.waiting.length;
  }

  /** What is on the paper that still hangs out of the printer, uncut. */
  get uncutLines(): readonly string[] {
    return this.paper.lines;
  }

  heard(connection: Connection, bytes: Buffer): void {
    this.reader.read(bytes, (command) => this.waiting.push({ command, connection }));
    this.run();
  }

  become(change: Partial<TicketCondition>): void {
    this.condition = { ...this.condition, ...change };
    this.world.changed();
    this.run();
  }

  becomeInNextMotion(change: Partial<TicketCondition>): void {
    this.changeInMotion = change;
  }

  /** The buffer and every style are gone. What was on the paper stays on the paper. */
  cyclePower(): void {
    this.power += 1;
    this.waiting = [];
    this.reader.forget();
    this.running = false;
    this.powerCut = null;
    this.changeInMotion = null;
    this.automaticStatus = false;
    this.paper.print({ name: 'ESC @', parameters: Buffer.alloc(0), bytes: Buffer.alloc(0) });
    this.world.powerLost();
  }

  /** A new printer of the same make. */
  renew(): void {
    this.takeOffPaper();
    this.stock?.renew();
    this.cyclePower();
    this.condition = healthy;
    this.tickets = 0;
  }

  cutPower(when: PowerCut): void {
    this.powerCut = when;
  }

  /** `DLE ENQ`: an error of the cutter is over; 2 also forgets what waits. */
  recover(n: number): void {
    if (n === 2) this.waiting = [];
    this.become({ cutterError: false });
  }

  private run(): void {
    if (this.running) return;
    this.running = true;
    this.printAll(this.power);
  }

  private async printAll(power: number): Promise<void> {
    await nextTurn();
    while (power === this.power && !isOffline(this.condition)) {
      const next = this.waiting.shift();
      if (!next) break;
      await this.obey(next.command, next.connection);
    }
    if (power === this.power) this.running = false;
  }

  private async obey(command: EscPosCommand, connection: Connection): Promise<void> {
    this.paperBytes.push(command.bytes);
    if (motions.includes(command.name)) this.strikeInMotion();
    const labels = this.stock?.obey(command) ?? null;
    if (labels !== null) return this.labelsOut(labels);
    const { parameters } = command;
    const [first = 0, second = 0] = parameters;
    const cuts = command.name === 'GS V' || command.name === 'ESC i' || command.name === 'ESC m';
    if (cuts) return this.cut();
    const answers: Readonly<Record<string, () => void>> = {
      'GS r': () => connection.answer(Buffer.from([paperStatus(this.condition)])),
      'GS I': () => connection.answer(Buffer.from(`_${nameAnswers[first] ?? ''}\0`, 'latin1')),
      'GS a': () => {
        this.automaticStatus = first !== 0;
        if (this.automaticStatus) connection.answer(automaticStatus(this.condition));
      },
      'GS ( H': () => {
        const asked = first === processId.function && second === processId.mark && parameters.length === 6;
        const id = parameters.subarray(2);
        if (asked && !this.settings.clone) connection.answer(Buffer.from([...processId.answerHead, ...id, 0]));
      },
      'DLE \x04': () => undefined,
      'DLE \x05': () => undefined,
    };
    const answer = answers[command.name];
    if (answer) answer();
    else this.paper.print(command);
  }

  private strikeInMotion(): void {
    const change = this.changeInMotion;
    this.changeInMotion = null;
    if (change) this.become(change);
  }

  private async cut(): Promise<void> {
    if (!(await this.paperMoves())) return;
    this.paper.endText();
    if (!this.paper.isBlank) this.handOut(null);
  }

  private async labelsOut(labels: readonly LabelPicture[]): Promise<void> {
    for (const label of labels) if (await this.paperMoves()) this.handOut(label);
  }

  /** False: the power went first. */
  private async paperMoves(): Promise<boolean> {
    const power = this.power;
    if (this.powerCut === 'before-next-ticket') {
      this.takeOffPaper();
      this.cyclePower();
      return false;
    }
    if (this.settings.ticketMs > 0) await delay(this.settings.ticketMs);
    return power === this.power;
  }

  private handOut(label: LabelPicture | null): void {
    this.tickets += 1;
    this.world.printed({ number: this.tickets, label, ...this.takeOffPaper() });
    if (this.powerCut === 'after-next-ticket') this.cyclePower();
  }

  private takeOffPaper(): { bytes: Uint8Array; receipt: Receipt } {
    const off = { bytes: Buffer.concat(this.paperBytes), receipt: this.paper };
    this.paper = new Receipt(this.paper.currentStyle);
    this.paperBytes = [];
    return off;
  }
}
