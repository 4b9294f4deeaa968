/** Papers that nobody will print as things stand: of yesterday, or sent to a printer that is gone from the settings. */
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../electron/log.ts';
import { settleLostPrinters, settleOtherDays } from '../../electron/printers/left-papers.ts';
import { composePaper } from '../../electron/printers/paper-composer.ts';
import { booking, request } from '../clinic/examples.ts';
import { settleAll } from './desk-printer.ts';
import { clinicDay, type Desks, openDesks, signIn } from './desks.ts';

const tomorrow = '2026-11-25';
const site = { name: 'Riverside', waitAt: 'Area B', timeZone: 'Europe/London' };
const media = { size: { widthMm: 50, heightMm: 25 }, dotsPerMm: 8 } as const;

async function checkedIn(): Promise<Desks> {
  const bookings = [booking({ requests: [request('FBC')] })];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E' } } });
  await desks.arrive('BK-1001', '1980-01-18');
  return desks;
}

const states = ({ store }: Desks) => store.ledger.papers('booking-1').map(({ kind, state }) => `${kind} ${state}`);
const matters = ({ store }: Desks) => store.ledger.openTasks().map(({ matter }) => matter);
const lastAct = ({ store }: Desks) => store.ledger.audit().at(-1);

/** As a kiosk that was switched off in the middle of the first label leaves it. */
function leftInTheMiddle({ store }: Desks, printer: string): string {
  const [header] = store.ledger.papers('booking-1');
  if (header === undefined) throw new Error('there is a header label');
  store.ledger.write((writes) => {
    const attempt = { printer, token: 'AAAA', odometerBefore: 7, serial: null, startedAt: '2026-11-24T09:00:00Z' };
    writes.startAttempt({ paperId: header.id, ...attempt });
    writes.setPaperState(header.id, 'sending');
  });
  return header.id;
}

describe('papers that still wait when their day is over', () => {
  test('S5: none is printed the next day, even while the kiosk has not noticed midnight', async () => {
    const { store } = await checkedIn();
    for (const { id } of store.ledger.papers('booking-1')) {
      expect(composePaper(id, null, { store, site, media, language: 'zpl', clinicDay }).ok).toBe(true);
      const composed = composePaper(id, null, { store, site, media, language: 'zpl', clinicDay: tomorrow });
      expect(composed).toEqual({ ok: false, problem: 'another-day' });
    }
  });

  test('labels go to staff, header label and ticket are void, and the audit trail says so', async () => {
    const desks = await checkedIn();
    settleOtherDays(desks.store, tomorrow, silentLog);
    expect(states(desks)).toEqual(['header-label voided', 'specimen-label refused', 'queue-ticket voided']);
    expect(matters(desks)).toMatchObject([{ kind: 'paper-refused', because: 'another-day' }]);
    expect(lastAct(desks)).toMatchObject({ who: 'kiosk', act: 'print', bookingId: 'booking-1' });
    expect(desks.store.ledger.auditBreak()).toBe(null);
  });

  test('a set that nobody confirmed is asked for no more: its ticket number is somebody else’s by now', async () => {
    const desks = await checkedIn();
    settleAll(desks, 'sent');
    settleOtherDays(desks.store, clinicDay, silentLog);
    expect(matters(desks)).toMatchObject([{ kind: 'paper-sent' }]);
    settleOtherDays(desks.store, tomorrow, silentLog);
    expect(matters(desks)).toEqual([]);
    expect(states(desks)).toContain('specimen-label sent');
    expect(lastAct(desks)).toMatchObject({ who: 'kiosk', act: 'end-task', details: { outcome: 'not-confirmed' } });
  });

  test('those of today are left alone', async () => {
    const desks = await checkedIn();
    const before = states(desks);
    settleOtherDays(desks.store, clinicDay, silentLog);
    expect(states(desks)).toEqual(before);
    expect(matters(desks)).toEqual([]);
  });
});

describe('S5: a paper that was being sent to a printer that is gone from the settings', () => {
  test('waits for a person, who is told where to look', async () => {
    const desks = await checkedIn();
    const paperId = leftInTheMiddle(desks, 'LABELS-OLD');
    settleLostPrinters(desks.store, ['LABELS-1', 'TICKETS-1'], silentLog);
    expect(desks.store.ledger.paper(paperId)?.state).toBe('uncertain');
    expect(matters(desks)).toEqual([{ kind: 'paper-uncertain', paperId }]);
    await signIn(desks);
    const { content } = await desks.staff.act({ kind: 'open-tasks' });
    expect(content).toMatchObject({ tasks: [{ paper: { printer: 'LABELS-OLD', kind: 'header-label' } }] });
  });

  test('is left to the printer when it is still there: it is asked what came out', async () => {
    const desks = await checkedIn();
    const paperId = leftInTheMiddle(desks, 'LABELS-1');
    settleLostPrinters(desks.store, ['LABELS-1', 'TICKETS-1'], silentLog);
    expect(desks.store.ledger.paper(paperId)?.state).toBe('sending');
    expect(matters(desks)).toEqual([]);
  });
});
