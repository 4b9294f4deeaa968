/** A power cut at any moment of the kiosk's own work: every disk that it may leave is opened with the real store. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { recordArrival } from '../../electron/arrival.ts';
import { silentLog } from '../../electron/log.ts';
import { openStore } from '../../offline-store/open-store.ts';
import type { Store } from '../../offline-store/store.ts';
import { olderLedger } from '../offline-store/older-ledger.ts';
import { booking, nowText, optionsFor, today, tomorrow } from '../offline-store/store-values.ts';
import { afterEveryCut, newFolder, recordingIn, recordingOf, saidOf, testTimeoutMs } from './after-every-cut.ts';
import { type DiskImage, imagesOf } from './power-cut.ts';
import type { DiskStep } from './system-calls.ts';

/** How many check-ins a screen told of and the ledger does not know. */
function lost({ ledger }: Store, image: DiskImage): number {
  return saidOf(image, 'checked-in').filter((line) => {
    const [bookingId = '', ticketNumber] = line.split(' ');
    return ledger.visit(bookingId)?.ticketNumber !== Number(ticketNumber);
  }).length;
}

/** Whoever comes back to the kiosk has one ticket afterwards: the one of before, or now. */
function scanAgain(store: Store, told: string): void {
  const { ledger } = store;
  const desk = { store, rules: defaultClinicRules, reservedRange: null, newId: randomUUID, log: silentLog };
  for (const due of [booking('b1'), booking('b2')]) {
    const before = ledger.visit(due.id);
    const arrival = { booking: due, foundBy: 'scan' as const, who: 'patient', clinicDay: today, arrivedAt: nowText };
    expect(recordArrival(arrival, desk), told).toBe(before === null ? 'recorded' : 'was-checked-in');
    if (before !== null) expect(ledger.visit(due.id), told).toEqual(before);
  }
  expect(
    ledger
      .visits(today)
      .map(({ ticketNumber }) => ticketNumber)
      .toSorted(),
    told,
  ).toEqual([1, 2]);
}

test(
  'S3: after a power cut at any moment of a check-in it is there whole or not at all, and what a screen said is there',
  async () => {
    const recording = await recordingOf('morning-of-check-ins.ts', '2');
    const images = await afterEveryCut(
      recording,
      (store, image) => {
        const { told } = image;
        const { ledger } = store;
        expect(lost(store, image), told).toBe(0);
        const visits = ledger.visits(today);
        for (const { bookingId } of visits) {
          const kinds = ledger.papers(bookingId).map(({ kind }) => kind);
          expect(kinds, told).toEqual(['header-label', 'specimen-label', 'queue-ticket']);
          expect(ledger.outboxOf(bookingId), told).toHaveLength(1);
        }
        expect(
          ledger.audit().filter(({ act }) => act === 'check-in'),
          told,
        ).toHaveLength(visits.length);
        expect(ledger.auditBreak(), told).toBeNull();
        // S5: what may have come out of a printer is known, so that nothing prints it again by itself.
        for (const paperId of saidOf(image, 'first-byte'))
          expect(ledger.paper(paperId)?.state, told).not.toBe('waiting');
        for (const paperId of saidOf(image, 'printed')) expect(ledger.paper(paperId)?.state, told).toBe('printed');
        scanAgain(store, told);
      },
      { from: 'list-came' },
    );
    expect(images).toBeGreaterThan(300);
  },
  testTimeoutMs,
);

test(
  'a disk that says it flushed and did not is seen: what a screen said is lost, or the store says that it is damaged',
  async () => {
    const { before, steps } = await recordingOf('morning-of-check-ins.ts', '1');
    const isTold = (step: DiskStep) => step.kind === 'said' && step.line.startsWith('checked-in ');
    const told = steps.findIndex(isTold);
    const listCame = steps.findIndex((step) => step.kind === 'said');
    // The store itself was made well; the disk lies from the list on.
    const lying = steps.filter(({ kind }, at) => at < listCame || kind !== 'flush').slice(0, told);
    const found = new Set<string>();
    const folder = newFolder('in-memory');
    for (const image of imagesOf({ before, steps: [...lying, ...steps.filter(isTold)] }, 20)) {
      if (image.said.length < 2) continue;
      image.writeTo(folder);
      const store = openStore(optionsFor(folder));
      found.add(store.ok ? `lost ${lost(store.value, image)}` : store.problem);
      if (store.ok) store.value.close();
    }
    expect(found).toContain('lost 1');
  },
  testTimeoutMs,
);

