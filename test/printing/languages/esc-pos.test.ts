import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { QueueTicketContent } from '../../../printing/labels/label.ts';
import { encodeTicket } from '../../../printing/languages/esc-pos.ts';
import { anyText } from '../../any-text.ts';

const content: QueueTicketContent = {
  ticketNumber: 7,
  visitCode: 'K7',
  siteName: 'Riverside Phlebotomy',
  waitAt: 'Bay 2',
  arrivedAt: '08:02, Friday 21 November',
  copy: 0,
};

function ticket(differences: Partial<QueueTicketContent> = {}, token: string | null = 'a~ 1'): string {
  return Buffer.from(encodeTicket({ ...content, ...differences }, { token })).toString('latin1');
}

test('a ticket resets the printer, says what it says, cuts, and asks for our token back when it is out', () => {
  const bytes = ticket();
  expect(bytes.startsWith('\x1b@\x1bt\x00\x1ba\x01')).toBe(true);
  expect(bytes).toContain('Riverside Phlebotomy\n');
  expect(bytes).toContain('\x1d!\x77\x1bE\x017\n');
  expect(bytes).toContain('Visit code K7\n');
  expect(bytes.endsWith('\x1dV\x01\x1b@\x1d(H\x06\x0000a~ 1')).toBe(true);
});

test('a make that confirms nothing is not asked to', () => {
  expect(ticket({}, null).endsWith('\x1dV\x01\x1b@')).toBe(true);
});

test('a token that the printer could not send back is a mistake of ours', () => {
  for (const token of ['abc', 'abcde', 'ab\x00c', 'abcé']) expect(() => ticket({}, token)).toThrow();
});

test('each ticket is one ticket, however many were made before it', () => {
  expect(ticket()).toBe(ticket());
});

test.each([
  ['Ŵrth y Môr', 'Wrth y Mor'],
  ['St Mary’s – “North”', 'St Mary\'s - "North"'],
  ['Клиника 7', '??????? 7'],
  ['Bay\x1dV\x00 2', 'BayV 2'],
  ['A\tB\nC', 'A B C'],
])('%j prints as %j on every make, whatever its code pages', (siteName, printed) => {
  expect(ticket({ siteName })).toContain(`${printed}\n`);
});

test('a long place to wait is broken between words, and nothing of it is lost', () => {
  expect(ticket({ waitAt: 'Phlebotomy waiting area, second floor' })).toContain(
    'Please wait:\nPhlebotomy waiting\narea, second floor\n',
  );
});

test('no text is ever a command to the printer, and nothing is written to the console', () => {
  const complaint = vi.spyOn(console, 'error');
  const commandsOf = (bytes: string) => bytes.replaceAll(/[\x20-\x7e\n]/g, '');
  fc.assert(
    fc.property(anyText(40), (waitAt) => {
      // The same commands as on a ticket that is known to be good: the text added none.
      expect(commandsOf(ticket({ waitAt }))).toBe(commandsOf(ticket()));
    }),
  );
  expect(complaint).not.toHaveBeenCalled();
});
