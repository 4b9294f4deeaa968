/** The settings of the training clinic, and who may sign in there. Its badge and PIN are for everybody to read: it holds nobody's data. */
import type { z } from 'zod';
import { tubeClasses } from '../clinic/tube.ts';
import type { KioskConfig } from '../electron/kiosk-config.ts';
import { localSystem, trainingLocation } from './training-day.ts';
import { localTestCodes } from './training-orders.ts';

export type Settings = z.input<typeof KioskConfig>;

export const trainingStaff = { name: 'Robin Fennel (training)', badge: 'TRAINING-BADGE-0001', pin: '280419' } as const;

/** Any hour is clinic time, so that somebody can be checked in whenever the clinic is opened. */
const anyHourMinutes = 720;

/** What this laboratory adds to an order's number for each container. */
const containerSuffixes = Object.fromEntries(
  tubeClasses.map((tube, index) => [tube, String.fromCharCode('A'.charCodeAt(0) + index)]),
);

interface TrainingPlaces {
  readonly folder: string;
  readonly fhirBaseUrl: string;
  readonly labelPort: number;
  readonly ticketPort: number;
}

export function trainingSettings({ folder, fhirBaseUrl, labelPort, ticketPort }: TrainingPlaces): Settings {
  const onThisMachine = (port: number) => ({ kind: 'network' as const, host: '127.0.0.1', port });
  return {
    site: { name: 'Riverside Blood Tests (training)', waitAt: 'Waiting area B', training: true },
    station: {
      name: 'KIOSK-1',
      reservedRange: { prefix: 'K', from: 1, to: 99_999, digits: 8 },
      fullScreen: false,
    },
    upstream: {
      baseUrl: fhirBaseUrl,
      siteLocationIds: [trainingLocation],
      pollSeconds: 5,
      containerCodes: Object.fromEntries(tubeClasses.map((tube) => [`${localSystem}/containers|${tube}`, tube])),
    },
    printers: [
      {
        name: 'LABELS-1',
        purpose: 'specimen-label',
        language: 'zpl',
        connection: onThisMachine(labelPort),
        label: { widthMm: 50, heightMm: 25 },
        dotsPerMm: 8,
      },
      { name: 'TICKETS-1', purpose: 'queue-ticket', language: 'esc-pos', connection: onThisMachine(ticketPort) },
    ],
    clinicRules: {
      earlyArrivalMinutesMax: anyHourMinutes,
      lateArrivalMinutesMax: anyHourMinutes,
      containerSuffixes,
      tests: localTestCodes,
    },
    store: { folder: `${folder}/store`, key: { kind: 'os-disk-only' } },
  };
}
