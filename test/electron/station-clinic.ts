/**
 * A station under plain Node over the premises of the training clinic: a store of its own, the real clock (which a test may
 * set forward), somebody signed in, and waits for what happens.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TrainingPatient } from '../../build/training-day.ts';
import { type Premises, settingsAt } from '../../build/training-premises.ts';
import { trainingStaff } from '../../build/training-settings.ts';
import type { Clock } from '../../clinic/clock.ts';
import type { StaffTask } from '../../clinic/staff-task.ts';
import type { Paper, PaperState, Visit } from '../../clinic/visit.ts';
import { systemClock } from '../../electron/days/clock.ts';
import type { KioskConfig } from '../../electron/kiosk-config.ts';
import { openLog } from '../../electron/log.ts';
import type { PatientView } from '../../electron/patient-api.ts';
import { addStaff } from '../../electron/staff/staff-accounts.ts';
import type { StaffAction, StaffView } from '../../electron/staff-api.ts';
import { openStation, type Station } from '../../electron/station.ts';
import { printerWaits } from '../../printing/printer.ts';
import { quickPin } from './desks.ts';

/** Pulls come when a test asks for them. */
const pollSeconds = 3_600;
/** Looks at a printer cost nothing here, and nobody has to wait for them; but on a busy machine its answers may be slow. */
const printerTimes = { pollMs: 100, waits: { ...printerWaits, answerMsMax: 2_000, listeningMs: 50, movingMs: 5 } };

interface SettableClock extends Clock {
  /** Somebody slept, or set the clock: what has become due is called. */
  setForward(ms: number): void;
}

export interface StationClinic {
  readonly station: Station;
  readonly settings: KioskConfig;
  /** Of the station: settings, store and log. */
  readonly folder: string;
  readonly clock: SettableClock;
}

interface StationClinicOptions {
  /** A folder for this station alone; the same again after a restart. */
  readonly name: string;
  readonly change?: (settings: KioskConfig) => KioskConfig;
  /** Whether the day list must be there before the test begins; by default it must. */
  readonly hasList?: boolean;
  readonly clock?: SettableClock;
}

/** The station's settings, without opening it. */
function stationSettings(premises: Premises, { name, change = (same) => same }: StationClinicOptions) {
  const folder = path.join(premises.folder, name);
  mkdirSync(folder, { recursive: true });
  const settings = settingsAt(premises.settingsFile);
  const ownStore = { ...settings.store, folder: path.join(folder, 'store') };
  const upstream = { ...settings.upstream, pollSeconds };
  return { folder, settings: change({ ...settings, upstream, store: ownStore }) };
}

export async function openStationClinic(premises: Premises, options: StationClinicOptions): Promise<StationClinic> {
  const { folder, settings } = stationSettings(premises, options);
  const clock = options.clock ?? settableClock();
  const opened = await openStation(settings, { log: openLog(path.join(folder, 'log')), clock, printerTimes });
  if (!opened.ok) throw new Error(opened.problem.join('; '));
  const station = opened.value;
  await addStaff(station.store, { staffId: 'training-staff', ...trainingStaff }, quickPin);
  const clinic = { station, settings, folder, clock };
  await signIn(clinic);
  if (options.hasList ?? true) await until(clinic, () => station.store.cache.bookings().length > 0);
  return clinic;
}

export async function signIn({ station }: Pick<StationClinic, 'station'>): Promise<void> {
  await station.staff.act({ kind: 'sign-in', badge: trainingStaff.badge, pin: trainingStaff.pin });
}

export function settableClock(): SettableClock {
  let aheadMs = 0;
  const timers = new Set<{ dueMs: number; ring: () => void }>();
  const nowMs = () => systemClock.nowMs() + aheadMs;
  return {
    nowMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    after(delayMs, callBack) {
      const ring = () => {
        cancel();
        callBack();
      };
      const timer = { dueMs: nowMs() + delayMs, ring };
      const stopWaiting = systemClock.after(delayMs, ring);
      const cancel = () => {
        timers.delete(timer);
        stopWaiting();
      };
      timers.add(timer);
      return cancel;
    },
    setForward(ms) {
      aheadMs += ms;
      for (const timer of [...timers]) if (timer.dueMs <= nowMs()) timer.ring();
    },
  };
}

