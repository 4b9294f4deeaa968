/** A patient without a booking, registered by staff from the paper form: at the staff desk, over a real store. */
import { describe, expect, test } from 'vitest';
import { startOfTest } from './desks.ts';
import { bookedAfterAll, clinicWithStaff, readForm, register } from './walk-in-clinic.ts';

const yes = { kind: 'register-walk-in', isConfirmed: true, isSomebodyElse: false } as const;

describe('from the form to the labels', () => {
  test('S4: pressed twice, the button registers once, and the visit stays on the screen', async () => {
    const desks = await clinicWithStaff();
    await readForm(desks);
    const [, second] = await Promise.all([desks.staff.act(yes), desks.staff.act(yes)]);
    expect(second.content).toMatchObject({ screen: 'visit', visit: { row: { ticketNumber: 1 } } });
    expect(desks.store.ledger.visits('2026-11-24')).toHaveLength(1);
  });

  test('S12: a registered patient has a ticket and labels in the order of draw, each with a number by the order and its container', async () => {
    const desks = await clinicWithStaff();
    const id = await register(desks);
    const visit = desks.store.ledger.visit(id);
    expect(visit).toMatchObject({ ticketNumber: 1, foundBy: 'staff', arrivedAt: startOfTest });
    expect(visit?.specimens.map(({ tube, identifier }) => [tube, identifier])).toEqual([
      ['SST', 'T7654321S'],
      ['EDTA', 'T7654321E'],
    ]);
    expect(desks.store.ledger.papers(id).map(({ kind }) => kind)).toEqual([
      'header-label',
      'specimen-label',
      'specimen-label',
      'queue-ticket',
    ]);
    expect(desks.store.ledger.outboxOf(id).map(({ kind, state }) => [kind, state])).toEqual([['walk-in', 'pending']]);
  });

  test('without an order number the labels have numbers of the reserved range, and never one made up', async () => {
    const reserved = await clinicWithStaff({ reservedRange: { prefix: 'PK', from: 100, to: 199, digits: 6 } });
    const id = await register(reserved, { requisition: '' });
    expect(reserved.store.ledger.visit(id)?.specimens.map(({ identifier }) => identifier)).toEqual([
      'PK000100',
      'PK000101',
    ]);
    const none = await clinicWithStaff();
    const other = await register(none, { requisition: '' });
    expect(none.store.ledger.visit(other)?.specimens).toEqual([]);
    expect(none.store.ledger.openTasks().map(({ matter }) => matter)).toMatchObject([
      { kind: 'visit', problem: { kind: 'no-identifier' } },
      { kind: 'visit', problem: { kind: 'no-identifier' } },
    ]);
  });

  test('S7: a group and save of a paper form gets no label, and staff are told to label it by hand', async () => {
    const desks = await clinicWithStaff();
    const id = await register(desks, { tests: ['fbc', 'group-save'] });
    expect(desks.store.ledger.visit(id)?.specimens.map(({ tube }) => tube)).toEqual(['EDTA']);
    expect(desks.store.ledger.visit(id)?.heldBack).toMatchObject([{ why: 'transfusion' }]);
    expect(desks.store.ledger.openTasks().map(({ matter }) => matter.kind)).toEqual(['transfusion-by-hand']);
  });

  test('S8: without an NHS number nothing is labelled by itself: a ticket, and a task to label by hand', async () => {
    const desks = await clinicWithStaff({ reservedRange: { prefix: 'PK', from: 100, to: 199, digits: 6 } });
    const view = await readForm(desks, { nhsNumber: '', isNumberNotKnown: true });
    expect(view.content).toMatchObject({ walkIn: { step: 'read-back', nhsNumber: null } });
    const id = await register(desks, { nhsNumber: '', isNumberNotKnown: true });
    expect(desks.store.ledger.visit(id)?.specimens).toEqual([]);
    expect(desks.store.ledger.visit(id)?.heldBack.map(({ why }) => why)).toEqual(['no-nhs-number', 'no-nhs-number']);
    expect(desks.store.ledger.papers(id).map(({ kind }) => kind)).toEqual(['header-label', 'queue-ticket']);
    expect(desks.store.ledger.openTasks().map(({ matter }) => matter)).toMatchObject([{ kind: 'label-by-hand' }]);
  });

  test('S12: a test that no table has goes to a person in the words of the form, and the words stay out of the ledger', async () => {
    const desks = await clinicWithStaff();
    await register(desks, { tests: ['fbc', 'words:Vitamin Q'] });
    const { content } = await desks.staff.act({ kind: 'open-tasks' });
    expect(content).toMatchObject({ tasks: [{ matter: { problem: { kind: 'unmapped-test', code: 'Vitamin Q' } } }] });
    expect(JSON.stringify(desks.store.ledger.openTasks())).not.toContain('Vitamin');
  });

  test('S14: who registered the patient stands in the trail, without a name, date of birth or NHS number', async () => {
    const desks = await clinicWithStaff();
    const id = await register(desks);
    const entry = desks.store.ledger.audit().find(({ act }) => act === 'register-walk-in');
    expect(entry).toMatchObject({ who: 'staff-1', bookingId: id, details: { ticketNumber: 1, labels: 2 } });
    expect(JSON.stringify(desks.store.ledger.audit())).not.toMatch(/Hollyhock|1961|999000/i);
  });
});

