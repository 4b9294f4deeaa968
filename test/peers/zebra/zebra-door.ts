/** What a test may tell the virtual Zebra, and what it hears from it. Shared by the process and its launcher. */
import type { CutOff, Hearing, PortEvent } from '../shared/printer-port.ts';
import type { Condition } from './status-replies.ts';
import type { EndOfRoll, Origin, PowerCut } from './zebra-machine.ts';

export interface PrintedLabel {
  readonly number: number;
  /** What the odometer showed after it. */
  readonly odometer: number;
  readonly origin: Origin;
  /** Which of the format's labels it is (`^PQ`), from 1. */
  readonly copy: number;
  /** The format exactly as it was received, base64. */
  readonly base64: string;
}

export interface ZebraState extends Condition {
  readonly odometer: number;
  readonly labels: number;
  readonly formatsWaiting: number;
  readonly labelsRemaining: number;
  readonly partialFormat: boolean;
  readonly connections: number;
}

/** What is not said is as it was, but for the odometer. */
export interface OtherZebra {
  readonly serial: string;
  readonly dotsPerMm?: 8 | 12;
  /** 0 when it is new. */
  readonly odometer?: number;
}

export type ZebraCutOff = CutOff & {
  /** Somebody else's label is in it at that moment: before anybody can look. */
  readonly foreignLabel?: string;
};

export type ZebraCommands = {
  state(input: null): ZebraState;
  labels(input: null): readonly PrintedLabel[];
  /** A PNG, base64; null when the bytes cannot be drawn. */
  picture(number: number): Promise<string | null>;
  become(change: Partial<Condition>): void;
  /** Another printer at the same port: connections fall, nothing is inside; what came out stays in the list. */
  exchange(other: OtherZebra): void;
  /** Other labels are put in, and it measures them. */
  load(labels: { readonly heightMm: number }): void;
  /** The same, once, while the next label is in motion. */
  becomeInNextMotion(change: Partial<Condition>): void;
  /** Paper out after so many labels more, or in the middle of the next behind them; or something else. */
  endRoll(end: EndOfRoll): void;
  /** In a fault, `~HS` is not answered at all; otherwise it is answered with the bit. */
  silentInFault(silent: boolean): void;
  /** A new printer at the same port, with nothing printed, nothing wrong and nothing seen. */
  renew(input: null): Promise<void>;
  hear(hearing: Hearing): void;
  cutOff(cutOff: ZebraCutOff | null): void;
  refuse(refusing: boolean): Promise<void>;
  cyclePower(when: PowerCut | 'now'): void;
  /** Somebody else's label comes out. */
  foreignLabel(zpl: string): void;
};

export type ZebraEvent =
  | PortEvent
  | { kind: 'format'; connection: number; bytes: number; merged: boolean }
  | { kind: 'asked'; connection: number; question: string; answered: boolean }
  | { kind: 'printed'; label: PrintedLabel }
  | { kind: 'spoiled'; labelWillReprint: boolean }
  | { kind: 'power-lost' };
