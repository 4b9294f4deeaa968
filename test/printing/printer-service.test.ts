import { describe, expect, test } from 'vitest';
import type { PaperKind } from '../../clinic/visit.ts';
import { kindsNotServed, kindsOf, printersServing } from '../../printing/printer-service.ts';

describe('one file of settings for every kiosk', () => {
  const printer = (name: string, service: { stations?: string[]; bays?: string[] } = {}) => ({
    name,
    purpose: 'specimen-label' as const,
    ...service,
  });
  const printers = [
    printer('ALL'),
    printer('ONE', { stations: ['KIOSK-1'] }),
    printer('BAY', { bays: ['BAY-A'] }),
    printer('BOTH', { stations: ['KIOSK-1', 'KIOSK-2'], bays: ['BAY-A', 'BAY-B'] }),
    printer('OTHER', { stations: ['KIOSK-9'] }),
  ];
  test.each([
    [{ name: 'KIOSK-1' }, ['ALL', 'ONE']],
    [{ name: 'KIOSK-1', bay: 'BAY-A' }, ['ALL', 'ONE', 'BAY', 'BOTH']],
    [{ name: 'KIOSK-2', bay: 'BAY-B' }, ['ALL', 'BOTH']],
    [{ name: 'KIOSK-3', bay: 'BAY-C' }, ['ALL']],
  ])('%j is served by %j', (station, names) => {
    expect(printersServing(printers, station).map(({ name }) => name)).toEqual(names);
  });
});

test('a printer prints what its purpose covers, unless its settings say less', () => {
  expect(kindsOf({ purpose: 'specimen-label' })).toEqual(['header-label', 'specimen-label']);
  expect(kindsOf({ purpose: 'specimen-label', kinds: ['header-label'] })).toEqual(['header-label']);
  expect(kindsOf({ purpose: 'queue-ticket' })).toEqual(['queue-ticket']);
});

test('a kind of paper that no printer of this station prints is said in words', () => {
  const labels = { purpose: 'specimen-label' as const, kinds: ['specimen-label'] as PaperKind[], bays: ['BAY-A'] };
  const tickets = { purpose: 'queue-ticket' as const };
  expect(kindsNotServed([labels, tickets], { name: 'KIOSK-1', bay: 'BAY-A' })).toEqual([
    'no printer of station KIOSK-1 in bay BAY-A prints header labels; at least one must',
  ]);
  expect(kindsNotServed([labels, tickets], { name: 'KIOSK-1' })).toEqual([
    'no printer of station KIOSK-1 prints header labels; at least one must',
    'no printer of station KIOSK-1 prints specimen labels; at least one must',
  ]);
  expect(kindsNotServed([{ purpose: 'specimen-label' }, tickets], { name: 'KIOSK-1' })).toEqual([]);
});
