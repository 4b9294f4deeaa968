/** Opening the store: what a first start makes, what a later one finds, and every reason to refuse (S15). */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../offline-store/open-store.ts';
import { booking, checkIn, goodAge, newFolder, opened, optionsFor, visit } from './store-clinic.ts';

test('what was recorded is there after a restart', () => {
  const folder = newFolder();
  const first = opened(folder);
  const arriving = visit('b1', 1);
  first.cache.replaceDayList(goodAge, [booking('b1')], []);
  expect(checkIn(first, arriving)).toBe(true);
  first.close();
  const second = opened(folder);
  expect(second.ledger.visit('b1')).toEqual(arriving);
  expect(second.cache.bookings()).toEqual([booking('b1')]);
  expect(second.keyProtection).toBe('os-disk-only');
});
