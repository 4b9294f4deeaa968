/**
 * A virtual receipt printer, or a label printer of the same family when it is given die-cut stock: a process on a TCP port that prints ESC/POS as text and pictures, answers as an Epson does, and
 * can be told to misbehave (see ticket/ticket-door.ts).
 *
 *   node test/peers/ticket-printer.ts --port 9101 --output FOLDER
 */
import { parseArgs } from 'node:util';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { type RunningPeer, runPeer, wholeNumber } from './shared/peer-process.ts';
import { PrintKeeper } from './shared/print-keeper.ts';
import { type Connection, PrinterPort } from './shared/printer-port.ts';
import { ZplPictures } from './shared/zpl-picture.ts';
import type { StockSize } from './ticket/die-cut-stock.ts';
import { pngOf } from './ticket/label-picture.ts';
import { type RealTimeCommand, RealTimeCommands } from './ticket/real-time-commands.ts';
import { pictureOf, pictureSize } from './ticket/receipt-picture.ts';
import { automaticStatus, realTimeStatus } from './ticket/receipt-status.ts';
import type { PrintedTicket, TicketCommands, TicketEvent } from './ticket/ticket-door.ts';
import { type Ticket, TicketMachine } from './ticket/ticket-machine.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    'ticket-ms': { type: 'string', default: '0' },
    output: { type: 'string' },
    clone: { type: 'boolean', default: false },
    'single-connection': { type: 'boolean', default: false },
    'stock-width-mm': { type: 'string', default: '0' },
    'stock-height-mm': { type: 'string', default: '0' },
    'dots-per-mm': { type: 'string', default: '8' },
  },
});

class VirtualTicketPrinter {
  readonly log = new EventLog<TicketEvent>();
  readonly pictures = new ZplPictures();
  readonly keeper = new PrintKeeper<Ticket>(options.output, 'bin', ({ receipt, label }) =>
    label === null ? this.pictures.draw(pictureOf(receipt), pictureSize(receipt)) : Promise.resolve(pngOf(label)),
  );
  private readonly connections = new Map<number, { connection: Connection; realTime: RealTimeCommands }>();
  readonly machine = new TicketMachine(
    { ticketMs: wholeNumber('ticket-ms', options['ticket-ms']), clone: options.clone, stock: stockGiven() },
    {
      printed: (ticket) =>
        this.keeper.keep(ticket, (kept) => this.log.record({ kind: 'printed', ticket: asPrinted(kept) })),
      changed: () => this.tellWhoAsked(),
      powerLost: () => {
        this.port.resetAll();
        this.log.record({ kind: 'power-lost' });
      },
    },
  );
  readonly port: PrinterPort = new PrinterPort(
    {
      opened: (connection) => this.connections.set(connection.id, { connection, realTime: new RealTimeCommands() }),
      heard: (connection, bytes) => this.heard(connection, bytes),
      closed: (connection) => this.connections.delete(connection.id),
      record: (event) => this.log.record(event),
    },
    { singleConnection: options['single-connection'] },
  );

  private heard(connection: Connection, bytes: Buffer): void {
    const realTime = this.connections.get(connection.id)?.realTime;
    realTime?.read(bytes, (command) => this.obeyAtOnce(connection, command));
    this.machine.heard(connection, bytes);
  }

  private obeyAtOnce(connection: Connection, { kind, n }: RealTimeCommand): void {
    if (kind !== 'status') {
      this.log.record({ kind: 'obeyed-at-once', connection: connection.id, n });
      if (kind === 'recover') this.machine.recover(n);
      return;
    }
    const status = realTimeStatus(n, this.machine.condition);
    if (status === null) return;
    this.log.record({ kind: 'status-asked', connection: connection.id, n });
    connection.answer(Buffer.from([status]));
  }

  private tellWhoAsked(): void {
    if (!this.machine.automaticStatus) return;
    for (const { connection } of this.connections.values()) connection.answer(automaticStatus(this.machine.condition));
  }

  commands(): TicketCommands {
    return {
      state: () => ({
        ...this.machine.condition,
        tickets: this.keeper.all.length,
        commandsWaiting: this.machine.commandsWaiting,
        uncutLines: this.machine.uncutLines,
      }),
      tickets: () => this.keeper.all.map(asPrinted),
      picture: (number) => this.keeper.picture(number),
      become: (change) => this.machine.become(change),
      becomeInNextMotion: (change) => this.machine.becomeInNextMotion(change),
      renew: async () => {
        this.machine.renew();
        await this.port.mend();
        await this.keeper.forget();
        this.log.forget();
      },
      hear: (hearing) => this.port.hear(hearing),
      cutOff: (cutOff) => this.port.cutOffNext(cutOff),
      refuse: async (refusing) => (refusing ? this.port.refuse() : this.port.listen(this.port.port)),
      cyclePower: (when) => (when === 'now' ? this.machine.cyclePower() : this.machine.cutPower(when)),
    };
  }
}

function stockGiven(): StockSize | null {
  const widthMm = wholeNumber('stock-width-mm', options['stock-width-mm']);
  const heightMm = wholeNumber('stock-height-mm', options['stock-height-mm']);
  const dotsPerMm = wholeNumber('dots-per-mm', options['dots-per-mm']);
  return widthMm > 0 && heightMm > 0 ? { widthMm, heightMm, dotsPerMm } : null;
}

function asPrinted({ number, bytes, receipt }: Ticket): PrintedTicket {
  const { lines, barcodes, barcodesLeftOut, unknown } = receipt;
  return { number, lines, barcodes, barcodesLeftOut, unknown, base64: Buffer.from(bytes).toString('base64') };
}

async function open(): Promise<RunningPeer> {
  const printer = new VirtualTicketPrinter();
  if (options.output !== undefined) printer.pictures.warmUp();
  await printer.port.listen(wholeNumber('port', options.port));
  const controlPort = wholeNumber('control-port', options['control-port']);
  const control = await openControl(printer.commands(), printer.log, controlPort);
  const close = async () => {
    printer.port.refuse();
    control.close();
    await printer.keeper.settled();
    await printer.pictures.close();
  };
  return { port: printer.port.port, controlPort: control.port, close };
}

await runPeer(open);
