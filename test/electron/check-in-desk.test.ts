import { describe, expect, test } from 'vitest';
import type { Booking } from '../../clinic/booking.ts';
import { booking, nhsNumber, patient, request } from '../clinic/examples.ts';
import { answer, openDesks } from './desks.ts';

const suffixes = { containerSuffixes: { EDTA: 'E', SST: 'S', FLU: 'F', CIT: 'C' } };
const due = (given: Partial<Booking> = {}) => booking({ requests: [request('FBC')], ...given });
const bornOn = '1980-01-18';

describe('a patient who is booked', () => {
  test('scans a letter, says a date of birth, and is checked in with ticket 1', async () => {
    const { arrive, store } = openDesks({ bookings: [due()], rules: suffixes });
    const view = await arrive('BK-1001', bornOn);
    expect(view.content).toEqual({ screen: 'checked-in', ticketNumber: 1, waitAt: 'Area B', isRepeat: false });
    expect(store.ledger.visit('booking-1')?.specimens.map(({ tube, identifier }) => [tube, identifier])).toEqual([
      ['EDTA', 'T123456E'],
    ]);
  });

  test('types the NHS number with spaces, and is checked in', async () => {
    const { patient: desk, clock } = openDesks({ bookings: [due()], rules: suffixes });
    await desk.act({ kind: 'type-number' });
    expect((await desk.act({ kind: 'give-number', text: '999 000 0018' })).content.screen).toBe('date-of-birth');
    expect((await answer(desk, clock, bornOn)).content.screen).toBe('checked-in');
  });

  test('S3: the screen says so only after the ledger holds the check-in', async () => {
    const { patient: desk, store, clock } = openDesks({ bookings: [due()], rules: suffixes });
    const shown: [screen: string, isInLedger: boolean][] = [];
    desk.onView(({ content }) => shown.push([content.screen, store.ledger.visit('booking-1') !== null]));
    await desk.act({ kind: 'scan', text: 'BK-1001' });
    await answer(desk, clock, bornOn);
    expect(shown.at(-1)).toEqual(['checked-in', true]);
    expect(shown.filter(([screen, isInLedger]) => screen === 'checked-in' && !isInLedger)).toEqual([]);
  });

  test('S3: is sent to reception, and not told "checked in", when the disk refuses', async () => {
    const { arrive, store } = openDesks({ bookings: [due()], rules: suffixes, diskRefuses: true });
    expect((await arrive('BK-1001', bornOn)).content).toMatchObject({ reason: 'not-possible-now' });
    expect(store.ledger.visit('booking-1')).toBe(null);
  });

  test('S4: scans twice and has one check-in, one ticket, one set of labels', async () => {
    const { arrive, store } = openDesks({ bookings: [due()], rules: suffixes });
    await arrive('BK-1001', bornOn);
    const papers = store.ledger.papers('booking-1');
    const again = await arrive('BK-1001', bornOn);
    expect(again.content).toMatchObject({ screen: 'checked-in', ticketNumber: 1, isRepeat: true });
    expect(store.ledger.papers('booking-1')).toEqual(papers);
    expect(store.ledger.outbox()).toHaveLength(1);
  });

  test('gets a header, the labels in the order of draw, and a ticket, in this order of printing', async () => {
    const requests = [request('FBC'), request('glucose'), request('U&E'), request('INR')];
    const { arrive, store } = openDesks({ bookings: [due({ requests })], rules: suffixes });
    await arrive('BK-1001', bornOn);
    const visit = store.ledger.visit('booking-1');
    expect(visit?.specimens.map(({ tube }) => tube)).toEqual(['CIT', 'SST', 'EDTA', 'FLU']);
    expect(store.ledger.papers('booking-1').map(({ kind }) => kind)).toEqual([
      'header-label',
      ...Array.from({ length: 4 }, () => 'specimen-label'),
      'queue-ticket',
    ]);
  });

  test('S7: no label is made for group and save; staff are told to do it by hand', async () => {
    const requests = [request('FBC'), request('group-save')];
    const rules = { ...suffixes, tests: { 'group-save': 'group-save' } };
    const { arrive, store } = openDesks({ bookings: [due({ requests })], rules });
    await arrive('BK-1001', bornOn);
    expect(store.ledger.visit('booking-1')?.specimens.map(({ tube }) => tube)).toEqual(['EDTA']);
    expect(store.ledger.openTasks().map(({ matter }) => matter.kind)).toEqual(['transfusion-by-hand']);
  });

  test('S12: is checked in with a test that no table maps, and a person is asked about it', async () => {
    const { arrive, store } = openDesks({ bookings: [due({ requests: [request('ZZ-NEW')] })], rules: suffixes });
    expect((await arrive('BK-1001', bornOn)).content.screen).toBe('checked-in');
    expect(store.ledger.visit('booking-1')?.specimens).toEqual([]);
    expect(store.ledger.openTasks().map(({ matter }) => matter)).toEqual([
      { kind: 'visit', problem: { kind: 'unmapped-test', requestId: 'request-ZZ-NEW', code: 'ZZ-NEW' } },
    ]);
  });
});