describe('nothing is stored before it was read back and confirmed', () => {
  test('problems are shown by field, and what was typed stays', async () => {
    const desks = await clinicWithStaff();
    const { content } = await readForm(desks, { day: '31', month: '2', tests: [] });
    expect(content).toMatchObject({
      walkIn: {
        step: 'form',
        form: { family: 'Hollyhock', day: '31' },
        problems: [
          { field: 'date-of-birth', because: 'not-a-date' },
          { field: 'tests', because: 'none' },
        ],
      },
    });
  });

  test('read back: not confirmed is refused; changed goes back to the form; only confirmed is stored', async () => {
    const desks = await clinicWithStaff();
    expect((await readForm(desks)).content).toMatchObject({
      walkIn: { step: 'read-back', name: 'HOLLYHOCK, Wilhelmina', dateOfBirth: '09-Mar-1961', problem: null },
    });
    const refused = await desks.staff.act({ ...yes, isConfirmed: false });
    expect(refused.content).toMatchObject({ walkIn: { step: 'read-back', problem: 'not-confirmed' } });
    const form = await desks.staff.act({ kind: 'change-walk-in' });
    expect(form.content).toMatchObject({ walkIn: { step: 'form', form: { family: 'Hollyhock' }, problems: [] } });
    expect((await desks.staff.act(yes)).content).toMatchObject({ walkIn: { step: 'form' } });
    expect(desks.store.walkIns.all()).toEqual([]);
    expect(desks.store.ledger.visits('2026-11-24')).toEqual([]);
  });

  test('S13: what was typed is forgotten when the page is left or nobody is signed in any more', async () => {
    const desks = await clinicWithStaff();
    await readForm(desks);
    desks.clock.pass(200_000);
    expect(desks.staff.view().content.screen).toBe('sign-in');
    await desks.staff.act({ kind: 'sign-in', badge: 'BADGE-0001-ABCD', pin: '280419' });
    expect(JSON.stringify(await desks.staff.act({ kind: 'open-walk-in' }))).not.toContain('Hollyhock');
  });

  test('S3: a disk that refuses is told, nobody is registered, and what was typed can be sent again', async () => {
    const desks = await clinicWithStaff({ diskRefuses: false });
    await readForm(desks);
    const write = desks.store.ledger.write;
    Object.assign(desks.store.ledger, {
      write: () => {
        throw new Error('database or disk is full');
      },
    });
    expect((await desks.staff.act(yes)).content).toMatchObject({ walkIn: { problem: 'not-stored' } });
    expect(desks.store.cache.bookings()).toEqual([]);
    Object.assign(desks.store.ledger, { write });
    expect((await desks.staff.act(yes)).content.screen).toBe('visit');
    expect(desks.store.cache.bookings()).toHaveLength(1);
  });

  test('a second press registers nobody twice', async () => {
    const desks = await clinicWithStaff();
    await readForm(desks);
    await Promise.all([desks.staff.act(yes), desks.staff.act(yes)]);
    expect(desks.store.ledger.visits('2026-11-24')).toHaveLength(1);
  });
});

