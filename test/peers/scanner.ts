/**
 * A virtual barcode scanner: a process that holds one end of a serial cable, and sends what a test tells it to.
 *
 *   node test/peers/scanner.ts --path FOLDER/scanner
 *
 * Linux only, and it needs socat. The kiosk opens the path as its serial port.
 */
import { parseArgs } from 'node:util';
import type { ScannerCommands, ScannerEvent } from './scanner/scanner-door.ts';
import { SerialCable } from './scanner/serial-cable.ts';
import { openControl } from './shared/control-server.ts';
import { EventLog } from './shared/event-log.ts';
import { type RunningPeer, runPeer, wholeNumber } from './shared/peer-process.ts';

const { values: options } = parseArgs({
  options: { path: { type: 'string' }, 'control-port': { type: 'string', default: '0' } },
});

async function open(): Promise<RunningPeer> {
  if (options.path === undefined) throw new Error('--path says where the serial port shall be');
  const log = new EventLog<ScannerEvent>();
  const cable = new SerialCable(options.path, (event) => log.record(event));
  await cable.plugIn();
  const commands: ScannerCommands = {
    send: (base64) => cable.send(Buffer.from(base64, 'base64')),
    unplug: () => cable.unplug(),
    plugIn: () => cable.plugIn(),
  };
  const control = await openControl(commands, log, wholeNumber('control-port', options['control-port']));
  const close = async () => {
    control.close();
    await cable.unplug();
  };
  return { port: 0, controlPort: control.port, close };
}

await runPeer(open);
