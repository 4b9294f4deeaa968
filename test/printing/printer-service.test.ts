/** Whom and what a printer is for. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { PaperKind } from '../../clinic/visit.ts';
import { kindsNotServed, kindsOf, printersServing, serviceSettings } from '../../printing/printer-service.ts';

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

describe('a wrong setting is refused in words', () => {
  const labelPrinter = z.strictObject(serviceSettings('specimen-label'));
  test.each([
    [{ stations: [] }, 'expected a list of the stations that it serves; leave it out when it serves all'],
    [{ bays: 'BAY-A' }, 'expected a list of the bays that it serves; leave it out when it serves all'],
    [{ bays: ['bay a'] }, 'expected 1 to 20 of A to Z, 0 to 9 and hyphen'],
    [
      { kinds: ['queue-ticket'] },
      'expected a list of "header-label" or "specimen-label", which a printer with the purpose "specimen-label" may print; leave it out for all',
    ],
  ])('%j', (setting, message) => {
    expect(labelPrinter.safeParse(setting).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test('and a good one is taken as it is', () => {
    const good = { stations: ['KIOSK-1'], bays: ['BAY-A', 'BAY-B'], kinds: ['header-label' as const] };
    expect(labelPrinter.parse(good)).toEqual(good);
    expect(labelPrinter.parse({})).toEqual({});
  });
});
