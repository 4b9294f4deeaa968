/** The desks of a small clinic over a real store in a folder of its own, with a clock that the test moves. */
import { onTestFinished } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import { type CheckInDesk, openCheckInDesk } from '../../electron/check-in-desk.ts';
import { isoOf } from '../../electron/days/clock.ts';
import { silentLog } from '../../electron/log.ts';
import type { OutageSurroundings } from '../../electron/outage/outage-desk.ts';
import type { PatientView } from '../../electron/patient-api.ts';
import { addStaff } from '../../electron/staff/staff-accounts.ts';
import { openStaffDesk, type StaffDesk } from '../../electron/staff/staff-desk.ts';
import type { PrinterLine, StationStatus } from '../../electron/staff-api.ts';
import type { Store } from '../../offline-store/store.ts';
import { newFolder, opened } from '../offline-store/store-clinic.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { outageSettings } from './outage-clinic.ts';

export const clinicDay = '2026-11-24';
export const startOfTest = '2026-11-24T09:00:00.000Z';
export const siteId = 'site-1';
export const phlebotomist = {
  staffId: 'staff-1',
  name: 'Robin Fennel',
  badge: 'BADGE-0001-ABCD',
  pin: '280419',
} as const;

/** A PIN costs a kiosk a fifth of a second on purpose, and a test nothing. */
export const quickPin = { memoryKib: 64, passes: 1 };

export interface Desks {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly patient: CheckInDesk;
  readonly staff: StaffDesk;
  /** Scans, answers with a date of birth (YYYY-MM-DD), and lets the answer come. */
  arrive(code: string, dateOfBirth: string): Promise<PatientView>;
}

interface DesksOptions {
  readonly bookings: readonly Booking[];
  readonly rules?: Parameters<typeof ClinicRules.parse>[0];
  readonly training?: boolean;
  /** Every write to the ledger fails, as on a disk that is full. */
  readonly diskRefuses?: boolean;
  /** How the printers are, as the status bar has it. */
  readonly printers?: () => readonly PrinterLine[];
  /** Where a list from a file may come from, and what the list may be printed on. */
  readonly outage?: OutageSurroundings['settings'];
  readonly clockIsDoubted?: boolean;
  readonly reservedRange?: { prefix: string; from: number; to: number; digits: number } | null;
}

const noStatus: StationStatus = {
  siteName: 'Riverside',
  list: { state: 'good', asOf: '09:00', ageMinutes: 0 },
  upstream: { state: 'online', since: null, because: null },
  outboxWaiting: 0,
  setAside: 0,
  notShown: 0,
  printers: [],
  keyIsOnDiskOnly: true,
  diskIsFull: false,
  certificateEndsInDays: null,
  hours: { closesAt: null, isClosed: false },
  clock: null,
  openTasks: 0,
};

export function openDesks({
  bookings,
  rules: given = {},
  training = true,
  reservedRange = null,
  diskRefuses = false,
  printers = () => [],
  outage = outageSettings(),
  clockIsDoubted = false,
}: DesksOptions): Desks {
  const clock = manualClock(startOfTest);
  const now = () => isoOf(clock.nowMs());
  const store = opened(newFolder(), { clinicDay, now });
  store.cache.replaceDayList({ clinicDay, siteId, pulledAt: now() }, bookings, []);
  const rules = ClinicRules.parse(given);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${String(ids).padStart(4, '0')}`;
  };
  const arrival = { store: diskRefuses ? withFullDisk(store) : store, rules, reservedRange, newId, log: silentLog };
  const site = { name: 'Riverside', waitAt: 'Area B', timeZone: 'Europe/London', training };
  const patient = openCheckInDesk({ ...arrival, site, siteId, clock });
  const staff = openStaffDesk({
    ...arrival,
    clock,
    timeZone: site.timeZone,
    siteId,
    training,
    nowMs: clock.nowMs,
    signOutAfterSeconds: 180,
    printerFor: (kind) => (kind === 'queue-ticket' ? 'TICKETS-1' : 'LABELS-1'),
    picture: async () => ({ ok: false, problem: 'not-drawable' }),
    pullNow: () => undefined,
    confirmTime: () => undefined,
    outage: { settings: outage, pack: { status: () => null }, isClockDoubted: () => clockIsDoubted },
    status: () => ({ ...noStatus, printers: printers() }),
  });
  onTestFinished(() => {
    patient.close();
    staff.close();
  });
  return { store, clock, patient, staff, arrive: (code, dateOfBirth) => arrive(patient, clock, code, dateOfBirth) };
}

async function arrive(desk: CheckInDesk, clock: ManualClock, code: string, dateOfBirth: string): Promise<PatientView> {
  await desk.act({ kind: 'scan', text: code });
  return answer(desk, clock, dateOfBirth);
}

/** Gives the date of birth and lets time pass until the answer is shown. */
export async function answer(desk: CheckInDesk, clock: ManualClock, dateOfBirth: string): Promise<PatientView> {
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  const shown = desk.act({ kind: 'give-date-of-birth', day, month, year });
  clock.pass(1_000);
  return shown;
}

/** Somebody is signed in at the staff window. */
export async function signIn({ store, staff }: Desks): Promise<void> {
  const added = await addStaff(store, phlebotomist, quickPin);
  if (!added.ok) throw new Error(added.problem);
  await staff.act({ kind: 'sign-in', badge: phlebotomist.badge, pin: phlebotomist.pin });
}

function withFullDisk(store: Store): Store {
  const write = () => {
    throw new Error('database or disk is full');
  };
  return { ...store, ledger: { ...store.ledger, write } };
}
