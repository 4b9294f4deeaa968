/** Whatever two printers do and staff press, in any order, over midnight and restarts: what must hold of papers after each step. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clinicDayOf } from '../../clinic/clinic-day.ts';
import { reprintReasons, spoilReasons, voidReasons } from '../../clinic/paper-acts.ts';
import { lifeOf } from '../../clinic/paper-life.ts';
import type { Paper } from '../../clinic/visit.ts';
import { silentLog } from '../../electron/log.ts';
import { settleOtherDays } from '../../electron/printers/left-papers.ts';
import { paperPlaces } from '../../electron/printers/paper-places.ts';
import { openPrintJournal } from '../../electron/printers/print-journal.ts';
import type { PrinterLine, StaffAction } from '../../electron/staff-api.ts';
import type { PrintOutcome } from '../../printing/print-worker.ts';
import { booking, request } from '../clinic/examples.ts';
import { openDesks, phlebotomist, signIn, startOfTest } from './desks.ts';

const bookingId = 'booking-1';
const timeZone = 'Europe/London';
/** Longer than a roll takes, and much shorter than staff stay signed in. */
const aWhileMs = 21_000;
const dayMs = 24 * 3_600_000;
const stepsMax = 160;
/** Longer than anything can be left to do. */
const roundsMax = 60;
const kinds = ['header-label', 'specimen-label', 'queue-ticket'] as const;
const names = ['A', 'B'] as const;
const outcomes: readonly PrintOutcome[] = [
  { kind: 'printed' },
  { kind: 'printed' },
  { kind: 'sent' },
  { kind: 'not-printed', because: 'nothing-left-us' },
  { kind: 'uncertain', because: 'silent' },
  { kind: 'refused', because: 'proof-failed' },
];
const answers = ['it-is-there', 'it-is-not-there', 'it-is-spoiled', 'done'] as const;

