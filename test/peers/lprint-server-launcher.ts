/**
 * Starts lprint with no printer in it, and tells it what to do.
 *
 *   const lprint = await startLprint();
 *   await lprint.add({ name: 'labels', port: zebra.port, driver: 'zpl_2inch-203dpi-dt', media: 'oe_2x1-label_2x1in' });
 *   await lprint.submit('labels', png);
 */
import type { LprintCommands, LprintEvent, NewPrinter } from './lprint/lprint-door.ts';
import { type Peer, startPeer } from './shared/peer-launcher.ts';

export type Lprint = Omit<Peer<LprintCommands, LprintEvent>, 'command' | 'port'> & {
  add(printer: NewPrinter): Promise<void>;
  submit(printer: string, png: Uint8Array): Promise<void>;
  status(printer: string): Promise<string>;
};

export async function startLprint(): Promise<Lprint> {
  const script = new URL('./lprint-server.ts', import.meta.url);
  const { command, ...peer } = await startPeer<LprintCommands, LprintEvent>(script, {});
  return {
    ...peer,
    add: (printer) => command('add', printer),
    submit: (printer, png) => command('submit', { printer, base64: Buffer.from(png).toString('base64') }),
    status: (printer) => command('status', printer),
  };
}
