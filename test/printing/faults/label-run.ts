/** Labels through faults: how many are printed twice, lost, or uncertain without a reason. */
import { startZebraPrinter, type ZebraPrinter } from '../../peers/zebra-printer-launcher.ts';
import { FaultKiosk } from './fault-kiosk.ts';
import { labelPaperId, paperBytes, paperOnLabel } from './fault-papers.ts';
import { planFaults, resetInside } from './fault-plan.ts';
import { printerOf } from './fault-printers.ts';
import { type FaultReport, type FaultyPlace, runFaults, type Tray } from './fault-run.ts';
import { labelFaults, zebraSerial } from './label-faults.ts';

const placeCount = 4;
const labelMs = 2;

export async function runLabelFaults(seed: number, labels: number): Promise<FaultReport> {
  const plan = planFaults({
    seed,
    papers: labels,
    faults: Object.keys(labelFaults).filter((name) => name !== 'none' && name !== resetInside),
    bytesOfOne: paperBytes.zpl(labelPaperId(1), '0000').length,
    paperIdOf: labelPaperId,
  });
  const places = await Promise.all(Array.from({ length: placeCount }, (_, index) => openPlace(index)));
  return runFaults(plan, labelFaults, places).finally(() => Promise.all(places.map((place) => place.close())));
}

async function openPlace(index: number): Promise<FaultyPlace<ZebraPrinter>> {
  // Half of all printers answer nothing while they have a fault.
  const silentInFault = index % 2 === 1;
  const peer = await startZebraPrinter({ labelMs, thermalTransfer: true, silentInFault, serial: zebraSerial });
  const kiosk = new FaultKiosk({ language: 'zpl', port: peer.port, printer: () => printerOf.zpl(peer.port) });
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
