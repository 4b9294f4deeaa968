/**
 * Starts the virtual barcode scanner and scans with it.
 *
 *   const scanner = await startScanner();
 *   ... the kiosk opens scanner.path ...
 *   await scanner.waitForOpen();
 *   await scanner.scan('9990000018');
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScannerCommands, ScannerEvent } from './scanner/scanner-door.ts';
import { type Peer, startPeer, type WaitOptions } from './shared/peer-launcher.ts';

interface ScannerOptions {
  /** Where the serial port shall be; in a folder of its own when absent. */
  readonly path?: string;
}

export type Scanner = Omit<Peer<ScannerCommands, ScannerEvent>, 'command' | 'port'> & {
  readonly path: string;
  /** Sends a code with the carriage return that ends it. */
  scan(code: string | Uint8Array): Promise<void>;
  /** Sends just these bytes: half a code, control characters, noise. */
  send(bytes: string | Uint8Array): Promise<void>;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** When the kiosk has the port open; after unplugging, give `after` to wait for the next time. */
  waitForOpen(options?: WaitOptions): Promise<void>;
};

const carriageReturn = Buffer.from('\r');

export async function startScanner(options: ScannerOptions = {}): Promise<Scanner> {
  const ownFolder = options.path === undefined ? mkdtempSync(join(tmpdir(), 'scanner-')) : null;
  const path = options.path ?? join(ownFolder ?? '.', 'port');
  const script = new URL('./scanner.ts', import.meta.url);
  const { command, port: _none, ...peer } = await startPeer<ScannerCommands, ScannerEvent>(script, { path });
  const send = (bytes: string | Uint8Array) => command('send', Buffer.from(bytes).toString('base64'));
  const stop = async () => {
    await peer.stop();
    if (ownFolder !== null) rmSync(ownFolder, { recursive: true, force: true });
  };
  return {
    ...peer,
    stop,
    [Symbol.asyncDispose]: stop,
    path,
    scan: (code) => send(Buffer.concat([Buffer.from(code), carriageReturn])),
    send,
    unplug: () => command('unplug', null),
    plugIn: () => command('plugIn', null),
    waitForOpen: async (wait) => {
      await peer.waitFor('opened', undefined, wait);
    },
  };
}