describe('who is on the list already', () => {
  test('S4: the same NHS number is on the list: that booking is shown, and nobody is registered', async () => {
    const desks = await clinicWithStaff({ bookings: [bookedAfterAll()] });
    const { content } = await readForm(desks, { family: 'Other' });
    expect(content).toMatchObject({
      walkIn: { step: 'form', known: { by: 'nhs-number', patients: [{ bookingId: 'booking-late' }] } },
    });
    expect((await desks.staff.act(yes)).content).toMatchObject({ walkIn: { step: 'form' } });
    expect(desks.store.walkIns.all()).toEqual([]);
  });

  test('S4: a patient who was registered today is not registered again', async () => {
    const desks = await clinicWithStaff();
    const id = await register(desks);
    const { content } = await readForm(desks, { requisition: '' });
    expect(content).toMatchObject({ walkIn: { known: { patients: [{ bookingId: id, ticketNumber: 1 }] } } });
  });

  test('S1: somebody similar has to be looked at first; who came up meanwhile too', async () => {
    const similar = bookedAfterAll({
      id: 'booking-2',
      patient: { ...bookedAfterAll().patient, id: 'p2', nhsNumber: null },
    });
    const desks = await clinicWithStaff({ bookings: [similar] });
    expect((await readForm(desks)).content).toMatchObject({
      walkIn: { step: 'read-back', similar: [{ bookingId: 'booking-2' }], similarCount: 1 },
    });
    expect((await desks.staff.act(yes)).content).toMatchObject({ walkIn: { problem: 'similar-not-checked' } });
    const other = { ...similar, id: 'booking-3', patient: { ...similar.patient, id: 'p3' } };
    const age = desks.store.cache.age();
    if (age !== null) desks.store.cache.replaceDayList(age, [similar, other], []);
    const sayElse = { ...yes, isSomebodyElse: true };
    expect((await desks.staff.act(sayElse)).content).toMatchObject({ walkIn: { problem: 'similar-not-checked' } });
    expect((await desks.staff.act(sayElse)).content.screen).toBe('visit');
  });

  test('a patient whose booking was cancelled, and who comes with a new form: staff see that it was, and can say so', async () => {
    const cancelled = bookedAfterAll({ status: 'cancelled' });
    const desks = await clinicWithStaff({ bookings: [cancelled] });
    expect((await readForm(desks)).content).toMatchObject({
      walkIn: { step: 'read-back', similar: [{ bookingId: 'booking-late', isOff: true }] },
    });
    expect((await desks.staff.act({ ...yes, isSomebodyElse: true })).content.screen).toBe('visit');
  });

  test('S4: a booking of the same patient that came between reading back and registering stops it', async () => {
    const desks = await clinicWithStaff();
    await readForm(desks);
    const age = desks.store.cache.age();
    if (age !== null) desks.store.cache.replaceDayList(age, [bookedAfterAll()], []);
    expect((await desks.staff.act(yes)).content).toMatchObject({
      walkIn: { step: 'form', known: { by: 'nhs-number' } },
    });
    expect(desks.store.walkIns.all()).toEqual([]);
  });
});

test.each([
  'N'.repeat(80),
  '😀😀 Hollyhock',
  'عبد الرحمن',
  '<img src=x onerror=alert(1)>',
  "x'); DROP TABLE check_ins;--",
  '^XA^FO0,0^FDx^FS^XZ',
])('whatever a name looks like, the patient is registered and the name is data: %s', async (family) => {
  const desks = await clinicWithStaff();
  const id = await register(desks, { family });
  expect(desks.store.cache.booking(id)?.patient.name.family).toBe(family);
  expect(desks.store.ledger.visits('2026-11-24')).toHaveLength(1);
});
