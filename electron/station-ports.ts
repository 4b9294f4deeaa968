/**
 * What stands between a station and the world: the clock, chance, the printers and the proof of labels. Those of this computer,
 * unless somebody who has a clinic of its own hands in others: a whole day then passes in a moment, and can be had again.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clinic/clock.ts';
import type { HttpTransport } from '../offline-store/sync/http-transport.ts';
import type { Printer, PrinterWaits } from '../printing/printer.ts';
import { createPrinter, type PrinterSetting } from '../printing/printer-config.ts';
import { systemClock } from './days/clock.ts';
import { type ProofWhenNeeded, proofWhenNeeded } from './printers/proof-when-needed.ts';

export interface StationPorts {
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  /** From 0 (included) to 1 (not included). */
  readonly random: () => number;
  readonly openPrinter: (setting: PrinterSetting) => Printer;
  readonly proof: ProofWhenNeeded;
  /** The network to the booking system, when it is not the real one. */
  readonly transport?: HttpTransport | undefined;
}

interface ComputerOptions {
  readonly printerTimes?: { readonly waits: PrinterWaits };
}

export function portsOf({ printerTimes, ...given }: Partial<StationPorts> & ComputerOptions): StationPorts {
  return {
    clock: given.clock ?? systemClock,
    newId: given.newId ?? randomUUID,
    random: given.random ?? Math.random,
    openPrinter: given.openPrinter ?? ((setting) => createPrinter(setting, printerTimes?.waits)),
    proof: given.proof ?? proofWhenNeeded(),
    transport: given.transport,
  };
}