test(
  'S11: after a power cut at any moment of an import the old list is whole or the new one is; S13: a forgotten day stays forgotten',
  async () => {
    const recording = await recordingOf('list-that-changes.ts');
    const lists = new Set<string>();
    const forgottenAt = recording.steps.findIndex((step) => step.kind === 'said' && step.line === 'second-list');
    const steps = recording.steps.slice(0, forgottenAt + 1);
    await afterEveryCut({ ...recording, steps }, ({ cache }, { told }) => {
      const ids = cache.bookings().map(({ id }) => id.replace(/\d+$/, ''));
      const list = `${[...new Set(ids)].join()} ${ids.length} of ${cache.age()?.pulledAt ?? 'never'}`;
      expect(
        [
          '  0 of never',
          ' 0 of never',
          'first 15 of 2026-11-23T06:00:00.000Z',
          'second 25 of 2026-11-23T07:00:00.000Z',
        ],
        told,
      ).toContain(list);
      lists.add(list);
    });
    expect(lists.size).toBe(3);
  },
  testTimeoutMs,
);

test(
  'S13: after a power cut at any moment of forgetting a day its list is unreadable, or is forgotten at the next start',
  async () => {
    const recording = await recordingOf('list-that-changes.ts');
    const wrappedKeys = recording.steps.flatMap((step) =>
      step.kind === 'write' && step.bytes.includes('"wrapped"') ? [step.bytes] : [],
    );
    expect(wrappedKeys).toHaveLength(2);
    const [keyOfToday] = wrappedKeys;
    await afterEveryCut(
      recording,
      ({ cache }, { folder, told }) => {
        expect(cache.bookings(), told).toEqual([]);
        expect(cache.age(), told).toBeNull();
        const files = fs
          .readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile());
        for (const { parentPath, name } of files) {
          const bytes = fs.readFileSync(path.join(parentPath, name));
          expect(keyOfToday === undefined || bytes.includes(keyOfToday), `${told}: ${name}`).toBe(false);
        }
      },
      { clinicDay: tomorrow },
    );
  },
  testTimeoutMs,
);

test(
  'after a power cut at any moment of forgetting old visits each is whole or gone, the rest go later, and no number is given again',
  async () => {
    const { before, steps } = await recordingOf('visits-forgotten.ts');
    const made = steps.flatMap((step) =>
      step.kind === 'said' && step.line.startsWith('made ') ? [step.line.split(' ')] : [],
    );
    const images = await afterEveryCut(
      { before, steps },
      ({ ledger }, image) => {
        const { told } = image;
        for (const [, bookingId = '', identifier = ''] of made) {
          const isThere = ledger.visit(bookingId) !== null;
          expect(ledger.outboxOf(bookingId), told).toHaveLength(isThere ? 1 : 0);
          expect(ledger.isIdentifierUsed(identifier), told).toBe(true);
        }
        const forgotten = image.said.filter((line) => line === 'forgot').length;
        const left = made.filter(([, bookingId = '']) => ledger.visit(bookingId) !== null).length;
        expect(left, told).toBeLessThanOrEqual(made.length - forgotten);
        while (ledger.forgetVisits('2026-11-01', 1) > 0);
        // Of the third something is still owed upstream.
        expect(
          made.map(([, bookingId = '']) => ledger.visit(bookingId) !== null),
          told,
        ).toEqual([false, false, true]);
        expect(ledger.auditBreak(), told).toBeNull();
      },
      { from: 'forgetting' },
    );
    expect(images).toBeGreaterThan(50);
  },
  testTimeoutMs,
);

test.each([1, 6])(
  'S3: after a power cut at any moment of bringing a ledger of version %i to the newest, everything that it held is there',
  async (version) => {
    const recording = await recordingIn(olderLedger(version), 'store-opened.ts');
    const images = await afterEveryCut(recording, ({ ledger }, { told }) => {
      expect(ledger.visit('b1'), told).toMatchObject({ ticketNumber: 1, specimens: [{ identifier: 'V1X-1' }] });
      expect(ledger.outboxPending(), told).toMatchObject([{ eventId: 'event-1', attempts: 2 }]);
      expect(ledger.inDoubt('labels'), told).toMatchObject([{ paper: { id: 'label' } }]);
      expect(ledger.openTasks(), told).toHaveLength(1);
      expect(ledger.auditBreak(), told).toBeNull();
    });
    expect(images).toBeGreaterThan(100);
  },
  testTimeoutMs,
);
