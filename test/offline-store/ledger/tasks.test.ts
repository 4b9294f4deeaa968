/** Tasks for staff: each matter once while it is open, ended once by a person. */
import { expect, test } from 'vitest';
import type { StaffTaskMatter } from '../../../clinic/staff-task.ts';
import { checkIn, newFolder, nowText, opened, visit } from '../store-clinic.ts';

const matters: readonly StaffTaskMatter[] = [
  { kind: 'visit', problem: { kind: 'unmapped-test', requestId: 'r1', code: '26604007' } },
  { kind: 'visit', problem: { kind: 'unknown-container', requestId: 'r1' } },
  { kind: 'visit', problem: { kind: 'no-identifier', tube: 'EDTA', tests: ['fbc'] } },
  { kind: 'visit', problem: { kind: 'identifier-in-use', identifier: 'PK000100', tube: 'EDTA', tests: ['fbc'] } },
  { kind: 'visit', problem: { kind: 'identifier-not-printable', tube: 'SST', tests: ['u-and-e'] } },
  { kind: 'visit', problem: { kind: 'hospital-only', tests: ['synacthen'] } },
  { kind: 'visit', problem: { kind: 'no-tests' } },
  { kind: 'transfusion-by-hand', tests: ['group-and-save'] },
  { kind: 'paper-uncertain', paperId: 'V1X-1-label' },
  { kind: 'paper-refused', paperId: 'V1X-1-label', because: 'name-too-long' },
  { kind: 'upstream-conflict', because: 'cancelled' },
  { kind: 'collection-conflict', because: 'order-revoked', areSent: true },
  { kind: 'registration-conflict', because: 'patient-not-found' },
  { kind: 'label-by-hand', tests: ['fbc'] },
  { kind: 'walk-in-also-booked', bookingId: 'b2' },
  { kind: 'walk-in-lost' },
  { kind: 'list-held', because: 'shrank' },
];

test('every matter is kept as it is, in the order in which it came up', () => {
  const folder = newFolder();
  const first = opened(folder);
  checkIn(first, visit('b1', 1));
  first.ledger.write((writes) => {
    for (const matter of matters) writes.openTask(matter.kind === 'list-held' ? null : 'b1', matter);
  });
  first.close();
  const tasks = opened(folder).ledger.openTasks();
  expect(tasks.map((task) => task.matter)).toEqual(matters);
  expect(tasks[0]).toMatchObject({ bookingId: 'b1', openedAt: nowText });
  expect(tasks.at(-1)?.bookingId).toBeNull();
});

test('a matter that is found again while its task is open is the same task; afterwards it is a new one', () => {
  const { ledger } = opened(newFolder());
  const held = () => ledger.write((writes) => writes.openTask(null, { kind: 'list-held', because: 'shrank' }));
  held();
  held();
  const [task, ...others] = ledger.openTasks();
  expect(others).toEqual([]);
  ledger.write((writes) => writes.endTask(task?.id ?? '', 'done', 'nurse-1'));
  expect(ledger.openTasks()).toEqual([]);
  held();
  expect(ledger.openTasks()).toHaveLength(1);
  expect(ledger.openTasks()[0]?.id).not.toBe(task?.id);
});

test('a task is ended once', () => {
  const { ledger } = opened(newFolder());
  ledger.write((writes) => writes.openTask('b1', { kind: 'upstream-conflict', because: 'moved' }));
  const id = ledger.openTasks()[0]?.id ?? '';
  const end = (taskId: string) => () => ledger.write((writes) => writes.endTask(taskId, 'done', 'nurse-1'));
  end(id)();
  expect(end(id)).toThrow('is open');
  expect(end('nowhere')).toThrow('is open');
});
