/** What the booking system changes after a patient was checked in: nobody's label says somebody else, and staff are told once. */
import { describe, expect, test } from 'vitest';
import type { Booking, Patient } from '../../clinic/booking.ts';
import { silentLog } from '../../electron/log.ts';
import { composePaper } from '../../electron/paper-composer.ts';
import { tellOfChanges } from '../../electron/visit-marks.ts';
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

const changes: readonly (readonly [string, Partial<Patient>])[] = [
  ['another patient, as after a merge of two records', { id: 'p-2', name: { family: 'Thistlewood', given: 'Jo' } }],
  ['a corrected name', { name: { family: 'Quillfeather', given: 'Jonathon' } }],
  ['a corrected date of birth', { dateOfBirth: '1980-01-19' }],
  ['another NHS number', { nhsNumber: nhsNumber('9990000026') }],
];

describe('S5, S8: a label that waits while the booking gets', () => {
  test.each(changes)('%s: it is not printed by itself, and staff are told', async (_what, change) => {
    const desks = await checkedIn();
    expect(composed(desks).ok).toBe(true);
    pulled(desks, { patient: patient(change) });
    expect(composed(desks)).toEqual({ ok: false, problem: 'patient-changed' });
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'patient' }]);
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
  test('of an order that was changed after check-in', async () => {
    const desks = await checkedIn();
    pulled(desks, { requests: [request('FBC', { status: 'revoked' })] });
    expect(matters(desks)).toEqual([{ kind: 'changed-after-check-in', what: 'order' }]);
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
  expect(visit?.patientMark).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.stringify(visit)).not.toMatch(/quill|1980-01-18|9990000018/i);
});
