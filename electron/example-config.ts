/** Settings that a site can start from: one kiosk, a label printer and a ticket printer on the network. */
import type { z } from 'zod';
import type { KioskConfig } from './kiosk-config.ts';

export const exampleConfig: z.input<typeof KioskConfig> = {
  site: { name: 'Riverside Blood Tests', waitAt: 'Waiting area B' },
  station: {
    name: 'KIOSK-1',
    reservedRange: { prefix: 'K', from: 1, to: 99_999, digits: 8 },
    scanner: { kind: 'serial', path: '/dev/ttyACM0' },
  },
  upstream: {
    baseUrl: 'https://fhir.example.nhs.uk/r4',
    siteLocationIds: ['blood-tests-riverside'],
    auth: { kind: 'bearer', tokenFile: '/etc/phlebotomy-kiosk/token' },
  },
  printers: [
    {
      name: 'LABELS-1',
      purpose: 'specimen-label',
      language: 'zpl',
      connection: { kind: 'network', host: '192.0.2.10', port: 9100 },
      label: { widthMm: 50, heightMm: 25 },
      dotsPerMm: 8,
    },
    {
      name: 'TICKETS-1',
      purpose: 'queue-ticket',
      language: 'esc-pos',
      connection: { kind: 'network', host: '192.0.2.11', port: 9100 },
    },
  ],
  store: {
    folder: '/var/lib/phlebotomy-kiosk',
    key: { kind: 'credential-file', path: '/run/credentials/kiosk/store-key' },
  },
};
