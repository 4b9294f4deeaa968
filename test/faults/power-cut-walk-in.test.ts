/** A power cut while patients without a booking are registered and forgotten: every disk that it may leave, opened for real. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isWalkInId } from '../../clinic/walk-in.ts';
import { today } from '../offline-store/store-values.ts';
import { afterEveryCut, recordingOf, saidOf, testTimeoutMs } from './after-every-cut.ts';

test(
  'S3: after a power cut at any moment of a registration the patient is there with every detail or not at all, and of who is not nothing is left',
  async () => {
    const recording = await recordingOf('walk-ins-registered.ts');
    const images = await afterEveryCut(
      recording,
      (store, image) => {
        const { told, folder, said } = image;
        const registered = saidOf(image, 'registered');
        for (const id of registered) expect(store.ledger.visit(id)?.bookingId, told).toBe(id);
        const known = store.ledger.visits(today).map(({ bookingId }) => bookingId);
        const mayBeForgotten = said.includes('forgetting') ? 'walk-in-1' : '';
        for (const id of known.filter((one) => isWalkInId(one) && one !== mayBeForgotten)) {
          expect(store.walkIns.get(id)?.patient.family, told).toBe(`Zzcanary${id.slice(-1)}`);
          expect(store.ledger.outboxOf(id)[0]?.kind, told).toBe('walk-in');
        }
        // S13: half of a file, or a file without its check-in, was swept when the store was opened.
        const place = path.join(folder, 'walk-ins');
        const files = fs.existsSync(place) ? fs.readdirSync(place) : [];
        for (const file of files)
          expect(
            known.some((id) => file.startsWith(`${id}.`)),
            `${told}: ${file}`,
          ).toBe(true);
        if (said.includes('forgot walk-in-1')) {
          expect(
            files.some((file) => file.startsWith('walk-in-1.')),
            told,
          ).toBe(false);
          expect(store.walkIns.get('walk-in-1'), told).toBeNull();
        }
      },
      { from: 'open' },
    );
    expect(images).toBeGreaterThan(50);
  },
  testTimeoutMs,
);
