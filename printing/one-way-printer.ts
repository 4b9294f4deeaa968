/**
 * A printer behind a connection that takes bytes and never answers. All that can be said of a paper is that it was `sent`.
 */
import type { PrinterConnection } from './connections/connection.ts';
import { forgetPartOfLabel } from './languages/zpl-status.ts';
import { notOpened, type Printer, type PrinterWaits, printerWaits } from './printer.ts';

interface OneWayPrinterOptions {
  readonly name: string;
  readonly language: Printer['language'];
  readonly connection: PrinterConnection;
  /** Of a label printer that is sent pictures: ends a label that broke off, and feeds it out. */
  readonly endOfTornLabel?: Uint8Array;
  readonly waits?: PrinterWaits;
}

export function oneWayPrinter(options: OneWayPrinterOptions): Printer {
  const { name, language, connection, waits = printerWaits } = options;
  // Half a label that the last paper left behind would have this one printed over it: two patients on one label.
  const endOfTorn = language === 'zpl' ? forgetPartOfLabel : options.endOfTornLabel;
  const ahead = (connection.mayTearUnheard ? endOfTorn : undefined) ?? new Uint8Array();
  return {
    name,
    language,
    async status(signal) {
      const opened = await connection.open(signal);
      if (!opened.ok) return notOpened(opened.problem);
      await opened.value.close();
      return { isReady: true, troubles: [], inside: 'not-known', odometer: 'none' };
    },
    async print(bytes, _evidence, watch = {}) {
      const opened = await connection.open(watch.signal);
      if (!opened.ok) return { kind: 'not-printed', because: 'nothing-left-us' };
      const written = await opened.value.write(Buffer.concat([ahead, bytes]), waits.writingMsMax);
      const closed = written.ok ? await opened.value.close() : written;
      if (closed.ok) return { kind: 'sent' };
      opened.value.abandon();
      return { kind: 'in-doubt' };
    },
    // Each paper goes with the end of the one before in front of it.
    clearPart: async () => true,
  };
}
