import { expect, test } from 'vitest';
import { queueTicket } from '../../printing/queue-ticket.ts';

const content = {
  ticketNumber: 7,
  visitCode: 'K7',
  siteName: 'Riverside Phlebotomy',
  waitAt: 'Bay 2',
  arrivedAt: '08:02, Friday 21 November',
  copy: 0,
};

test('a ticket says the number, where to wait and the visit code, and identifies nobody', () => {
  const texts = queueTicket(content).map(({ text }) => text);
  expect(texts.filter((text) => text !== '')).toEqual([
    'Riverside Phlebotomy',
    'Your ticket',
    '7',
    'Please wait: Bay 2',
    'Visit code K7',
    'Checked in 08:02, Friday 21 November',
    'Keep this ticket. Show it when called.',
  ]);
});

test('the number is the largest thing on the ticket', () => {
  expect(queueTicket(content).find(({ scale }) => scale === 8)?.text).toBe('7');
});

test('a ticket that is printed again says so first', () => {
  expect(queueTicket({ ...content, copy: 1 })[0]).toEqual({ text: 'DUPLICATE 1', scale: 2, isBold: true });
});
