/** Virtual printers behind a raw queue of CUPS. For ways-to-printers.ts. */
import { cupsConnection } from '../../printing/connections/cups.ts';
import { oneWayPrinter } from '../../printing/one-way-printer.ts';
import type { Printer } from '../../printing/printer.ts';
import { startCupsServer } from '../peers/cups-server-launcher.ts';
import { startTicketPrinter } from '../peers/ticket-printer-launcher.ts';
import { startZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { quickWaits } from './bench-of-printers.ts';
import { fromBase64, type PrinterAtWay, withoutQuestions } from './virtual-printers.ts';

const queue = 'papers';

interface VirtualPrinter {
  readonly port: number;
  papers(): Promise<readonly Buffer[]>;
  renew(): Promise<void>;
  stop(): Promise<void>;
}

const startPrinter: Readonly<Record<Printer['language'], () => Promise<VirtualPrinter>>> = {
  zpl: async () => {
    const zebra = await startZebraPrinter();
    return { ...zebra, papers: async () => (await zebra.labels()).map(fromBase64) };
  },
  'esc-pos': async () => {
    const printer = await startTicketPrinter();
    const papers = async () => (await printer.tickets()).map((ticket) => withoutQuestions(fromBase64(ticket)));
    return { ...printer, papers };
  },
};

export async function behindCups(language: Printer['language']): Promise<PrinterAtWay> {
  const [printer, cups] = await Promise.all([startPrinter[language](), startCupsServer()]);
  await cups.addQueue({ queue, port: printer.port });
  const connection = () => cupsConnection({ queue, server: cups.server });
  return {
    port: printer.port,
    printer: () => oneWayPrinter({ name: 'QUEUED', language, connection: connection(), waits: quickWaits }),
    papers: printer.papers,
    goAway: () => cups.change({ queue, act: 'reject' }),
    comeBack: () => cups.change({ queue, act: 'accept' }),
    async renew() {
      await cups.cancelAll();
      await printer.renew();
    },
    async stop() {
      await Promise.all([cups.stop(), printer.stop()]);
    },
    faults: null,
  };
}
