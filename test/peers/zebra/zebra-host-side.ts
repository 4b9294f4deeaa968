/**
 * The side of the virtual Zebra that hosts see: several connections, each with its own reader, one buffer behind
 * them. A format that broke off with its connection stays in the buffer until `~JX` or until the power goes, and
 * the next format runs into it: two patients on one label, as a host deserves that does not look.
 */
import type { Connection } from '../shared/printer-port.ts';
import {
  errorStatus,
  hostIdentification,
  hostStatus,
  type Identity,
  type Reported,
  variableAnswer,
} from './status-replies.ts';
import type { ZebraEvent } from './zebra-door.ts';
import type { ZebraMachine } from './zebra-machine.ts';
import { type Heard, ZplReader } from './zpl-reader.ts';

interface HostSideSettings {
  readonly dotsPerMm: number;
  readonly heightMm: number;
  readonly serial: string;
  readonly thermalTransfer: boolean;
  /** A lesser make: it prints and answers `~HS`, and knows neither Set-Get-Do nor an odometer. */
  readonly clone: boolean;
}

export class ZebraHostSide {
  private settings: HostSideSettings;
  /** What the test began with, before exchanges and other labels. */
  private readonly settingsAtFirst: HostSideSettings;
  private readonly machine: ZebraMachine;
  private readonly record: (event: ZebraEvent) => void;
  private readonly readers = new Map<number, ZplReader>();
  /** What is left of formats whose connections are gone. */
  private orphan: Buffer = Buffer.alloc(0);
  silentInFault = false;

  constructor(settings: HostSideSettings, machine: ZebraMachine, record: (event: ZebraEvent) => void) {
    this.settings = settings;
    this.settingsAtFirst = settings;
    this.machine = machine;
    this.record = record;
  }

  get connections(): number {
    return this.readers.size;
  }

  get partialFormat(): boolean {
    return this.orphan.length > 0 || [...this.readers.values()].some((reader) => reader.partial.length > 0);
  }

  /** Who is asked from now on, and which labels are in it. */
  become(change: Partial<Pick<HostSideSettings, 'dotsPerMm' | 'serial' | 'heightMm'>>): void {
    this.settings = { ...this.settings, ...change };
  }

  renew(): void {
    this.settings = this.settingsAtFirst;
  }

  opened(connection: Connection): void {
    this.readers.set(connection.id, new ZplReader());
  }

  closed(connection: Connection): void {
    const left = this.readers.get(connection.id)?.partial;
    this.readers.delete(connection.id);
    if (left) this.orphan = Buffer.concat([this.orphan, left]);
  }

  heard(connection: Connection, bytes: Buffer): void {
    this.readers.get(connection.id)?.read(bytes, (heard) => this.obey(connection, heard));
  }

  forgetPartial(): void {
    this.orphan = Buffer.alloc(0);
    for (const reader of this.readers.values()) reader.forgetPartial();
  }

  private obey(connection: Connection, heard: Heard): void {
    switch (heard.kind) {
      case 'format': {
        const merged = this.orphan.length > 0;
        const bytes = Buffer.concat([this.orphan, heard.bytes]);
        this.orphan = Buffer.alloc(0);
        this.record({ kind: 'format', connection: connection.id, bytes: bytes.length, merged });
        this.machine.accept(bytes, 'host', (text) => connection.answer(text));
        return;
      }
      case 'graphic':
        this.machine.storeGraphic(heard.name, heard.command);
        return;
      case 'control':
        this.obeyControl(connection, heard.name);
        return;
      case 'set-get-do':
        if (heard.verb === 'getvar') this.answer(connection, heard.variable, this.variable(heard.variable));
        return;
      default:
        heard satisfies never;
    }
  }

  private obeyControl(connection: Connection, name: string): void {
    const obedience: Readonly<Record<string, () => void>> = {
      HS: () => this.answer(connection, '~HS', this.hostStatus()),
      HQ: () => this.answer(connection, '~HQES', errorStatus(this.machine.condition)),
      HI: () => this.answer(connection, '~HI', hostIdentification(this.identity())),
      JX: () => this.forgetPartial(),
      JA: () => this.machine.cancelAll(),
      PP: () => this.machine.become({ paused: true }),
      PS: () => this.machine.become({ paused: false }),
    };
    obedience[name]?.();
  }

  private answer(connection: Connection, question: string, text: string | null): void {
    this.record({ kind: 'asked', connection: connection.id, question, answered: text !== null });
    if (text !== null) connection.answer(Buffer.from(text, 'latin1'));
  }

  private hostStatus(): string | null {
    return this.silentInFault && this.machine.faulted ? null : hostStatus(this.reported());
  }

  private variable(name: string): string {
    return this.settings.clone ? '"?"' : variableAnswer(name, this.machine.condition, this.identity());
  }

  private reported(): Reported {
    return {
      ...this.machine.condition,
      formatsWaiting: this.machine.formatsWaiting,
      bufferFull: this.machine.bufferFull,
      partialFormat: this.partialFormat,
      labelsRemaining: this.machine.labelsRemaining,
      labelLengthDots: Math.round(this.settings.heightMm * this.settings.dotsPerMm),
      thermalTransfer: this.settings.thermalTransfer,
    };
  }

  private identity(): Identity {
    const { dotsPerMm, serial } = this.settings;
    return { dotsPerMm, serial, odometer: this.machine.odometer };
  }
}
