/** A list from a file: who may load one, which lists are used, and what never happens to the list in use. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultClinicRules } from '../../clinic/clinic-rules.ts';
import { listState } from '../../clinic/day-list.ts';
import { importBytesMax } from '../../electron/outage/import-list.ts';
import { checkIn, visit } from '../offline-store/store-clinic.ts';
import { appointment, patient, site } from '../offline-store/sync/fhir-examples.ts';
import { bundle, day, dayResources, madeAt, openingTime, outageClinic, siteKey } from './outage-clinic.ts';

describe('a list that two people confirm', () => {
  test('is used with the age that it was made with, and the trail says who, how, how many and which bytes', async () => {
    const clinic = outageClinic();
    const content = bundle(dayResources(3));
    const file = clinic.put('today.json', content);
    expect(await clinic.load(file)).toMatchObject({ ok: true, value: { bookings: 3, setAside: 0, kept: 0 } });
    expect(clinic.bookingIds()).toEqual(['a1', 'a2', 'a3']);
    expect(clinic.store.cache.age()).toEqual({ clinicDay: day, siteId: site, pulledAt: '2026-11-24T06:30:00.000Z' });
    expect(clinic.store.cache.booking('a1')?.requests).toMatchObject([{ id: 'r1', status: 'active' }]);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(clinic.audited()).toEqual([
      {
        who: 'staff-1',
        act: 'import-list',
        details: {
          sha256,
          authority: 'two-people',
          confirmedBy: 'staff-2',
          source: 'bundle',
          madeAt: '2026-11-24T06:30:00.000Z',
          bookings: 3,
          setAside: 0,
          kept: 0,
        },
      },
    ]);
  });

  test.each([
    ['nobody', null],
    ['the same person twice', 'staff-1'],
  ])('and that %s confirmed is not used', async (_, confirmedBy) => {
    const clinic = outageClinic();
    const file = clinic.put('today.json', bundle(dayResources(3)));
    expect(await clinic.load(file, { confirmedBy })).toEqual({ ok: false, problem: { kind: 'not-confirmed' } });
    expect(clinic.store.cache.age()).toBeNull();
    expect(clinic.audited()).toMatchObject([{ act: 'import-refused', details: { because: 'not-confirmed' } }]);
  });
});

describe('a list that the site signed', () => {
  test('needs nobody else: openssl signs the exact bytes with the site’s key', async () => {
    const key = siteKey();
    const clinic = outageClinic({ site: { importKey: key.publicKey } });
    const file = clinic.put('today.json', bundle(dayResources(2)));
    key.sign(file);
    expect(await clinic.load(file, { confirmedBy: null })).toMatchObject({ ok: true, value: { bookings: 2 } });
    expect(clinic.audited()).toMatchObject([{ details: { authority: 'signature', confirmedBy: null } }]);
  });

  test('and whose signature is in base64 is the same', async () => {
    const key = siteKey();
    const clinic = outageClinic({ site: { importKey: key.publicKey.split('\n')[1] ?? '' } });
    const file = clinic.put('today.json', bundle(dayResources(2)));
    key.sign(file);
    fs.writeFileSync(`${file}.sig`, fs.readFileSync(`${file}.sig`).toString('base64'));
    expect(await clinic.load(file, { confirmedBy: null })).toMatchObject({ ok: true });
  });

  test('is refused with one byte changed, and two people do not make it right', async () => {
    const key = siteKey();
    const clinic = outageClinic({ site: { importKey: key.publicKey } });
    const file = clinic.put('today.json', bundle(dayResources(2)));
    key.sign(file);
    fs.appendFileSync(file, ' ');
    expect(await clinic.load(file)).toEqual({ ok: false, problem: { kind: 'wrong-signature' } });
    expect(clinic.store.cache.age()).toBeNull();
  });

  test('by another key, or with a signature cut off, is refused', async () => {
    const key = siteKey();
    const clinic = outageClinic({ site: { importKey: key.publicKey } });
    const file = clinic.put('today.json', bundle(dayResources(2)));
    siteKey().sign(file);
    expect(await clinic.load(file)).toMatchObject({ problem: { kind: 'wrong-signature' } });
    key.sign(file);
    fs.truncateSync(`${file}.sig`, 63);
    expect(await clinic.load(file)).toMatchObject({ problem: { kind: 'wrong-signature' } });
  });

  test('without the site’s key in the settings, a signature says nothing: two people are needed', async () => {
    const clinic = outageClinic();
    const file = clinic.put('today.json', bundle(dayResources(2)));
    siteKey().sign(file);
    expect(await clinic.load(file, { confirmedBy: null })).toMatchObject({ problem: { kind: 'not-confirmed' } });
  });
});

describe('which lists are used', () => {
  const refusalOf = async (content: string | Uint8Array, now = openingTime) => {
    const clinic = outageClinic();
    const loaded = await clinic.load(clinic.put('list.json', content), { now });
    expect(clinic.store.cache.age()).toBeNull();
    return loaded.ok ? 'loaded' : loaded.problem.kind;
  };

  test("S10: yesterday's list is never used, and the refusal says that it is another day's", async () => {
    expect(await refusalOf(bundle(dayResources(3, '2026-11-23T09:00:00Z')))).toBe('another-day');
  });

  test('S10: a list from a file is as old as when it was made, so one that is too old is not used', async () => {
    const content = bundle(dayResources(3), { timestamp: '2026-11-23T19:00:00Z' });
    expect(await refusalOf(content, '2026-11-24T07:00:01.000Z')).toBe('too-old');
    const clinic = outageClinic();
    await clinic.load(clinic.put('list.json', content), { now: '2026-11-24T07:00:00.000Z' });
    const stateAt = (instant: string) => listState(clinic.store.cache.age(), Date.parse(instant), defaultClinicRules);
    expect(stateAt('2026-11-24T07:00:00Z')).toBe('ageing');
    expect(stateAt('2026-11-24T07:01:00Z')).toBe('none');
  });

  test('one from the future says that a clock is wrong', async () => {
    expect(await refusalOf(bundle(dayResources(1), { timestamp: '2026-11-24T08:05:01Z' }))).toBe('from-the-future');
    expect(await refusalOf(bundle(dayResources(1), { timestamp: undefined }))).toBe('no-time');
  });

  test('the time of the server counts where the Bundle has no other', async () => {
    const clinic = outageClinic();
    const content = bundle(dayResources(1), {
      timestamp: undefined,
      meta: { lastUpdated: '2026-11-24T07:00:00+01:00' },
    });
    await clinic.load(clinic.put('list.json', content));
    expect(clinic.store.cache.age()?.pulledAt).toBe('2026-11-24T06:00:00.000Z');
  });

  test('a list of another site is not', async () => {
    const elsewhere = [patient('p1'), appointment('a1', { at: 'loc-elsewhere' })];
    expect(await refusalOf(bundle(elsewhere))).toBe('another-site');
  });

  test('S11: one page of several, or fewer bookings than the server counted, is not the list', async () => {
    const next = [{ relation: 'next', url: 'https://fhir.example.invalid/r4/Appointment?page=2' }];
    expect(await refusalOf(bundle(dayResources(3), { link: next }))).toBe('only-a-part');
    expect(await refusalOf(bundle(dayResources(3), { total: 4 }))).toBe('only-a-part');
    expect(await refusalOf(bundle([]))).toBe('nothing-usable');
  });

  test.each([
    ['nothing at all', ''],
    ['a web page of a captive portal', '<!doctype html><html><title>Sign in to the Wi-Fi</title></html>'],
    ['half a list', bundle(dayResources(3)).slice(0, 900)],
    ['another resource', JSON.stringify(patient('p1'))],
    ['a transaction', bundle(dayResources(1), { type: 'transaction' })],
    ['bytes that are no text', Uint8Array.from([0xff, 0xfe, 0x00, 0x7b])],
    ['JSON as deep as the sea', '['.repeat(500_000)],
  ])('S11: %s is refused, and the list stays', async (_, content) => {
    expect(await refusalOf(content)).toBe('not-understood');
  });

  test('S11: whatever bytes a stick holds, the kiosk says no and the list stays as it was', async () => {
    const clinic = outageClinic();
    // As new as may be: no other time in the file makes it newer.
    const whole = bundle(dayResources(3), { timestamp: `${day}T08:05:00Z` });
    await clinic.load(clinic.put('today.json', whole));
    const before = clinic.store.cache.bookings();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.string({ minLength: 1, maxLength: 8 }), async (at, noise) => {
        const garbled = whole.slice(0, at) + noise + whole.slice(at + noise.length);
        const loaded = await clinic.load(clinic.put('garbled.json', garbled));
        expect(loaded.ok).toBe(false);
        expect(clinic.store.cache.bookings()).toBe(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe('beside the list in use', () => {
  const withList = async (count: number) => {
    const clinic = outageClinic();
    await clinic.load(clinic.put('first.json', bundle(dayResources(count))));
    return clinic;
  };
  const later = { timestamp: `${day}T07:30:00Z` };

  test('S11: nobody is taken off the list by a file: who is missing from it stays', async () => {
    const clinic = await withList(4);
    expect(await clinic.load(clinic.put('later.json', bundle(dayResources(3), later)))).toMatchObject({
      value: { bookings: 4, kept: 1 },
    });
    expect(clinic.bookingIds()).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  test('S11: a file with far fewer bookings is held until both people agree to its number', async () => {
    const clinic = await withList(10);
    const file = clinic.put('later.json', bundle(dayResources(4), later));
    expect(await clinic.load(file)).toEqual({ ok: false, problem: { kind: 'held', before: 10, found: 4 } });
    expect(clinic.store.cache.age()?.pulledAt).toBe(new Date(madeAt).toISOString());
    expect(await clinic.load(file, { agreedCount: 5 })).toMatchObject({ problem: { kind: 'held' } });
    expect(await clinic.load(file, { agreedCount: 4 })).toMatchObject({ value: { bookings: 10, kept: 6 } });
  });

  test('a file that is older than the list would bring back what was cancelled since, so it is not used', async () => {
    const clinic = await withList(3);
    const older = clinic.put('older.json', bundle(dayResources(3), { timestamp: `${day}T06:29:59Z` }));
    expect(await clinic.load(older)).toMatchObject({
      problem: { kind: 'not-newer', inUse: '2026-11-24T06:30:00.000Z' },
    });
  });

  test('a fresh list never un-checks anybody', async () => {
    const clinic = await withList(2);
    checkIn(clinic.store, visit('a1', 1, { clinicDay: day, arrivedAt: openingTime }));
    await clinic.load(clinic.put('later.json', bundle(dayResources(2), later)));
    expect(clinic.store.ledger.visit('a1')?.ticketNumber).toBe(1);
  });
});

describe('the file itself', () => {
  test('is read once: of a file that changes while it is loaded, what is used is what the trail vouches for', async () => {
    const clinic = outageClinic();
    const contents = [bundle(dayResources(3)), bundle(dayResources(5))];
    const hashes = contents.map((content) => createHash('sha256').update(content).digest('hex'));
    const file = clinic.put('today.json', contents[0] ?? '');
    const loading = clinic.load(file);
    clinic.put('another.json', contents[1] ?? '');
    fs.renameSync(path.join(clinic.stick, 'another.json'), file);
    expect(await loading).toMatchObject({ ok: true });
    const sha256 = clinic.store.ledger.audit().at(-1)?.details.sha256;
    expect(hashes).toContain(sha256);
    expect(clinic.bookingIds()).toHaveLength(sha256 === hashes[0] ? 3 : 5);
  });

  test('must be a plain file: a link, a folder, a device or a pipe is not opened for reading, and nothing waits for it', async () => {
    const clinic = outageClinic();
    const file = clinic.put('today.json', bundle(dayResources(3)));
    const link = path.join(clinic.stick, 'link.json');
    fs.symlinkSync(file, link);
    const pipe = path.join(clinic.stick, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    for (const odd of [link, pipe, clinic.stick, '/dev/zero']) {
      expect(await clinic.load(odd), odd).toEqual({ ok: false, problem: { kind: 'not-a-file' } });
    }
    expect(await clinic.load(path.join(clinic.stick, 'gone.json'))).toMatchObject({ problem: { kind: 'file-gone' } });
  });

  test('is not even read when it is far too large', async () => {
    const clinic = outageClinic();
    const file = clinic.put('huge.json', '');
    fs.truncateSync(file, importBytesMax + 1);
    expect(await clinic.load(file)).toEqual({ ok: false, problem: { kind: 'too-large' } });
  });
});