describe('S2: whoever asks about somebody else', () => {
  const someone = { id: 'p-2', dateOfBirth: '1970-05-05', nhsNumber: nhsNumber('9990000026') };
  const bookings = [
    due(),
    due({ id: 'cancelled', references: ['BK-2'], status: 'cancelled', patient: patient(someone) }),
    due({ id: 'elsewhere', references: ['BK-3'], siteId: 'site-2', patient: patient({ ...someone, id: 'p-3' }) }),
  ];
  const questions = [
    ['a booking with a wrong date of birth', 'BK-1001', '1980-01-19'],
    ['a reference that nobody has', 'BK-9999', '1980-01-18'],
    ['a cancelled booking, date of birth right', 'BK-2', '1970-05-05'],
    ['a booking at another site, date of birth right', 'BK-3', '1970-05-05'],
  ] as const;

  async function watch(code: string, dateOfBirth: string) {
    const { patient: desk, clock } = openDesks({ bookings, rules: suffixes });
    const startedMs = clock.nowMs();
    const seen: unknown[] = [];
    desk.onView((view) => seen.push([clock.nowMs() - startedMs, view]));
    await desk.act({ kind: 'scan', text: code });
    for (const _try of [1, 2, 3]) await answer(desk, clock, dateOfBirth);
    return seen;
  }

  test.each(questions)('%s: learns nothing from screens, order or time', async (_what, code, dateOfBirth) => {
    expect(await watch(code, dateOfBirth)).toEqual(await watch('BK-0000', '1960-06-06'));
  });

  test('five wrong answers at this kiosk make it rest; the patient asked about is not locked out', async () => {
    const { patient: desk, clock } = openDesks({ bookings, rules: suffixes });
    const wrong = async () => {
      await desk.act({ kind: 'scan', text: 'BK-1001' });
      return answer(desk, clock, '1980-01-19');
    };
    for (const _miss of [1, 2, 3, 4, 5]) await wrong();
    expect((await desk.act({ kind: 'scan', text: 'BK-1001' })).content).toMatchObject({ reason: 'resting' });
    clock.pass(61_000);
    await desk.act({ kind: 'scan', text: 'BK-1001' });
    expect((await answer(desk, clock, bornOn)).content.screen).toBe('checked-in');
  });
});

