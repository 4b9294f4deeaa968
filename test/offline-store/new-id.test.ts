/** Ids that sort by the time they were made. */
import { expect, test } from 'vitest';
import { newId } from '../../offline-store/new-id.ts';

test('ids are UUIDs of version 7, sort by time and differ within one millisecond', () => {
  const nowMs = Date.parse('2026-11-23T08:00:00Z');
  const ids = [newId(nowMs), newId(nowMs + 1), newId(nowMs + 1000)];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids.toSorted()).toEqual(ids);
  expect(newId(nowMs)).not.toBe(newId(nowMs));
});
