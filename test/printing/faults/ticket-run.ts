/** Tickets through faults: how many are printed twice, lost, or uncertain without a reason. */
import { startTicketPrinter, type TicketPrinter } from '../../peers/ticket-printer-launcher.ts';
import { FaultKiosk } from './fault-kiosk.ts';
import { paperBytes, ticketFound, ticketPaperId } from './fault-papers.ts';
import { planFaults, resetInside } from './fault-plan.ts';
import { printerOf } from './fault-printers.ts';
import { type FaultReport, type FaultyPlace, runFaults, type Tray } from './fault-run.ts';
import { otherHostsTicket, ticketFaults } from './ticket-faults.ts';

const placeCount = 6;
const ticketMs = 2;

export async function runTicketFaults(seed: number, tickets: number): Promise<FaultReport> {
  const plan = planFaults({
    seed,
    papers: tickets,
    faults: Object.keys(ticketFaults).filter((name) => name !== 'none' && name !== resetInside),
    bytesOfOne: paperBytes['esc-pos'](ticketPaperId(1), '0000').length,
    paperIdOf: ticketPaperId,
  });
  const places = await Promise.all(Array.from({ length: placeCount }, openPlace));
  return runFaults(plan, ticketFaults, places).finally(() => Promise.all(places.map((place) => place.close())));
}

async function openPlace(): Promise<FaultyPlace<TicketPrinter>> {
  const peer = await startTicketPrinter({ ticketMs });
  const printer = () => printerOf['esc-pos'](peer.port);
  const kiosk = new FaultKiosk({ language: 'esc-pos', port: peer.port, printer });
  return {
    kiosk,
    peer,
    tray: () => trayOf(peer),
    async close() {
      await kiosk.close();
      await peer.stop();
    },
  };
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
