/**
 * Each fault of a printer as it happens, on the staff window: what staff are told, and what goes on meanwhile. One clinic sees
 * them all, one after the other; each picture is kept to be looked at.
 */
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { TrainingPatient } from '../../build/training-day.ts';
import type { Premises } from '../../build/training-premises.ts';
import { type PrinterTrouble, troubleInWords } from '../../clinic/printer-trouble.ts';
import { type Clinic, checkInByNumber, expect, expectAccessible, signInStaff, test } from './clinic-app.ts';

interface Fault {
  readonly trouble: PrinterTrouble;
  readonly cause: (premises: Premises) => Promise<unknown>;
  readonly mend: (premises: Premises) => Promise<unknown>;
}

/** The training clinic's own label printer. */
const serial = '50J221500001';

const ofLabels = (trouble: PrinterTrouble, name: string): Fault => ({
  trouble,
  cause: ({ labels }) => labels.become({ [name]: true }),
  mend: ({ labels }) => labels.become({ [name]: false }),
});
const ofTickets = (trouble: PrinterTrouble, name: string): Fault => ({
  trouble,
  cause: ({ tickets }) => tickets.become({ [name]: true }),
  mend: ({ tickets }) => tickets.become({ [name]: false }),
});

const labelFaults: readonly Fault[] = [
  ofLabels('paper-near-end', 'paperNearEnd'),
  ofLabels('head-open', 'headOpen'),
  ofLabels('ribbon-out', 'ribbonOut'),
  ofLabels('paused', 'paused'),
  ofLabels('too-hot', 'headHot'),
  ofLabels('cutter', 'cutterFault'),
  ofLabels('broken', 'headElementBad'),
  {
    trouble: 'silent',
    cause: ({ labels }) => labels.hear('deaf'),
    mend: ({ labels }) => labels.hear('normal'),
  },
  {
    trouble: 'unreachable',
    cause: ({ labels }) => labels.refuse(true),
    mend: ({ labels }) => labels.refuse(false),
  },
  {
    trouble: 'wrong-label-length',
    cause: ({ labels }) => labels.load({ heightMm: 51 }),
    mend: ({ labels }) => labels.load({ heightMm: 25 }),
  },
  {
    trouble: 'wrong-serial',
    cause: ({ labels }) => labels.exchange({ serial: '50J221599999', odometer: 12 }),
    mend: ({ labels }) => labels.exchange({ serial, odometer: 31_100 }),
  },
  {
    trouble: 'wrong-dots-per-mm',
    cause: ({ labels }) => labels.exchange({ serial, dotsPerMm: 12, odometer: 12 }),
    mend: ({ labels }) => labels.exchange({ serial, dotsPerMm: 8, odometer: 31_100 }),
  },
  {
    trouble: 'part-of-another-label',
    cause: ({ labels }) => beginLabel(labels.port),
    mend: ({ labels }) => labels.cyclePower('now'),
  },
];

const ticketFaults: readonly Fault[] = [
  ofTickets('paper-near-end', 'paperNearEnd'),
  ofTickets('cover-open', 'coverOpen'),
  ofTickets('paper-out', 'paperOut'),
  ofTickets('cutter', 'cutterError'),
  ofTickets('jammed', 'jammed'),
  ofTickets('broken', 'broken'),
  ofTickets('too-hot', 'headHot'),
  ofTickets('fed-by-hand', 'feedButton'),
  ofTickets('waits-for-its-button', 'waitsForButton'),
  {
    trouble: 'silent',
    cause: ({ tickets }) => tickets.hear('mute'),
    mend: ({ tickets }) => tickets.hear('normal'),
  },
  {
    trouble: 'unreachable',
    cause: ({ tickets }) => tickets.refuse(true),
    mend: ({ tickets }) => tickets.refuse(false),
  },
];

/** Another computer sends half a label, and is switched off. */
function beginLabel(port: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const host = connect({ port, host: '127.0.0.1' }, () => host.end('^XA^FO20,20^A0N,30,30^FDHALF'));
  host.once('close', () => resolve());
  return promise;
}

const toldWithinMs = 15_000;
const needs = (staff: Page, printer: string) => staff.getByRole('listitem').filter({ hasText: `${printer}:` });
const isTold = (staff: Page, printer: string, trouble: PrinterTrouble) =>
  expect(needs(staff, printer)).toHaveText(`${printer}:${troubleInWords[trouble]}`, { timeout: toldWithinMs });
