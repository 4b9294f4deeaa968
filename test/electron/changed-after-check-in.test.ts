/** What the booking system changes after a patient was checked in: nobody's label says somebody else, and staff are told once. */
import { setImmediate as settled } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Booking, Patient } from '../../clinic/booking.ts';
import { silentLog } from '../../electron/log.ts';
import { notSentLines } from '../../electron/paper-lists/not-sent.ts';
import { composePaper } from '../../electron/printers/paper-composer.ts';
import { tellOfChanges, watchForChanges } from '../../electron/visit-changes.ts';
import { booking, nhsNumber, patient, request } from '../clinic/examples.ts';
import { clinicDay, type Desks, openDesks, signIn, siteId, startOfTest } from './desks.ts';

const site = { name: 'Riverside', waitAt: 'Area B', timeZone: 'Europe/London' };
const media = { size: { widthMm: 50, heightMm: 25 }, dotsPerMm: 8 } as const;
const due = (given: Partial<Booking> = {}) => booking({ requests: [request('FBC')], ...given });

async function checkedIn(): Promise<Desks> {
  const desks = openDesks({ bookings: [due()], rules: { containerSuffixes: { EDTA: 'E' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  return desks;
}

/** A pull brings the booking like this. */
function pulled({ store }: Desks, given: Partial<Booking>): void {
  store.cache.replaceDayList({ clinicDay, siteId, pulledAt: startOfTest }, [due({ status: 'arrived', ...given })], []);
  tellOfChanges(store, clinicDay, silentLog);
}

const label = ({ store }: Desks) => {
  const found = store.ledger.papers('booking-1').findLast(({ kind }) => kind === 'specimen-label');
  if (found === undefined) throw new Error('there is a label');
  return found;
};
const composed = (desks: Desks) =>
  composePaper(label(desks).id, null, { store: desks.store, site, media, language: 'zpl', clinicDay });
const matters = ({ store }: Desks) => store.ledger.openTasks().map(({ matter }) => matter);

const changes: readonly (readonly [string, Partial<Patient>, 'patient' | 'another-record'])[] = [
  ['another patient', { id: 'p-2', name: { family: 'Thistlewood', given: 'Jo' } }, 'another-record'],
  ['a corrected name', { name: { family: 'Quillfeather', given: 'Jonathon' } }, 'patient'],
  ['a corrected date of birth', { dateOfBirth: '1980-01-19' }, 'patient'],
  ['another NHS number', { nhsNumber: nhsNumber('9990000026') }, 'patient'],
];

describe('S5, S8: a label that waits while the booking gets', () => {
  test.each(changes)('%s: it is not printed by itself, and staff are told', async (_how, change, what) => {
    const desks = await checkedIn();
    expect(composed(desks).ok).toBe(true);
    pulled(desks, { patient: patient(change) });
    expect(composed(desks)).toEqual({ ok: false, problem: 'patient-changed' });
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what }]);
  });

  test('the record that two were merged into, with the same details: it is printed, and staff are told', async () => {
    const desks = await checkedIn();
    pulled(desks, { patient: patient({ id: 'p-2' }) });
    expect(composed(desks).ok).toBe(true);
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'merged' }]);
  });

  test('a corrected name: a person who says that it is right now gets it, with REPRINT; any other reprint is refused', async () => {
    const desks = await checkedIn();
    pulled(desks, { patient: patient({ name: { family: 'Quillfeather', given: 'Jonathon' } }) });
    const refuse = () => desks.store.ledger.write((writes) => writes.setPaperState(label(desks).id, 'refused'));
    refuse();
    await signIn(desks);
    await desks.staff.act({ kind: 'reprint', paperId: label(desks).id, reason: 'did-not-print' });
    expect(composed(desks)).toEqual({ ok: false, problem: 'patient-changed' });
    refuse();
    await desks.staff.act({ kind: 'reprint', paperId: label(desks).id, reason: 'wrong-details-corrected' });
    const reprint = composed(desks);
    const words = reprint.ok ? Buffer.from(reprint.value.bytes).toString('latin1') : '';
    expect(words).toContain('Jonathon');
    expect(words).toContain('REPRINT 2');
  });
});