const at = fc.nat(20);
const printer = fc.constantFrom('A', 'A', 'B');
const reason = { reprint: fc.constantFrom(...reprintReasons), spoil: fc.constantFrom(...spoilReasons) };
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ step: fc.constant('print'), printer, outcome: fc.constantFrom(...outcomes) }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('begin'), printer }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('settle'), printer, outcome: fc.constantFrom(...outcomes) }) },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('hear'), printer, isWell: fc.constantFrom(true, true, false) }),
  },
  { weight: 8, arbitrary: fc.record({ step: fc.constant('reprint'), at, reason: reason.reprint }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('spoil'), at, reason: reason.spoil }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('stop-waiting'), at }) },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('answer'), at, answer: fc.constantFrom(...answers) }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('scan'), at, specimen: at }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('void-set'), reason: fc.constantFrom(...voidReasons) }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('reprint-set'), reason: reason.reprint }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('restart') }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constantFrom('open-tasks', 'open-visit') }) },
);
/** Mostly the day does not end; after it has, nothing more is printed. */
const midnight = fc.option(fc.nat(4 * stepsMax), { freq: 1 });
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function clinic() {
  const well = new Map<string, boolean>(names.map((name) => [name, true]));
  const printers = (): readonly PrinterLine[] =>
    names.map((name) => {
      const isReady = well.get(name) === true;
      return { name, isReady, troubles: isReady ? [] : ['unreachable'], papersWaiting: 0 };
    });
  const bookings = [booking({ requests: [request('FBC'), request('U&E')] })];
  const desks = openDesks({ bookings, rules: { containerSuffixes: { EDTA: 'E', SST: 'S' } }, printers });
  const { store, clock } = desks;
  await desks.arrive('BK-1001', '1980-01-18');
  await signIn(desks);
  const startPlaces = () =>
    paperPlaces({
      store,
      printers: names.map((name) => ({ name, prints: kinds })),
      nowMs: clock.nowMs,
      newId: randomUUID,
    });
  let places = startPlaces();
  const journal = (name: string) =>
    openPrintJournal({ store, printer: name, places, now: () => startOfTest, log: silentLog });
  const tasksSeen = new Set<string>();
  /** What came of the last attempt, for each paper that was ever begun; null while it is in its printer. */
  const attempts = new Map<string, PrintOutcome['kind'] | null>();
  const today = () => clinicDayOf(clock.nowMs(), timeZone);
  const pick = <Value>(values: readonly Value[], index: number) => values[index % values.length];

  function begin(name: string): void {
    const job = well.get(name) === true && journal(name).inDoubt().length === 0 ? journal(name).nextJob() : null;
    if (job === null) return;
    // As composing it does.
    if (store.ledger.visit(bookingId)?.clinicDay !== today()) {
      journal(name).settled(job, { kind: 'refused', because: 'another-day' });
      return;
    }
    if (!journal(name).started(job, { token: 'AAAA', odometerBefore: null, serial: null })) return;
    expect([undefined, 'not-printed']).toContain(attempts.get(job.paperId));
    attempts.set(job.paperId, null);
  }

  function settle(name: string, outcome: PrintOutcome): void {
    for (const { job } of journal(name).inDoubt()) {
      attempts.set(job.paperId, outcome.kind);
      journal(name).settled(job, outcome);
    }
  }

  function actionOf(one: Step): StaffAction | null {
    const paperId = pick(store.ledger.papers(bookingId), 'at' in one ? one.at : 0)?.id ?? '';
    const taskId = pick([...tasksSeen], 'at' in one ? one.at : 0) ?? 'none';
    if ('specimen' in one) {
      const code = pick(store.ledger.visit(bookingId)?.specimens ?? [], one.specimen)?.identifier ?? '';
      return { kind: 'scan-label', taskId, code };
    }
    if ('answer' in one) return { kind: 'end-task', taskId, answer: one.answer };
    return actionOnPapers(one, paperId);
  }

  return {
    ...desks,
    begin,
    settle,
    tasksSeen,
    actionOf,
    hear(name: string, isWell: boolean) {
      well.set(name, isWell);
      places.heard(name, { isReady: isWell, troubles: isWell ? [] : ['unreachable'] });
    },
    restart() {
      places = startPlaces();
    },
    async midnight() {
      clock.pass(dayMs);
      settleOtherDays(store, today(), silentLog);
      await desks.staff.act({ kind: 'sign-in', badge: phlebotomist.badge, pin: phlebotomist.pin });
    },
  };
}
type Clinic = Awaited<ReturnType<typeof clinic>>;

function actionOnPapers(one: Step, paperId: string): StaffAction | null {
  switch (one.step) {
    case 'reprint':
    case 'reprint-set': {
      const why = 'reason' in one ? reprintReasons.find((each) => each === one.reason) : undefined;
      if (why === undefined) return null;
      return one.step === 'reprint'
        ? { kind: 'reprint', paperId, reason: why }
        : { kind: 'reprint-set', bookingId, reason: why };
    }
    case 'spoil':
      return { kind: 'spoil', paperId, reason: 'torn' };
    case 'void-set':
      return { kind: 'void-set', bookingId, reason: 'patient-left' };
    case 'stop-waiting':
      return { kind: 'stop-waiting', paperId };
    case 'open-tasks':
      return { kind: 'open-tasks' };
    case 'open-visit':
      return { kind: 'open-visit', bookingId };
    default:
      return null;
  }
}

async function take(kiosk: Clinic, one: Step): Promise<void> {
  if (one.step === 'begin' && 'printer' in one) return kiosk.begin(one.printer);
  if (one.step === 'print' && 'printer' in one) kiosk.begin(one.printer);
  if ('outcome' in one) return kiosk.settle(one.printer, one.outcome);
  if ('isWell' in one) return kiosk.hear(one.printer, one.isWell);
  if (one.step === 'stop-waiting') kiosk.clock.pass(aWhileMs);
  if (one.step === 'restart') return kiosk.restart();
  const action = kiosk.actionOf(one);
  if (action !== null) await press(kiosk, action);
}

