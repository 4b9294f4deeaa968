import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok, refuse } from '../../clinic/result.ts';
import { connectTo } from '../peers/shared/host-socket.ts';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import {
  countPapers,
  type Hooks,
  hasTrouble,
  labelBytes,
  quickWaits,
  soonSilent,
  threePapers,
  zebraAt,
} from './bench-of-printers.ts';
import type { FileJournal } from './file-journal.ts';
import { newJournal, workerAt, zebraWith } from './until-the-end.ts';

let zebra: ZebraPrinter;
beforeAll(async () => {
  zebra = await startZebraPrinter({ labelMs: 2, thermalTransfer: true });
});
afterAll(() => zebra.stop());

const start = (printer: ZebraPrinter, journal: FileJournal, hooks?: Hooks, waits = quickWaits) =>
  workerAt(zebraAt(printer.port, waits), journal, hooks);

describe('a set of labels at a printer that is well', () => {
  test('comes out in order, each once, each printed by the evidence of count and echo', async () => {
    const [first, second, third] = threePapers();
    const zebra = await zebraWith({ labelMs: 5 });
    const journal = newJournal();
    journal.add(first, second);
    const { worker, reports } = start(zebra, journal);
    await journal.ended(second);
    journal.add(third);
    worker.wake();
    expect(await journal.ended(third)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} printed`, `${second} printed`, `${third} printed`]);
    expect(countPapers(await zebra.labels(), [first, second, third])).toEqual([1, 1, 1]);
    expect(reports).toEqual([{ name: 'LABELS-1', isReady: true, troubles: [] }]);
  });

  test('S6: the next label is proved while one is in the printer, once, and never are two of them begun', async () => {
    const [first, second, third] = threePapers();
    const { port } = await zebraWith({ labelMs: 50 });
    const journal = newJournal();
    const acts: string[] = [];
    journal.add(first, second, third);
    journal.afterLine = ({ kind, job }) => acts.push(`${kind} ${job.paperId}`);
    workerAt(zebraAt(port), journal, { proving: ({ expectedBarcode }) => void acts.push(`proved ${expectedBarcode}`) });
    await journal.ended(third);
    expect(acts).toEqual([
      `proved ${first}`,
      `started ${first}`,
      `proved ${second}`,
      `settled ${first}`,
      `started ${second}`,
      `proved ${third}`,
      `settled ${second}`,
      `started ${third}`,
      `settled ${third}`,
    ]);
  });

  test('S6: a label that fails its proof is not sent, staff are told, and the next goes on', async () => {
    const [first, second, third] = threePapers();
    const journal = newJournal();
    journal.add(first, second, third);
    start(zebra, journal, {
      fails: ({ expectedBarcode }) => expectedBarcode === first,
      compose: (job, { token }) =>
        job.paperId === second
          ? refuse('no-longer-known')
          : ok({ bytes: labelBytes(job.paperId, token), expectedBarcode: job.paperId, expectedTexts: [] }),
    });
    expect(await journal.ended(third)).toBe('printed');
    expect(journal.outcomes()).toEqual([
      `${first} refused: proof-failed`,
      `${second} refused: no-longer-known`,
      `${third} printed`,
    ]);
    expect(countPapers(await zebra.labels(), [first, second, third])).toEqual([0, 0, 1]);
  });

  test('a paper that cannot even be made keeps no other from being printed, and staff are told', async () => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    start(zebra, journal, {
      compose: (job, { token }) => {
        if (job.paperId === first) throw new Error('It must be true that there is room.');
        return ok({ bytes: labelBytes(job.paperId, token), expectedBarcode: job.paperId, expectedTexts: [] });
      },
    });
    expect(await journal.ended(second)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${first} refused: not-composed`, `${second} printed`]);
  });

  test('S5: a label that staff void while it is being proved is not sent, and the next goes on', async () => {
    const [first, second] = threePapers();
    const journal = newJournal();
    journal.add(first, second);
    start(zebra, journal, {
      proving: ({ expectedBarcode }) => {
        if (expectedBarcode === first) journal.void(first);
      },
    });
    expect(await journal.ended(second)).toBe('printed');
    expect(journal.outcomes()).toEqual([`${second} printed`]);
    expect(countPapers(await zebra.labels(), [first, second])).toEqual([0, 1]);
  });

  test('S5: when the evidence cannot be kept, not one byte is sent, and the worker says that it cannot go on', async () => {
    const already = await zebra.now();
    const [first] = threePapers();
    const journal = newJournal();
    journal.add(first);
    journal.onLine = () => {
      throw new Error('the disk is full');
    };
    const { worker } = start(zebra, journal);
    await expect(worker.ended).rejects.toThrow('the disk is full');
    expect((await zebra.events()).slice(already).filter(({ kind }) => kind === 'format')).toEqual([]);
    expect(await zebra.state()).toMatchObject({ partialFormat: false });
  });

  test('stopping an idle worker ends it', async () => {
    const { worker, reported } = start(zebra, newJournal());
    await reported(({ isReady }) => isReady);
    await worker.stop();
    await worker.ended;
  });
});