describe('a screen that was left', () => {
  test('asks after 30 seconds and is wiped 10 seconds later', async () => {
    const { patient: desk, clock } = openDesks({ bookings: [due()], rules: suffixes });
    await desk.act({ kind: 'scan', text: 'BK-1001' });
    clock.pass(29_000);
    expect(desk.view().stillThere).toBe(null);
    clock.pass(1_000);
    expect(desk.view().stillThere).toEqual({ secondsLeft: 10 });
    const { sitting } = desk.view();
    clock.pass(10_000);
    expect(desk.view()).toMatchObject({ content: { screen: 'start' }, stillThere: null });
    expect(desk.view().sitting).not.toBe(sitting);
  });

  test('is not wiped while somebody says that they are there', async () => {
    const { patient: desk, clock } = openDesks({ bookings: [due()], rules: suffixes });
    await desk.act({ kind: 'scan', text: 'BK-1001' });
    clock.pass(35_000);
    await desk.act({ kind: 'still-here' });
    clock.pass(29_000);
    expect(desk.view()).toMatchObject({ content: { screen: 'date-of-birth' }, stillThere: null });
  });
});

describe('what was typed', () => {
  test('stays to be mended after a slip, and is forgotten with every other screen', async () => {
    const { patient: desk, clock } = openDesks({ bookings: [due()], rules: suffixes });
    const sitting = () => desk.view().sitting;
    await desk.act({ kind: 'type-number' });
    const typing = sitting();
    await desk.act({ kind: 'give-number', text: '999 000 0019' });
    expect(sitting()).toBe(typing);
    await desk.act({ kind: 'give-number', text: '999 000 0018' });
    const confirming = sitting();
    expect(confirming).not.toBe(typing);
    const slip = await desk.act({ kind: 'give-date-of-birth', day: '31', month: '2', year: '1980' });
    expect(slip).toMatchObject({ content: { problem: 'not-a-date' }, sitting: confirming });
    expect((await answer(desk, clock, '1980-01-19')).sitting).not.toBe(confirming);
  });

  test('is not lost to an action that belongs to another screen', async () => {
    const { patient: desk } = openDesks({ bookings: [due()], rules: suffixes });
    await desk.act({ kind: 'scan', text: 'BK-1001' });
    const before = desk.view();
    expect(await desk.act({ kind: 'give-number', text: '999 000 0018' })).toEqual(before);
    expect(await desk.act({ kind: 'type-number' })).toEqual(before);
  });
});

describe('S1: a code or a number only finds', () => {
  test('a letter alone checks nobody in', async () => {
    const { patient: desk, store } = openDesks({ bookings: [due()], rules: suffixes });
    await desk.act({ kind: 'scan', text: 'BK-1001' });
    expect(store.ledger.visit('booking-1')).toBe(null);
  });

  test('two people under one code go to reception, even if a date of birth would pick one', async () => {
    const other = patient({ id: 'p-2', dateOfBirth: '1970-05-05', nhsNumber: nhsNumber('9990000026') });
    const bookings = [due(), due({ id: 'booking-2', patient: other })];
    const { arrive, patient: desk, clock, store } = openDesks({ bookings, rules: suffixes });
    await arrive('BK-1001', bornOn);
    await answer(desk, clock, bornOn);
    expect((await answer(desk, clock, bornOn)).content).toMatchObject({ reason: 'could-not-match' });
    expect(store.ledger.checkedIn(['booking-1', 'booking-2'])).toEqual([]);
  });
});

describe('what is scanned', () => {
  test.each([
    ['control characters', '\u0001\u0002BK-1001'],
    ['a web address', 'https://example.invalid/'],
    ['a wristband of an issuer that is not allowed', '(8018)123456999000001812'],
  ])('%s: one calm screen', async (_what, code) => {
    const { patient: desk } = openDesks({ bookings: [due()], rules: suffixes });
    const { content } = await desk.act({ kind: 'scan', text: code });
    expect(content).toMatchObject({ screen: 'see-reception', reason: 'code-not-recognised' });
  });

  test('a list of another day: reception checks in, the kiosk does not (S10)', async () => {
    const { patient: desk, clock } = openDesks({ bookings: [due()], rules: suffixes });
    clock.pass(24 * 60 * 60_000);
    expect((await desk.act({ kind: 'scan', text: 'BK-1001' })).content).toMatchObject({ reason: 'list-not-ready' });
  });
});
