/** A booking that was given to somebody else after its patient had checked in: nobody is shown, or bled, as the other (S1). */
import { describe, expect, test } from 'vitest';
import type { Booking, Patient } from '../../clinic/booking.ts';
import { emptyWalkInForm } from '../../clinic/walk-in-form.ts';
import { silentLog } from '../../electron/log.ts';
import { dayListPage } from '../../electron/paper-lists/day-list-paper.ts';
import { notSentLines } from '../../electron/paper-lists/not-sent.ts';
import { composePaper } from '../../electron/printers/paper-composer.ts';
import type { StaffAction, StaffScreen } from '../../electron/staff-api.ts';
import { tellOfChanges } from '../../electron/visit-changes.ts';
import { booking, nhsNumber, patient, request } from '../clinic/examples.ts';
import { clinicDay, type Desks, openDesks, signIn, siteId, startOfTest } from './desks.ts';

const first = 'QUILLFEATHER, Jonathan';
const second = 'THISTLEWOOD, Jo';
const other: Patient = patient({
  id: 'p-2',
  name: { family: 'Thistlewood', given: 'Jo' },
  dateOfBirth: '1970-05-05',
  nhsNumber: nhsNumber('9990000026'),
});
const paperHeading = { siteName: 'Riverside', clinicDay, asOf: '08:47' };
const due = (given: Partial<Booking> = {}) => booking({ requests: [request('FBC')], ...given });

function pulled({ store }: Desks, ...bookings: readonly Booking[]): void {
  store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startOfTest }, bookings, []);
  tellOfChanges(store, clinicDay, silentLog);
}

