/** Labels through faults: how many are printed twice, lost, or uncertain without a reason. */
import { startZebraPrinter, type ZebraPrinter } from '../../peers/zebra-printer-launcher.ts';
import { labelPaperId, paperOnLabel } from './fault-papers.ts';
import { type FaultReport, runFaults, type Tray } from './fault-run.ts';
import { labelFaults, zebraSerial } from './label-faults.ts';

const printerCount = 4;
const labelMs = 2;

export async function runLabelFaults(seed: number, labels: number): Promise<FaultReport> {
  const peers = await Promise.all(Array.from({ length: printerCount }, (_, index) => startPeer(index)));
  return runFaults({
    seed,
    papers: labels,
    language: 'zpl',
    paperIdOf: labelPaperId,
    kinds: labelFaults,
    peers,
    trayOf,
  });
}

/** Half of all printers answer nothing while they have a fault. */
function startPeer(index: number): Promise<ZebraPrinter> {
  return startZebraPrinter({ labelMs, thermalTransfer: true, silentInFault: index % 2 === 1, serial: zebraSerial });
}

async function trayOf(peer: ZebraPrinter): Promise<Tray> {
  const copies = new Map<string, number>();
  const problems: string[] = [];
  for (const label of await peer.labels()) {
    if (label.origin === 'foreign') continue;
    const paperId = paperOnLabel(label.base64);
    if (paperId === null) problems.push(`label ${label.number} is not exactly one of ours`);
    else copies.set(paperId, (copies.get(paperId) ?? 0) + 1);
  }
  const merged = (await peer.events()).filter((event) => event.kind === 'format' && event.merged);
  return { copies, problems: [...problems, ...merged.map(() => 'a label ran into the part of another')] };
}
