/** The settings of the kiosks of a simulated day, and who may sign in at them. */
import { localSystem } from '../../build/training-day.ts';
import { localTestCodes } from '../../build/training-orders.ts';
import { tubeClasses } from '../../clinic/tube.ts';
import { KioskConfig } from '../../electron/kiosk-config.ts';
import { siteLocation } from './booked-day.ts';

export const phlebotomist = {
  staffId: 'staff-1',
  name: 'Robin Fennel',
  badge: 'BADGE-0001-ABCD',
  pin: '280419',
} as const;
/** A PIN costs a kiosk a fifth of a second on purpose, and a simulated day nothing. */
export const quickPin = { memoryKib: 64, passes: 1 };

const containerSuffixes = Object.fromEntries(
  tubeClasses.map((tube, index) => [tube, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt(index)]),
);

export interface SettingsOfKiosk {
  readonly name: string;
  readonly baseUrl: string;
  readonly pollSeconds: number;
  /** Local HH:MM; null: midnight. */
  readonly closesAt: string | null;
}

export function settingsOf({
  name,
  baseUrl,
  pollSeconds,
  closesAt,
}: SettingsOfKiosk): (storeFolder: string) => KioskConfig {
  const connection = { kind: 'network' as const, host: '127.0.0.1', port: 9100 };
  const config = KioskConfig.parse({
    site: { name: 'Riverside', waitAt: 'Area B', training: true },
    station: { name, reservedRange: { prefix: name === 'KIOSK-1' ? 'KA' : 'KB', from: 1, to: 99_999, digits: 8 } },
    upstream: {
      baseUrl,
      siteLocationIds: [siteLocation],
      pollSeconds,
      silenceSeconds: 20,
      containerCodes: Object.fromEntries(tubeClasses.map((tube) => [`${localSystem}/containers|${tube}`, tube])),
    },
    printers: [
      {
        name: 'LABELS',
        purpose: 'specimen-label',
        language: 'zpl',
        connection,
        label: { widthMm: 50, heightMm: 25 },
        dotsPerMm: 8,
      },
      { name: 'TICKETS', purpose: 'queue-ticket', language: 'esc-pos', connection },
    ],
    clinicRules: {
      containerSuffixes,
      tests: localTestCodes,
      earlyArrivalMinutesMax: 120,
      lateArrivalMinutesMax: 120,
      closesAt,
    },
    store: { folder: 'store', key: { kind: 'os-disk-only' } },
  });
  return (folder) => ({ ...config, store: { ...config.store, folder } });
}
