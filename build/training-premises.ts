/**
 * The premises of a clinic that does not exist: a FHIR server, a label printer and a ticket printer as processes of their own
 * on this machine, settings that lead to them, and somebody who may sign in. The tests of the whole app open here too.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assert } from '../clinic/assert.ts';
import { clinicDayOf } from '../clinic/clinic-day.ts';
import { openStoreOf } from '../electron/commands/command.ts';
import { systemClock } from '../electron/days/clock.ts';
import { type KioskConfig, readConfig } from '../electron/kiosk-config.ts';
import { addStaff } from '../electron/staff/staff-accounts.ts';
import { type FhirServer, startFhirServer } from '../test/peers/fhir-server-launcher.ts';
import { startTicketPrinter, type TicketPrinter } from '../test/peers/ticket-printer-launcher.ts';
import { startZebraPrinter, type ZebraPrinter } from '../test/peers/zebra-printer-launcher.ts';
import { type TrainingDay, trainingDay } from './training-day.ts';
import { type Settings, trainingSettings, trainingStaff } from './training-settings.ts';

export interface Premises {
  readonly folder: string;
  readonly settingsFile: string;
  readonly day: TrainingDay;
  readonly fhir: FhirServer;
  readonly labels: ZebraPrinter;
  readonly tickets: TicketPrinter;
  stop(): Promise<void>;
}

/** How fast the virtual label printer moves paper: 25 mm at 150 mm/s. */
const usualLabelMs = 167;

export async function openPremises(options: {
  /** Empty, or not there yet. */
  readonly folder: string;
  readonly change?: (settings: Settings) => Settings;
  /** How long the paper moves for one label. */
  readonly labelMs?: number;
  /** Whether each print becomes a picture in the folder; by default it does. */
  readonly keepsPictures?: boolean;
}): Promise<Premises> {
  const { folder, labelMs = usualLabelMs, keepsPictures = true } = options;
  const labelFolder = path.join(folder, 'labels');
  const ticketFolder = path.join(folder, 'tickets');
  await Promise.all([mkdir(labelFolder, { recursive: true }), mkdir(ticketFolder, { recursive: true })]);
  const day = trainingDay(clinicDayOf(systemClock.nowMs()));
  const [fhir, labels, tickets] = await Promise.all([
    startFhirServer(),
    startZebraPrinter({ dotsPerMm: 8, labelMs, ...(keepsPictures ? { output: labelFolder } : {}) }),
    startTicketPrinter(keepsPictures ? { output: ticketFolder } : {}),
  ]);
  await fhir.load(day.resources);
  const places = { folder, fhirBaseUrl: fhir.baseUrl, labelPort: labels.port, ticketPort: tickets.port };
  const settings = trainingSettings(places);
  const settingsFile = path.join(folder, 'kiosk.json');
  await writeFile(settingsFile, JSON.stringify(options.change?.(settings) ?? settings, null, 2));
  await letStaffIn(settingsFile);
  const stop = async () => {
    await Promise.all([fhir.stop(), labels.stop(), tickets.stop()]);
  };
  return { folder, settingsFile, day, fhir, labels, tickets, stop };
}

async function letStaffIn(settingsFile: string): Promise<void> {
  const store = openStoreOf(settingsAt(settingsFile));
  assert(store.ok, 'a new store opens');
  const added = await addStaff(store.value, { staffId: 'training-staff', ...trainingStaff });
  store.value.close();
  assert(added.ok, 'the training account is acceptable');
}

export function settingsAt(settingsFile: string): KioskConfig {
  const settings = readConfig(settingsFile);
  assert(settings.ok, `the settings are good: ${settings.ok ? '' : settings.problem.join('; ')}`);
  return settings.value;
}