/** S14: what staff change is signed for; what is refused is said. */
async function press({ store, staff }: Clinic, action: StaffAction): Promise<void> {
  const before = [JSON.stringify(store.ledger.papers(bookingId)), store.ledger.auditCount()] as const;
  const { content } = await staff.act(action);
  if (action.kind === 'void-set' && 'problem' in content && content.problem === null) {
    const inUse = store.ledger.papers(bookingId).filter((one) => lifeOf(one) !== 'dead');
    expect(inUse.filter(({ kind }) => kind !== 'queue-ticket')).toEqual([]);
  }
  const entries = store.ledger.audit().slice(before[1]);
  if (JSON.stringify(store.ledger.papers(bookingId)) !== before[0]) {
    expect(entries.map(({ who, act }) => `${who} ${act}`)).toContain(`staff-1 ${action.kind}`);
  }
  if (entries.length > 0 || action.kind === 'open-tasks') return;
  const isSaid = ('problem' in content && content.problem !== null) || ('notice' in content && content.notice !== null);
  expect({ action, isSaid: isSaid || content.screen === 'day-list' }).toMatchObject({ isSaid: true });
}

function expectAllIsRight({ store: { ledger } }: Clinic): void {
  const papers = ledger.papers(bookingId);
  for (const { id } of ledger.visit(bookingId)?.specimens ?? []) {
    const inUse = papers.filter((one) => one.specimenId === id && lifeOf(one) !== 'dead');
    expect(inUse.length).toBeLessThanOrEqual(1);
  }
  const askedAbout = new Map<string, Paper['state'] | undefined>();
  for (const { matter } of ledger.openTasks()) {
    if (!('paperId' in matter)) continue;
    askedAbout.set(matter.paperId, ledger.paper(matter.paperId)?.state);
    const isNow = { 'paper-uncertain': 'uncertain', 'paper-sent': 'sent', 'paper-refused': 'refused' }[matter.kind];
    expect(ledger.paper(matter.paperId)?.state).toBe(isNow);
  }
  for (const { id, state } of papers) if (state === 'uncertain') expect(askedAbout.get(id)).toBe('uncertain');
}

/** All is put right, printed and answered: then nothing is left to do, and nothing was asked twice for ever. */
async function finish(kiosk: Clinic): Promise<void> {
  const { store, staff } = kiosk;
  for (let round = 0; round < roundsMax; round += 1) {
    for (const name of names) {
      kiosk.hear(name, true);
      kiosk.settle(name, { kind: 'printed' });
      kiosk.begin(name);
    }
    const { content } = await staff.act({ kind: 'open-tasks' });
    const [task] = content.screen === 'tasks' ? content.tasks : [];
    const answer = task?.answers.at(-1);
    if (task !== undefined && answer !== undefined) await staff.act({ kind: 'end-task', taskId: task.taskId, answer });
  }
  expect(store.ledger.openTasks()).toEqual([]);
  expect(store.ledger.countWaiting(kinds)).toBe(0);
  expect(store.ledger.auditBreak()).toBe(null);
}

test('S5, S9, S14: a tube never has two labels that may be used, none is begun twice unasked, each act is signed for, each refusal said, each task ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: stepsMax / 2, maxLength: stepsMax, size: 'max' }),
      midnight,
      async (steps, midnightAt) => {
        const kiosk = await clinic();
        for (const name of names) kiosk.hear(name, true);
        for (const [index, one] of steps.entries()) {
          if (index === midnightAt) await kiosk.midnight();
          await take(kiosk, one);
          for (const { id } of kiosk.store.ledger.openTasks()) kiosk.tasksSeen.add(id);
          expectAllIsRight(kiosk);
        }
        await finish(kiosk);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
