/** A power cut at any moment of sending what is owed: the booking system has each event once, whatever the kiosk still knew. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { afterEveryCut, recordingOf, saidOf, testTimeoutMs } from './after-every-cut.ts';
import { knownTo, pushTo, upstreamHolding } from './small-upstream.ts';

const Resources = z.array(z.looseObject({ resourceType: z.string(), id: z.string() }));

test(
  'S3, S4: after a power cut at any moment of sending, the arrivals reach the booking system once, and the kiosk knows it',
  async () => {
    const recording = await recordingOf('arrivals-sent.ts');
    const alreadyThere = new Set<number>();
    await afterEveryCut(
      recording,
      async (store, image) => {
        const known = saidOf(image, 'upstream').at(-1) ?? '';
        const { told } = image;
        const before = Resources.parse(JSON.parse(known));
        const arrived = (resources: typeof before) =>
          resources.filter(({ status }) => status === 'arrived').map(({ id }) => id);
        alreadyThere.add(before.filter(({ resourceType }) => resourceType === 'Encounter').length);
        const upstream = upstreamHolding(before, () => undefined);
        await pushTo(upstream, store);
        const after = Resources.parse(knownTo(upstream));
        const count = (type: string) => after.filter(({ resourceType }) => resourceType === type).length;
        expect(
          [
            arrived(after.filter(({ resourceType }) => resourceType === 'Appointment')),
            count('Encounter'),
            count('Provenance'),
          ],
          told,
        ).toEqual([['b1', 'b2'], 2, 2]);
        expect(
          store.ledger.outbox().map(({ state }) => state),
          told,
        ).toEqual(['applied', 'applied']);
        expect(store.ledger.openTasks(), told).toEqual([]);
        expect(store.ledger.auditBreak(), told).toBeNull();
      },
      { from: 'upstream' },
    );
    expect([...alreadyThere].toSorted()).toEqual([0, 1, 2]);
  },
  testTimeoutMs,
);