describe('staff are told once', () => {
  const tubeOne = { number: 1, tube: 'EDTA', isNeeded: false };

  test('of a test that was revoked after its label: which tube is not to be filled', async () => {
    const desks = await checkedIn();
    pulled(desks, { requests: [request('FBC', { status: 'revoked' })] });
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'tests-revoked', tubes: [tubeOne] }]);
  });

  test('of a test that is not on the order any more, as of a revoked one', async () => {
    const desks = await checkedIn();
    pulled(desks, { requests: [] });
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'tests-revoked', tubes: [tubeOne] }]);
  });

  test('of a revoked test whose tube another test needs: that tube is filled', async () => {
    const tableRow = { name: 'Platelets', discipline: 'haematology', tube: 'EDTA' } as const;
    const requests = [request('FBC'), request('PLT')];
    const rules = { containerSuffixes: { EDTA: 'E' }, tests: { PLT: tableRow } };
    const desks = openDesks({ bookings: [due({ requests })], rules });
    await desks.arrive('BK-1001', '1980-01-18');
    const [specimen] = desks.store.ledger.visit('booking-1')?.specimens ?? [];
    expect(specimen?.requestIds).toHaveLength(2);
    pulled(desks, { requests: [request('FBC'), request('PLT', { status: 'revoked' })] });
    expect(matters(desks)).toEqual([
      { kind: 'changed-after-check-in', what: 'tests-revoked', tubes: [{ ...tubeOne, isNeeded: true }] },
    ]);
  });

  test('of tests that were added, once for each, and staff read their names', async () => {
    const desks = await checkedIn();
    await signIn(desks);
    const added = request('GLU', { codes: [{ system: null, code: 'GLU', display: 'Glucose' }] });
    pulled(desks, { requests: [request('FBC'), added] });
    pulled(desks, { requests: [request('FBC'), added] });
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'tests-added', tests: ['request-GLU'] }]);
    const { content } = await desks.staff.act({ kind: 'open-tasks' });
    expect(content).toMatchObject({ tasks: [{ matter: { what: 'tests-added', tests: ['Glucose'] } }] });
  });

  test('and of nothing when a request cannot be read for a while', async () => {
    const desks = await checkedIn();
    pulled(desks, { requests: [request('FBC', { codes: [], requisition: null })] });
    expect(matters(desks)).toEqual([]);
  });

  test('of a booking that was moved or deleted, which stays on the list: by where the whole pull found it', async () => {
    const desks = await checkedIn();
    const list = { clinicDay, siteId, pulledAt: startOfTest };
    desks.store.cache.replaceDayList(list, [due()], [{ appointmentId: 'booking-1', why: 'other-site' }]);
    tellOfChanges(desks.store, clinicDay, silentLog);
    expect(matters(desks)).toEqual([{ kind: 'upstream-conflict', because: 'moved' }]);
    desks.store.cache.replaceDayList(list, [due()], [{ appointmentId: 'booking-1', why: 'gone' }]);
    tellOfChanges(desks.store, clinicDay, silentLog);
    expect(matters(desks)).toEqual([
      { kind: 'upstream-conflict', because: 'moved' },
      { kind: 'upstream-conflict', because: 'deleted' },
    ]);
  });

  test('and once more when a booking that was booked again is cancelled again', async () => {
    const desks = await checkedIn();
    const stop = watchForChanges(desks.store, () => clinicDay, silentLog);
    const list = { clinicDay, siteId, pulledAt: startOfTest };
    const becomes = async (status: Booking['status']) => {
      desks.store.cache.replaceDayList(list, [due({ status })], []);
      await settled();
    };
    const end = () => {
      for (const { id } of desks.store.ledger.openTasks()) {
        desks.store.ledger.write((writes) => writes.endTask(id, 'done', 'staff-1'));
      }
    };
    await becomes('cancelled');
    expect(matters(desks)).toHaveLength(1);
    end();
    await becomes('cancelled');
    expect(matters(desks)).toEqual([]);
    await becomes('booked');
    await becomes('cancelled');
    expect(matters(desks)).toEqual([{ kind: 'upstream-conflict', because: 'cancelled' }]);
    stop();
  });

  test('of a booking that was cancelled after its arrival was sent, and not again when they have seen to it', async () => {
    const desks = await checkedIn();
    await signIn(desks);
    pulled(desks, { status: 'cancelled' });
    expect(matters(desks)).toEqual([{ kind: 'upstream-conflict', because: 'cancelled' }]);
    const [task] = desks.store.ledger.openTasks();
    await desks.staff.act({ kind: 'end-task', taskId: task?.id ?? '', answer: 'done' });
    pulled(desks, { status: 'cancelled' });
    expect(matters(desks)).toEqual([]);
  });

  test('and of nothing at all when only the status and the version moved on', async () => {
    const desks = await checkedIn();
    pulled(desks, { status: 'fulfilled', version: '7', requests: [request('FBC', { status: 'completed' })] });
    expect(matters(desks)).toEqual([]);
    expect(composed(desks).ok).toBe(true);
  });
});