/** Looks whenever the store or a window changes; the test's own limit ends it. */
export function until<Value>(
  { station }: Pick<StationClinic, 'station'>,
  look: () => Value | null | undefined | false,
): Promise<Value> {
  const { promise, resolve } = Promise.withResolvers<Value>();
  const check = () => {
    const found = look();
    if (found === null || found === undefined || found === false) return;
    for (const stop of stops) stop();
    resolve(found);
  };
  const stops = [station.store.onChange(check), station.staff.onView(check), station.patient.onView(check)];
  check();
  return promise;
}

/** Until the staff window shows what is looked for. */
export async function untilStaffSee(
  { station }: StationClinic,
  isIt: (view: StaffView) => boolean,
): Promise<StaffView> {
  const { promise, resolve } = Promise.withResolvers<StaffView>();
  const look = (view: StaffView) => {
    if (isIt(view)) resolve(view);
  };
  const stop = station.staff.onView(look);
  look(await station.staff.view());
  const view = await promise;
  stop();
  return view;
}

export async function untilPatientSees({ station }: StationClinic, screen: PatientView['content']['screen']) {
  const { promise, resolve } = Promise.withResolvers<PatientView>();
  const look = (view: PatientView) => {
    if (view.content.screen === screen) resolve(view);
  };
  const stop = station.patient.onView(look);
  look(await station.patient.view());
  const view = await promise;
  stop();
  return view;
}

/** At the patient window: the letter is scanned, the date of birth typed. */
export async function checkIn({ station }: StationClinic, patient: TrainingPatient): Promise<PatientView> {
  await station.patient.act({ kind: 'scan', text: patient.reference });
  const [year = '', month = '', day = ''] = patient.dateOfBirth.split('-');
  return station.patient.act({ kind: 'give-date-of-birth', day, month, year });
}

/** At the staff window, where no answer is held back. */
export async function checkInAtReception({ station }: StationClinic, patient: TrainingPatient): Promise<Visit> {
  await station.staff.act({ kind: 'check-in', bookingId: patient.appointmentId });
  const visit = station.store.ledger.visit(patient.appointmentId);
  if (visit === null) throw new Error('nobody was checked in');
  return visit;
}

/** Somebody at the booking system writes this patient's name as it is here. */
export async function rename(
  { day, fhir }: Premises,
  patient: TrainingPatient,
  name: { readonly family: string; readonly given: string },
): Promise<TrainingPatient> {
  const id = patient.appointmentId.replace('appointment', 'patient');
  const resource = day.resources.find((one) => one.resourceType === 'Patient' && one.id === id);
  if (resource === undefined) throw new Error('the training day has this patient');
  const { family, given } = name;
  await fhir.load([{ ...resource, name: [{ use: 'official', family, given: given === '' ? [] : [given] }] }]);
  return { ...patient, ...name };
}

export const act = ({ station }: StationClinic, action: StaffAction): Promise<StaffView> => station.staff.act(action);

/** The labels of a patient, header first. */
export function labelsOf({ station }: StationClinic, patient: TrainingPatient): readonly Paper[] {
  return station.store.ledger.papers(patient.appointmentId).filter(({ kind }) => kind !== 'queue-ticket');
}

/** The numbers of a patient's specimens, in the order in which the ledger has them. */
export function numbersOf({ station }: StationClinic, patient: TrainingPatient): readonly string[] {
  const specimens = station.store.ledger.visit(patient.appointmentId)?.specimens ?? [];
  return specimens.map(({ identifier }) => identifier);
}

/** The open tasks about a patient, of this kind. */
export function tasksOf(
  { station }: StationClinic,
  { appointmentId }: TrainingPatient,
  kind?: StaffTask['matter']['kind'],
): readonly StaffTask[] {
  const isIt = (task: StaffTask) => task.bookingId === appointmentId && (kind ?? task.matter.kind) === task.matter.kind;
  return station.store.ledger.openTasks().filter(isIt);
}

/** Until every paper of these patients is in one of these states. */
export async function untilPapersAre(
  clinic: StationClinic,
  patients: readonly TrainingPatient[],
  ...states: readonly PaperState[]
): Promise<void> {
  const papers = () => patients.flatMap((patient) => clinic.station.store.ledger.papers(patient.appointmentId));
  await until(clinic, () => papers().every(({ state }) => states.includes(state)));
}
