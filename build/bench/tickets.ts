/**
 * A ticket made, sent and confirmed by the printer, beside a bare job of node-thermal-printer: the same lines to the same
 * printer. The bare job is called done when its bytes have left; whether anything came out it cannot say.
 */
import { PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { assert } from '../../clinic/assert.ts';
import { networkConnection } from '../../printing/connections/network.ts';
import { escPosPrinter } from '../../printing/esc-pos-printer.ts';
import type { QueueTicketContent } from '../../printing/labels/label.ts';
import { encodeTicket } from '../../printing/languages/esc-pos.ts';
import { queueTicket } from '../../printing/queue-ticket.ts';
import { startTicketPrinter } from '../../test/peers/ticket-printer-launcher.ts';
import { quantile, type Row } from './row.ts';

const tickets = 200;
/** What it may cost to be told that the ticket is out. */
const confirmationMsMax = 5;
const content: QueueTicketContent = {
  ticketNumber: 128,
  visitCode: 'W4',
  siteName: 'Riverside Blood Tests (training)',
  waitAt: 'Blue chairs',
  arrivedAt: '24 Nov 2026, 09:02',
  copy: 0,
};

export async function rows(): Promise<readonly Row[]> {
  const peer = await startTicketPrinter();
  const ours: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < tickets; n += 1) {
    bare.push(await msOf(() => printBare(peer.port)));
    await peer.waitForTicket(2 * n + 1);
    ours.push(await msOf(() => printConfirmed(peer.port, String(n).padStart(4, '0'))));
  }
  await peer.stop();
  return (['p50', 'p99'] as const).map((share) => {
    const [value, floor] = [ours, bare].map((ms) => quantile(ms, share === 'p50' ? 0.5 : 0.99));
    assert(value !== undefined && floor !== undefined, 'there are as many quantiles as lists');
    return {
      name: `ticket made, sent and confirmed, beside a bare job of node-thermal-printer, ${share}`,
      unit: 'ms',
      ours: value,
      floor,
      hold: share === 'p50' ? `≤ floor + ${confirmationMsMax} ms` : 'told, not held',
      isMet: share === 'p99' || value <= floor + confirmationMsMax,
    };
  });
}

async function printConfirmed(port: number, token: string): Promise<void> {
  const printer = escPosPrinter({
    name: 'TICKETS-1',
    connection: networkConnection({ host: '127.0.0.1', port }),
    confirmsEach: true,
  });
  const evidence = { token, odometerBefore: null, serial: null };
  const { kind } = await printer.print(encodeTicket(content, { token }), evidence);
  assert(kind === 'printed', 'the printer confirms the ticket');
}

async function printBare(port: number): Promise<void> {
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: `tcp://127.0.0.1:${port}` });
  printer.alignCenter();
  for (const { text, scale, isBold } of queueTicket(content)) {
    printer.setTextSize(scale - 1, scale - 1);
    printer.bold(isBold);
    printer.println(text);
  }
  printer.partialCut();
  await printer.execute();
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