describe('a printer that is not ready holds its papers, says why, and goes on by itself', () => {
  test.each([
    ['paper-out', { paperOut: true }, { paperOut: false }],
    ['head-open', { headOpen: true }, { headOpen: false }],
    ['ribbon-out', { ribbonOut: true }, { ribbonOut: false }],
    ['paused', { paused: true }, { paused: false }],
    ['too-hot', { headHot: true }, { headHot: false }],
  ] as const)('%s', async (trouble, fault, mended) => {
    const [first, second] = threePapers();
    const zebra = await zebraWith({ thermalTransfer: true });
    await zebra.become(fault);
    const journal = newJournal();
    journal.add(first, second);
    const { reported } = start(zebra, journal);
    expect(await reported(hasTrouble(trouble))).toMatchObject({ isReady: false, troubles: [trouble] });
    expect(journal.outcomes()).toEqual([]);
    await zebra.become(mended);
    expect(await journal.ended(second)).toBe('printed');
    expect(countPapers(await zebra.labels(), [first, second])).toEqual([1, 1]);
  });

  test('one that answers nothing in a fault is not ready, and its other voice says why', async () => {
    const [first] = threePapers();
    const zebra = await zebraWith({ silentInFault: true });
    await zebra.become({ headOpen: true });
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(zebra, journal, {}, soonSilent);
    expect(await reported(hasTrouble('head-open'))).toMatchObject({ isReady: false });
    await zebra.become({ headOpen: false });
    expect(await journal.ended(first)).toBe('printed');
  });

  test('silence is not ready', async () => {
    const [first] = threePapers();
    await zebra.hear('mute');
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(zebra, journal, {}, soonSilent);
    expect(await reported(hasTrouble('silent'))).toMatchObject({ isReady: false, troubles: ['silent'] });
    await zebra.hear('normal');
    expect(await journal.ended(first)).toBe('printed');
    expect(countPapers(await zebra.labels(), [first])).toEqual([1]);
  });

  test('switched off, and on again', async () => {
    const [first] = threePapers();
    await zebra.refuse(true);
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(zebra, journal);
    expect(await reported(hasTrouble('unreachable'))).toMatchObject({ isReady: false });
    await zebra.refuse(false);
    expect(await journal.ended(first)).toBe('printed');
  });

  test('another density than the labels are drawn for: no label of the wrong size comes out', async () => {
    const [first] = threePapers();
    const zebra = await zebraWith({ dotsPerMm: 12 });
    const journal = newJournal();
    journal.add(first);
    const { reported, worker } = start(zebra, journal);
    expect(await reported(hasTrouble('wrong-dots-per-mm'))).toMatchObject({ isReady: false });
    await worker.stop();
    expect(await zebra.labels()).toEqual([]);
  });

  test('another host has begun a label: ours waits, and does not run into it', async () => {
    const [first] = threePapers();
    const before = await zebra.labels();
    const host = await connectTo(zebra.port);
    await host.ask('^XA^FO20,20^A0N,30,30^FDOTHER~HS', '0000,0\x03\r\n');
    const journal = newJournal();
    journal.add(first);
    const { reported } = start(zebra, journal);
    expect(await reported(hasTrouble('busy-with-another-host'))).toMatchObject({ isReady: false });
    host.send('^FS^XZ');
    expect(await journal.ended(first)).toBe('printed');
    expect((await zebra.labels()).length - before.length).toBe(2);
  });

  test('stopping does not wait for a printer that does not answer', async () => {
    const already = await zebra.now();
    await zebra.hear('deaf');
    const { worker } = start(zebra, newJournal(), {}, { ...quickWaits, answerMsMax: 60_000 });
    await zebra.waitFor('connected', () => true, { after: already });
    await worker.stop();
    await zebra.hear('normal');
  });
});
