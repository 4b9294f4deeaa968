/** Tickets through faults: how many are printed twice, lost, or uncertain without a reason. */
import { startTicketPrinter, type TicketPrinter } from '../../peers/ticket-printer-launcher.ts';
import { ticketFound, ticketPaperId } from './fault-papers.ts';
import { type FaultReport, runFaults, type Tray } from './fault-run.ts';
import { otherHostsTicket, ticketFaults } from './ticket-faults.ts';

const printerCount = 6;
const ticketMs = 2;

export async function runTicketFaults(seed: number, tickets: number): Promise<FaultReport> {
  const peers = await Promise.all(Array.from({ length: printerCount }, () => startTicketPrinter({ ticketMs })));
  return runFaults({
    seed,
    papers: tickets,
    language: 'esc-pos',
    paperIdOf: ticketPaperId,
    kinds: ticketFaults,
    peers,
    trayOf,
  });
}

/** A torn ticket is a copy of nothing: whoever finds it asks for another. */
async function trayOf(peer: TicketPrinter): Promise<Tray> {
  const copies = new Map<string, number>();
  for (const { lines, unknown } of await peer.tickets()) {
    if (lines.includes(otherHostsTicket)) continue;
    const { paperId, isWhole } = ticketFound(lines, unknown);
    if (paperId !== null && isWhole) copies.set(paperId, (copies.get(paperId) ?? 0) + 1);
  }
  return { copies, problems: [] };
}