test('S13: the ledger keeps a hash of who it was, which differs for two visits of one person', async () => {
  const { store } = await checkedIn();
  const visit = store.ledger.visit('booking-1');
  expect(visit?.patientMark).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
  expect(JSON.stringify(visit)).not.toMatch(/quill|1980-01-18|9990000018/i);
});

describe('S1: a booking that was given to another patient after its first one had checked in', () => {
  const other = patient({
    id: 'p-2',
    name: { family: 'Thistlewood', given: 'Jo' },
    dateOfBirth: '1970-05-05',
    nhsNumber: nhsNumber('9990000026'),
  });

  test.each([
    ['booked', 'the reference of the letter', 'BK-1001'],
    ['arrived', 'the reference of the letter', 'BK-1001'],
    ['arrived', 'the NHS number', '9990000026'],
  ] as const)(
    '%s, by %s: the other one goes to reception, and never gets the ticket of the first',
    async (status, _how, code) => {
      const desks = await checkedIn();
      pulled(desks, { patient: other, status });
      desks.clock.pass(60_000);
      expect((await desks.arrive(code, '1970-05-05')).content).toMatchObject({
        screen: 'see-reception',
        reason: 'could-not-match',
      });
    },
  );

  test('what is not yet sent bears the name of the first, whose arrival and blood it is', async () => {
    const desks = await checkedIn();
    const notSent = () => {
      const nowMs = desks.clock.nowMs();
      const lines = notSentLines({ store: desks.store, timeZone: site.timeZone, nowMs, isOnline: false });
      return lines.map(({ what, name }) => [what, name]);
    };
    for (const changed of [{}, { patient: other }, { patient: patient({ id: 'p-2' }) }]) {
      pulled(desks, changed);
      expect(notSent()).toEqual([['checked-in', 'QUILLFEATHER, Jonathan']]);
    }
  });

  test('the same person under a corrected name, or in the record that hers was merged into, is shown her ticket', async () => {
    for (const change of [{ name: { family: 'Quillfeather', given: 'Jonathon' } }, { id: 'p-2' }]) {
      const desks = await checkedIn();
      pulled(desks, { patient: patient(change) });
      desks.clock.pass(60_000);
      expect((await desks.arrive('BK-1001', '1980-01-18')).content).toMatchObject({
        screen: 'checked-in',
        ticketNumber: 1,
      });
    }
  });
});

describe('S4: whoever calls the next patient from the list reads that something is to be looked at before any blood is taken', () => {
  test.each<[string, Partial<Booking>]>([
    ['the booking was cancelled', { status: 'cancelled' }],
    ['a test was revoked', { requests: [request('FBC', { status: 'revoked' })] }],
    ['a test was added', { requests: [request('FBC'), request('UE')] }],
    ['another date of birth', { patient: patient({ dateOfBirth: '1980-01-19' }) }],
  ])('%s: until somebody has answered the task', async (_what, change) => {
    const desks = await checkedIn();
    await signIn(desks);
    const labels = async () => {
      const { content } = await desks.staff.act({ kind: 'open-day-list' });
      return content.screen === 'day-list' ? content.rows[0]?.labels : null;
    };
    expect(await labels()).toBe('waiting');
    pulled(desks, change);
    expect(await labels()).toBe('needs-staff');
    for (const { id: taskId } of desks.store.ledger.openTasks())
      await desks.staff.act({ kind: 'end-task', taskId, answer: 'done' });
    expect(await labels()).toBe('waiting');
  });
});