/** Checked in as ticket 1, with a label of which nobody knows whether it came out. */
async function checkedIn(): Promise<Desks> {
  const desks = openDesks({ bookings: [due()], rules: { containerSuffixes: { EDTA: 'E' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  await signIn(desks);
  const label = desks.store.ledger.papers('booking-1').find(({ kind }) => kind === 'specimen-label');
  desks.store.ledger.write((writes) =>
    writes.openTask('booking-1', { kind: 'paper-uncertain', paperId: label?.id ?? '' }),
  );
  return desks;
}

async function given(bookings = [due({ patient: other, requests: [request('UE')] })]): Promise<Desks> {
  const desks = await checkedIn();
  pulled(desks, ...bookings);
  return desks;
}

const shown = async (desks: Desks, action: StaffAction): Promise<StaffScreen> =>
  (await desks.staff.act(action)).content;

async function rowsIn(desks: Desks) {
  const content = await shown(desks, { kind: 'open-day-list' });
  return content.screen === 'day-list' ? content.rows : [];
}

async function taskIn(desks: Desks, kind: string) {
  const content = await shown(desks, { kind: 'open-tasks' });
  return content.screen === 'tasks' ? content.tasks.find(({ matter }) => matter.kind === kind) : undefined;
}

async function visitOf(desks: Desks, bookingId: string | null | undefined) {
  const content = await shown(desks, { kind: 'open-visit', bookingId: bookingId ?? '' });
  return content.screen === 'visit' ? content.visit : null;
}

describe('S1: the task about a label', () => {
  test('names the patient whose name the label bears, and opens that visit and no other', async () => {
    const desks = await given();
    const task = await taskIn(desks, 'paper-uncertain');
    expect(task).toMatchObject({ name: first, ticketNumber: 1 });
    const visit = await visitOf(desks, task?.bookingId);
    expect(visit?.row).toMatchObject({ name: first, dateOfBirth: '18-Jan-1980', ticketNumber: 1, state: 'checked-in' });
    expect(visit?.papers.map(({ kind }) => kind)).toEqual(['header-label', 'specimen-label', 'queue-ticket']);
    expect(visit?.tests).toEqual(['Full blood count']);
    expect(JSON.stringify(visit)).not.toMatch(/thistlewood|9990000026/i);
  });

  test('as every other task of the visit', async () => {
    const desks = await given();
    expect(await taskIn(desks, 'changed-after-check-in')).toMatchObject({ name: first });
  });

  test('names nobody when the name is no longer known, and still opens the visit of that ticket', async () => {
    const desks = await checkedIn();
    pulled(desks);
    pulled(desks, due({ patient: other }));
    const task = await taskIn(desks, 'paper-uncertain');
    expect(task).toMatchObject({ name: '', ticketNumber: 1 });
    expect((await visitOf(desks, task?.bookingId))?.row).toMatchObject({ name: '', nhsNumber: '', ticketNumber: 1 });
  });

  test('names the same person under a corrected name, or back in the booking', async () => {
    const desks = await given();
    pulled(desks, due({ patient: patient({ name: { family: 'Quillfeather', given: 'Jon' } }) }));
    expect(await taskIn(desks, 'paper-uncertain')).toMatchObject({ name: 'QUILLFEATHER, Jon', bookingId: 'booking-1' });
    expect(await rowsIn(desks)).toHaveLength(1);
  });
});

describe('S1: whoever has the booking now', () => {
  test('stands in the list beside the first, without ticket and labels', async () => {
    const rows = await rowsIn(await given());
    expect(rows.map(({ name, ticketNumber, state, labels }) => [name, ticketNumber, state, labels])).toEqual([
      [first, 1, 'checked-in', 'needs-staff'],
      [second, null, 'expected', 'needs-staff'],
    ]);
    expect(new Set(rows.map(({ bookingId }) => bookingId)).size).toBe(2);
  });

  test('is on paper beside the first, as one booking', async () => {
    const desks = await given();
    const page = dayListPage(paperHeading, await rowsIn(desks), '09:02');
    expect(page.counts).toBe('1 booking, 1 checked in here.');
    expect(page.rows.map(({ name, inKiosk }) => [name, inKiosk])).toEqual([
      [first, '1, see task'],
      [second, 'see task'],
    ]);
  });

  test('is told apart from the first where their names are alike: both rows, and both pages, warn of it', async () => {
    const alike = { ...other, name: { family: 'Quillfeather', given: 'Jo' } };
    const desks = await given([due({ patient: alike })]);
    const rows = await rowsIn(desks);
    expect(rows.map(({ hasSimilarName }) => hasSimilarName)).toEqual([true, true]);
    for (const { bookingId } of rows) expect((await visitOf(desks, bookingId))?.row.hasSimilarName).toBe(true);
  });

  test('has a page with nothing of the first but why nobody is checked in with it', async () => {
    const desks = await given();
    const visit = await visitOf(desks, 'booking-1');
    expect(visit?.row.name).toBe(second);
    expect(visit).toMatchObject({
      papers: [],
      collection: null,
      visitCode: null,
      arrivedAt: null,
      checkIn: 'given-away',
    });
    expect(visit).toMatchObject({ arrivalSent: 'not-due', mayReprintSet: false, voidSet: 'nothing-to-void' });
    expect(visit?.tasks.map(({ matter }) => matter)).toEqual([
      { kind: 'changed-after-check-in', what: 'another-record' },
    ]);
  });

  test('reads why also after staff have ended the task, until the booking is theirs to check in', async () => {
    const desks = await given();
    const taskId = (await taskIn(desks, 'changed-after-check-in'))?.taskId ?? '';
    await shown(desks, { kind: 'end-task', taskId, answer: 'done' });
    expect(await visitOf(desks, 'booking-1')).toMatchObject({
      row: { name: second },
      checkIn: 'given-away',
      tasks: [],
    });
    expect((await visitOf(desks, `booking-1@${clinicDay}`))?.checkIn).toBe('done');
  });

  test('is not checked in by staff with the visit of the first', async () => {
    const desks = await given();
    const content = await shown(desks, { kind: 'check-in', bookingId: 'booking-1' });
    expect(content).toMatchObject({ screen: 'visit', problem: 'not-possible-now' });
    expect(desks.store.ledger.visits(clinicDay)).toHaveLength(1);
  });

  test('brings no tasks about tests: the order is not of whoever is here', async () => {
    const desks = await given();
    expect(desks.store.ledger.openTasks().map(({ matter }) => matter.kind)).toEqual([
      'paper-uncertain',
      'changed-after-check-in',
    ]);
  });
});

test('S1: a visit that is open on the screen stays that of its patient when the booking is given away', async () => {
  const desks = await checkedIn();
  expect((await visitOf(desks, 'booking-1'))?.row.name).toBe(first);
  pulled(desks, due({ patient: other }));
  expect(desks.staff.view().content).toMatchObject({
    screen: 'visit',
    visit: { row: { name: first, ticketNumber: 1 } },
  });
});

test('S1: the page of whoever has the booking does not turn into that of the first, who gets it back', async () => {
  const desks = await given();
  expect((await visitOf(desks, 'booking-1'))?.row.name).toBe(second);
  pulled(desks, due());
  expect(desks.staff.view().content).toMatchObject({ screen: 'day-list', rows: [{ name: first, ticketNumber: 1 }] });
});

test('S1: staff who are about to check one patient in do not check in another to whom the booking is given meanwhile', async () => {
  const desks = openDesks({ bookings: [due()] });
  await signIn(desks);
  expect((await visitOf(desks, 'booking-1'))?.checkIn).toBe('possible');
  pulled(desks, due({ patient: other }));
  expect(desks.staff.view().content).toMatchObject({ screen: 'day-list' });
  expect(await shown(desks, { kind: 'check-in', bookingId: 'booking-1' })).toMatchObject({ screen: 'day-list' });
  expect(desks.store.ledger.visits(clinicDay)).toEqual([]);
  expect((await visitOf(desks, 'booking-1'))?.row.name).toBe(second);
  expect(await shown(desks, { kind: 'check-in', bookingId: 'booking-1' })).toMatchObject({
    visit: { row: { name: second, ticketNumber: 1 } },
  });
});

test('a corrected name keeps the page open, and the patient is checked in from it', async () => {
  const desks = openDesks({ bookings: [due()] });
  await signIn(desks);
  await visitOf(desks, 'booking-1');
  pulled(desks, due({ patient: patient({ name: { family: 'Quillfeather', given: 'Jon' } }) }));
  expect(await shown(desks, { kind: 'check-in', bookingId: 'booking-1' })).toMatchObject({
    visit: { row: { name: 'QUILLFEATHER, Jon', ticketNumber: 1 } },
  });
});

test('S1, S14: blood is recorded at the visit whose page is open, and the page stays', async () => {
  const desks = await given();
  const page = (await taskIn(desks, 'paper-uncertain'))?.bookingId ?? '';
  await visitOf(desks, page);
  const specimenIds = desks.store.ledger.visit('booking-1')?.specimens.map(({ id }) => id) ?? [];
  const taken = { specimenIds, isLabelledByHand: true, isIdentityConfirmed: true } as const;
  const content = await shown(desks, { kind: 'record-collection', bookingId: page, ...taken });
  expect(content).toMatchObject({ screen: 'visit', problem: null, visit: { row: { name: first, taken: 'all' } } });
  expect(
    desks.store.ledger
      .audit()
      .slice(-2)
      .map(({ act, bookingId }) => [act, bookingId]),
  ).toEqual([
    ['open-visit', 'booking-1'],
    ['blood-taken', 'booking-1'],
  ]);
  const lines = notSentLines({
    store: desks.store,
    timeZone: 'Europe/London',
    nowMs: desks.clock.nowMs(),
    isOnline: true,
  });
  expect(lines.map(({ what, name }) => [what, name])).toEqual([
    ['checked-in', first],
    ['collected', first],
  ]);
});

describe('S1: labels of the first', () => {
  const label = ({ store }: Desks) =>
    store.ledger.papers('booking-1').findLast(({ kind }) => kind === 'specimen-label')?.id ?? '';

  test('are not offered for a reprint: no label bears a name that the booking has no more', async () => {
    const desks = await given();
    desks.store.ledger.write((writes) => writes.setPaperState(label(desks), 'refused'));
    const page = (await taskIn(desks, 'paper-uncertain'))?.bookingId;
    const visit = await visitOf(desks, page);
    expect(visit).toMatchObject({ mayReprintSet: false });
    expect(visit?.papers.find(({ kind }) => kind === 'specimen-label')).toMatchObject({ mayReprint: false });
  });

  test('do not get the name of the second, also when somebody says on that page that details were corrected', async () => {
    const desks = await given();
    const reason = 'wrong-details-corrected';
    desks.store.ledger.write((writes) => writes.setPaperState(label(desks), 'refused'));
    await shown(desks, { kind: 'reprint', paperId: label(desks), reason });
    await shown(desks, { kind: 'reprint-set', bookingId: 'booking-1', reason });
    const media = { size: { widthMm: 50, heightMm: 25 }, dotsPerMm: 8 } as const;
    const site = { name: 'Riverside', waitAt: 'Area B', timeZone: 'Europe/London' };
    expect(composePaper(label(desks), null, { store: desks.store, site, media, language: 'zpl', clinicDay })).toEqual({
      ok: false,
      problem: 'patient-changed',
    });
  });
});

test('S1: whoever is registered at the desk and has the booking now is not shown with the ticket of the first', async () => {
  const desks = await given();
  await shown(desks, { kind: 'open-walk-in' });
  const born = { day: '5', month: '5', year: '1970' };
  const typed = { ...born, family: 'Thistlewood', given: 'Jo', nhsNumber: '9990000026', tests: ['words:FBC'] };
  const content = await shown(desks, { kind: 'read-walk-in', form: { ...emptyWalkInForm, ...typed } });
  expect(content).toMatchObject({
    screen: 'walk-in',
    walkIn: { known: { patients: [{ name: second, ticketNumber: null }] } },
  });
});

test('a page of a visit that nobody has is not opened', async () => {
  const desks = await given();
  for (const bookingId of ['booking-1@2026-11-23', 'booking-1@', 'booking-9@2026-11-24', '@']) {
    expect(await visitOf(desks, bookingId)).toBeNull();
  }
});
