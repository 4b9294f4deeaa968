/**
 * A virtual Zebra label printer: a process on a TCP port that prints ZPL as pictures, answers questions about
 * itself as a Zebra does, and can be told to misbehave (see zebra/zebra-door.ts).
 *
 *   node test/peers/zebra-printer.ts --port 9100 --output FOLDER
 */
import { parseArgs } from 'node:util';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { type RunningPeer, runPeer, wholeNumber } from './shared/peer-process.ts';
import { PrintKeeper } from './shared/print-keeper.ts';
import { PrinterPort } from './shared/printer-port.ts';
import { ZplPictures } from './shared/zpl-picture.ts';
import type { PrintedLabel, ZebraCommands, ZebraEvent } from './zebra/zebra-door.ts';
import { ZebraHostSide } from './zebra/zebra-host-side.ts';
import { type Label, ZebraMachine } from './zebra/zebra-machine.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    'dots-per-mm': { type: 'string', default: '8' },
    'width-mm': { type: 'string', default: '50' },
    'height-mm': { type: 'string', default: '25' },
    'label-ms': { type: 'string', default: '0' },
    'buffer-bytes': { type: 'string', default: '1000000' },
    odometer: { type: 'string', default: '31084' },
    serial: { type: 'string', default: '50J221500001' },
    output: { type: 'string' },
    'thermal-transfer': { type: 'boolean', default: false },
    'silent-in-fault': { type: 'boolean', default: false },
    clone: { type: 'boolean', default: false },
    'single-connection': { type: 'boolean', default: false },
  },
});

const number = (name: Extract<keyof typeof options, string>) => wholeNumber(name, String(options[name]));
const size = { widthMm: number('width-mm'), heightMm: number('height-mm'), dotsPerMm: number('dots-per-mm') };

class VirtualZebra {
  readonly log = new EventLog<ZebraEvent>();
  readonly pictures = new ZplPictures();
  readonly keeper = new PrintKeeper<Label>(options.output, 'zpl', (label) =>
    this.pictures.draw(Buffer.concat([label.graphics, label.bytes]).toString('utf8'), size),
  );
  readonly machine = new ZebraMachine(
    {
      labelMs: number('label-ms'),
      odometer: number('odometer'),
      bufferBytesMax: number('buffer-bytes'),
      echoes: !options.clone,
    },
    {
      printed: (label) =>
        this.keeper.keep(label, (kept) => this.log.record({ kind: 'printed', label: asPrinted(kept) })),
      spoiled: (labelWillReprint) => this.log.record({ kind: 'spoiled', labelWillReprint }),
      powerLost: () => this.powerLost(),
    },
  );
  readonly hosts = new ZebraHostSide(
    { ...size, serial: options.serial, thermalTransfer: options['thermal-transfer'], clone: options.clone },
    this.machine,
    (event) => this.log.record(event),
  );
  readonly port = new PrinterPort(
    {
      opened: (connection) => this.hosts.opened(connection),
      heard: (connection, bytes) => this.hosts.heard(connection, bytes),
      closed: (connection) => this.hosts.closed(connection),
      record: (event) => {
        if (event.kind === 'cut-off') this.printForeign(this.foreignAtCutOff);
        this.log.record(event);
      },
    },
    { singleConnection: options['single-connection'] },
  );

  private foreignAtCutOff: string | undefined;

  private printForeign(zpl: string | undefined): void {
    if (zpl !== undefined) this.machine.accept(Buffer.from(zpl, 'utf8'), 'foreign', () => undefined);
  }

  private powerLost(): void {
    this.hosts.forgetPartial();
    this.port.resetAll();
    this.log.record({ kind: 'power-lost' });
  }

  commands(): ZebraCommands {
    return {
      state: () => ({
        ...this.machine.condition,
        odometer: this.machine.odometer,
        labels: this.keeper.all.length,
        formatsWaiting: this.machine.formatsWaiting,
        labelsRemaining: this.machine.labelsRemaining,
        partialFormat: this.hosts.partialFormat,
        connections: this.hosts.connections,
      }),
      labels: () => this.keeper.all.map(asPrinted),
      picture: (label) => this.keeper.picture(label),
      become: (change) => this.machine.become(change),
      becomeInNextMotion: (change) => this.machine.becomeInNextMotion(change),
      endRoll: (end) => this.machine.endRoll(end),
      exchange: ({ odometer = 0, ...identity }) => {
        this.machine.exchange(odometer);
        this.hosts.become(identity);
      },
      load: (labels) => this.hosts.become(labels),
      silentInFault: (silent) => {
        this.hosts.silentInFault = silent;
      },
      renew: async () => {
        this.machine.renew();
        this.hosts.silentInFault = options['silent-in-fault'];
        this.hosts.renew();
        await this.port.mend();
        await this.keeper.forget();
        this.log.forget();
      },
      hear: (hearing) => this.port.hear(hearing),
      cutOff: (cutOff) => {
        this.foreignAtCutOff = cutOff?.foreignLabel;
        this.port.cutOffNext(cutOff);
      },
      refuse: async (refusing) => (refusing ? this.port.refuse() : this.port.listen(this.port.port)),
      cyclePower: (when) => (when === 'now' ? this.machine.cyclePower() : this.machine.cutPower(when)),
      foreignLabel: (zpl) => this.printForeign(zpl),
    };
  }
}

function asPrinted({ bytes, graphics: _stored, ...label }: Label): PrintedLabel {
  return { ...label, base64: Buffer.from(bytes).toString('base64') };
}

async function open(): Promise<RunningPeer> {
  const zebra = new VirtualZebra();
  zebra.hosts.silentInFault = options['silent-in-fault'];
  if (options.output !== undefined) zebra.pictures.warmUp();
  await zebra.port.listen(number('port'));
  const control = await openControl(zebra.commands(), zebra.log, number('control-port'));
  const close = async () => {
    zebra.port.refuse();
    control.close();
    await zebra.keeper.settled();
    await zebra.pictures.close();
  };
  return { port: zebra.port.port, controlPort: control.port, close };
}

await runPeer(open);