const isWell = (staff: Page, printer: string) =>
  expect(staff.getByRole('listitem').filter({ hasText: new RegExp(`^${printer} Ready`) })).toBeVisible({
    timeout: toldWithinMs,
  });

async function checkIn({ patient, staff }: Clinic, one: TrainingPatient): Promise<void> {
  await checkInByNumber(patient, one);
  await patient.getByRole('button', { name: 'Finish' }).click();
  await expect(staff.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

/** Where the first label of each patient came out. */
async function placesOfLabels({ premises }: Clinic, patients: readonly TrainingPatient[]): Promise<readonly number[]> {
  const texts = (await premises.labels.labels()).map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8'));
  return patients.map(({ requisition }) => texts.findIndex((text) => text.includes(requisition)));
}

test('staff are told of each fault of a printer, patients are checked in all the while, and what waited comes out in order', async ({
  clinic,
}, info) => {
  const { staff, premises } = clinic;
  const screens = info.outputPath('screens');
  await mkdir(screens, { recursive: true });
  const keepPicture = (name: string) => staff.screenshot({ path: path.join(screens, `${name}.png`) });
  const patients = premises.day.nearest(Date.now()).filter(({ tests }) => tests.join(' ') === 'fbc ue lft');
  const [first, second, third, fourth] = patients;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error('The training day has no four such patients.');
  await isWell(staff, 'LABELS-1');

  // Nobody is signed in yet: the roll ends all the same.
  await Promise.all([premises.labels.become({ paperOut: true }), premises.tickets.become({ paperOut: true })]);
  await isTold(staff, 'LABELS-1', 'paper-out');
  await isTold(staff, 'TICKETS-1', 'paper-out');
  await checkIn(clinic, first);
  await checkIn(clinic, second);
  await expect(staff.getByRole('listitem').filter({ hasText: /^LABELS-1 Not ready 6 waiting/ })).toBeVisible();
  await expect(staff.getByRole('listitem').filter({ hasText: /^TICKETS-1 Not ready 2 waiting/ })).toBeVisible();
  await keepPicture('00-paper-out-two-patients-wait');
  await expectAccessible(staff);
  expect(await premises.labels.labels()).toEqual([]);
  await checkIn(clinic, third);
  await Promise.all([premises.labels.become({ paperOut: false }), premises.tickets.become({ paperOut: false })]);
  await Promise.all([premises.labels.waitForLabel(9), premises.tickets.waitForTicket(3)]);
  expect(await placesOfLabels(clinic, [first, second, third])).toEqual([1, 4, 7]);
  await signInStaff(staff);

  for (const [index, ofLabelPrinter] of labelFaults.entries()) {
    const ofTicketPrinter = ticketFaults[index];
    await Promise.all([ofLabelPrinter.cause(premises), ofTicketPrinter?.cause(premises)]);
    await isTold(staff, 'LABELS-1', ofLabelPrinter.trouble);
    if (ofTicketPrinter) await isTold(staff, 'TICKETS-1', ofTicketPrinter.trouble);
    const number = String(index + 1).padStart(2, '0');
    await keepPicture(`${number}-${ofLabelPrinter.trouble}-${ofTicketPrinter?.trouble ?? 'well'}`);
    await Promise.all([ofLabelPrinter.mend(premises), ofTicketPrinter?.mend(premises)]);
  }
  await Promise.all([isWell(staff, 'LABELS-1'), isWell(staff, 'TICKETS-1')]);

  await premises.labels.become({ headOpen: true, paperOut: true, paused: true });
  await expect(needs(staff, 'LABELS-1')).toContainText(troubleInWords.paused, { timeout: toldWithinMs });
  await keepPicture('20-three-at-once');
  await expectAccessible(staff);
  await premises.labels.become({ headOpen: false, paperOut: false, paused: false });
  await isWell(staff, 'LABELS-1');
  expect(await premises.labels.labels()).toHaveLength(9);

  // In the middle of a set: its header, which is in motion, still comes out.
  await premises.labels.becomeInNextMotion({ paused: true });
  await checkInByNumber(clinic.patient, fourth);
  await expect(needs(staff, 'LABELS-1')).toContainText('Ticket 4 is interrupted', { timeout: toldWithinMs });
  await keepPicture('21-paused-in-a-set');
  await premises.labels.become({ paused: false });
  await isWell(staff, 'LABELS-1');
  await expect.poll(() => placesOfLabels(clinic, [fourth])).not.toEqual([-1]);
});
