/**
 * Starts the virtual Zebra and tells it what to do.
 *
 *   const zebra = await startZebraPrinter({ dotsPerMm: 8, output: folder });
 *   const label = await zebra.waitForLabel(1);
 */

import { type Peer, startPeer, type WaitOptions } from './shared/peer-launcher.ts';
import type { Hearing } from './shared/printer-port.ts';
import type { Condition } from './zebra/status-replies.ts';
import type {
  OtherZebra,
  PrintedLabel,
  ZebraCommands,
  ZebraCutOff,
  ZebraEvent,
  ZebraState,
} from './zebra/zebra-door.ts';
import type { EndOfRoll, PowerCut } from './zebra/zebra-machine.ts';

export interface ZebraOptions {
  /** 0, or absent: any free port. */
  readonly port?: number;
  readonly dotsPerMm?: 8 | 12;
  readonly widthMm?: number;
  readonly heightMm?: number;
  /** How long the paper moves for one label; 0 unless the test is about labels in motion. */
  readonly labelMs?: number;
  readonly bufferBytes?: number;
  readonly odometer?: number;
  readonly serial?: string;
  /** Writes NNN.png and NNN.zpl here, before `waitForLabel` answers. */
  readonly output?: string;
  readonly thermalTransfer?: boolean;
  readonly silentInFault?: boolean;
  /** A lesser make without Set-Get-Do, odometer or echo. */
  readonly clone?: boolean;
  /** Lets in one host at a time, as a Zebra's port 9300 does. */
  readonly singleConnection?: boolean;
}

export type ZebraPrinter = Omit<Peer<ZebraCommands, ZebraEvent>, 'command'> & {
  state(): Promise<ZebraState>;
  /** Everything that came out so far, in order. */
  labels(): Promise<readonly PrintedLabel[]>;
  /** The label with this number, 1 for the first, as soon as it is out (and its files are on disk). */
  waitForLabel(number: number, options?: WaitOptions): Promise<PrintedLabel>;
  /** A PNG of a printed label; null when its bytes cannot be drawn. */
  picture(number: number): Promise<Buffer | null>;
  /** `{ paperOut: true }`, `{ headOpen: true }`, `{ paused: true }` … (status-replies.ts); false makes it well again. */
  become(change: Partial<Condition>): Promise<void>;
  /** Another printer at the same port: connections fall, nothing is inside. */
  exchange(other: OtherZebra): Promise<void>;
  /** Other labels are put in, and it measures them. */
  load(labels: { readonly heightMm: number }): Promise<void>;
  /** The same, once, while the next label is in motion. */
  becomeInNextMotion(change: Partial<Condition>): Promise<void>;
  /** Paper out after so many labels more, or in the middle of the next behind them; or something else. */
  endRoll(end: EndOfRoll): Promise<void>;
  silentInFault(silent: boolean): Promise<void>;
  /**
   * A new printer at the same port, with nothing printed, nothing wrong and nothing seen: quicker, between tests, than
   * another process. Numbers of prints begin again.
   */
  renew(): Promise<void>;
  /** `deaf` accepts and never answers, and obeys late; `mute` obeys and never answers. */
  hear(hearing: Hearing): Promise<void>;
  /** Resets the connection after so many bytes, from now or from the next `startingAt` (`'^XA'`). Once. */
  cutOff(cutOff: ZebraCutOff | null): Promise<void>;
  /** Nobody listens at the port, until false. */
  refuse(refusing: boolean): Promise<void>;
  cyclePower(when: PowerCut | 'now'): Promise<void>;
  foreignLabel(zpl: string): Promise<void>;
};

export async function startZebraPrinter(options: ZebraOptions = {}): Promise<ZebraPrinter> {
  const script = new URL('./zebra-printer.ts', import.meta.url);
  const { command, ...peer } = await startPeer<ZebraCommands, ZebraEvent>(script, { ...options });
  const picture = async (number: number) => {
    const base64 = await command('picture', number);
    return base64 === null ? null : Buffer.from(base64, 'base64');
  };
  const waitForLabel = async (number: number, wait?: WaitOptions) =>
    (await peer.waitFor('printed', ({ label }) => label.number === number, wait)).label;
  return {
    ...peer,
    state: () => command('state', null),
    labels: () => command('labels', null),
    waitForLabel,
    picture,
    become: (change) => command('become', change),
    becomeInNextMotion: (change) => command('becomeInNextMotion', change),
    endRoll: (end) => command('endRoll', end),
    exchange: (other) => command('exchange', other),
    load: (labels) => command('load', labels),
    silentInFault: (silent) => command('silentInFault', silent),
    renew: () => command('renew', null),
    hear: (hearing) => command('hear', hearing),
    cutOff: (cutOff) => command('cutOff', cutOff),
    refuse: (refusing) => command('refuse', refusing),
    cyclePower: (when) => command('cyclePower', when),
    foreignLabel: (zpl) => command('foreignLabel', zpl),
  };
}
