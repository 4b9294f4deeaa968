/**
 * A barcode scanner on a serial port (or a USB one that acts as such): reads codes, and opens the port again when it was unplugged.
 */
import type { SerialPort } from 'serialport';
import type { Clock } from '../../clinic/clock.ts';
import type { Log } from '../log.ts';
import { openScanBuffer } from './scan-buffer.ts';

/** A scanner that was unplugged is looked for this often. */
const reopenMs = 1_000;

interface SerialScanner {
  close(): void;
}

export function openSerialScanner(options: {
  readonly path: string;
  readonly baudRate: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Null for something that no letter carries. */
  readonly onCode: (code: string | null) => void;
}): SerialScanner {
  const { path, baudRate, clock, log, onCode } = options;
  let port: SerialPort | null = null;
  let cancelReopen = () => {};
  let isClosed = false;

  async function open(): Promise<void> {
    // Loaded only where there is such a scanner: it is a tenth of the app's start.
    const serialport = await import('serialport');
    if (isClosed) return;
    const buffer = openScanBuffer();
    const opened = new serialport.SerialPort({ path, baudRate, autoOpen: false });
    opened.on('data', (bytes: Buffer) => {
      for (const code of buffer.push(bytes, clock.monotonicMs())) onCode(code);
    });
    opened.once('close', () => lost());
    opened.on('error', () => undefined);
    opened.open((error) => {
      if (error !== null && error !== undefined) lost();
      else log.event('scanner-open', { path });
    });
    port = opened;
  }

  function lost(): void {
    if (port !== null) log.event('scanner-lost', { path });
    port = null;
    if (!isClosed) cancelReopen = clock.after(reopenMs, () => void open());
  }

  void open();
  return {
    close() {
      isClosed = true;
      cancelReopen();
      if (port?.isOpen === true) port.close();
    },
  };
}
