/**
 * Starts the virtual ticket printer and tells it what to do.
 *
 *   const printer = await startTicketPrinter({ output: folder });
 *   const { lines } = await printer.waitForTicket(1);
 */
import { type Peer, startPeer, type WaitOptions } from './shared/peer-launcher.ts';
import type { CutOff, Hearing } from './shared/printer-port.ts';
import type { TicketCondition } from './ticket/receipt-status.ts';
import type { PrintedTicket, TicketCommands, TicketEvent, TicketState } from './ticket/ticket-door.ts';
import type { PowerCut } from './ticket/ticket-machine.ts';

export interface TicketOptions {
  /** 0, or absent: any free port. */
  readonly port?: number;
  /** How long the paper moves for one ticket. */
  readonly ticketMs?: number;
  /** Writes NNN.png and NNN.bin here, before `waitForTicket` answers. */
  readonly output?: string;
  /** A lesser make, which does not say when a ticket is done. */
  readonly clone?: boolean;
  /** Lets in one host at a time, as a Zebra's port 9300 does. */
  readonly singleConnection?: boolean;
  /** Labels of this size instead of a roll: a label printer. Both, or neither. */
  readonly stockWidthMm?: number;
  readonly stockHeightMm?: number;
  readonly dotsPerMm?: 8 | 12;
}

export type TicketPrinter = Omit<Peer<TicketCommands, TicketEvent>, 'command'> & {
  state(): Promise<TicketState>;
  /** Everything that was cut off so far, in order. */
  tickets(): Promise<readonly PrintedTicket[]>;
  waitForTicket(number: number, options?: WaitOptions): Promise<PrintedTicket>;
  /** The same, of a label printer: once the label is fed out. */
  waitForLabel(number: number, options?: WaitOptions): Promise<PrintedTicket>;
  picture(number: number): Promise<Buffer | null>;
  /** `{ paperOut: true }`, `{ coverOpen: true }`, `{ cutterError: true }` … (receipt-status.ts); false mends it. */
  become(change: Partial<TicketCondition>): Promise<void>;
  /** The same, once, while the paper moves next. */
  becomeInNextMotion(change: Partial<TicketCondition>): Promise<void>;
  /**
   * A new printer at the same port, with nothing printed, nothing wrong and nothing seen: quicker, between tests, than
   * another process. Numbers of prints begin again.
   */
  renew(): Promise<void>;
  /** `deaf` accepts and never answers, and obeys late; `mute` obeys and never answers. */
  hear(hearing: Hearing): Promise<void>;
  /** Resets the connection after so many bytes, from now or from the next `startingAt` (`'\x1b@'`). Once. */
  cutOff(cutOff: CutOff | null): Promise<void>;
  refuse(refusing: boolean): Promise<void>;
  cyclePower(when: PowerCut | 'now'): Promise<void>;
};

export async function startTicketPrinter(options: TicketOptions = {}): Promise<TicketPrinter> {
  const script = new URL('./ticket-printer.ts', import.meta.url);
  const { command, ...peer } = await startPeer<TicketCommands, TicketEvent>(script, { ...options });
  const picture = async (number: number) => {
    const base64 = await command('picture', number);
    return base64 === null ? null : Buffer.from(base64, 'base64');
  };
  const waitForTicket = async (number: number, wait?: WaitOptions) =>
    (await peer.waitFor('printed', ({ ticket }) => ticket.number === number, wait)).ticket;
  return {
    ...peer,
    state: () => command('state', null),
    tickets: () => command('tickets', null),
    waitForTicket,
    waitForLabel: waitForTicket,
    picture,
    become: (change) => command('become', change),
    becomeInNextMotion: (change) => command('becomeInNextMotion', change),
    renew: () => command('renew', null),
    hear: (hearing) => command('hear', hearing),
    cutOff: (cutOff) => command('cutOff', cutOff),
    refuse: (refusing) => command('refuse', refusing),
    cyclePower: (when) => command('cyclePower', when),
  };
}
