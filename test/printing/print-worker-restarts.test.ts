import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startZebraPrinter, type ZebraPrinter } from '../peers/zebra-printer-launcher.ts';
import { type Bench, countPapers, type Hooks, newPaperIds, threePapers, zebraAt } from './bench-of-printers.ts';
import { FileJournal, newJournalFile } from './file-journal.ts';
import { newJournal, workerAt, zebraWith } from './until-the-end.ts';

let zebra: ZebraPrinter;
beforeAll(async () => {
  zebra = await startZebraPrinter({ labelMs: 10 });
});
afterAll(() => zebra.stop());

const start = (journal: FileJournal, hooks?: Hooks) => workerAt(zebraAt(zebra.port), journal, hooks);

/** From here on nothing more is known or done by this kiosk, as if its power had gone. */
async function kill(journal: FileJournal, worker: () => Bench): Promise<void> {
  journal.isDead = true;
  await worker().worker.stop();
}

type Step = 'proving' | 'before the evidence is kept' | 'evidence kept' | 'all bytes heard' | 'printed' | 'settling';

/** Starts a worker and kills it at the step. */
async function printAndDieAt(step: Step, journal: FileJournal): Promise<void> {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const die = () => {
    journal.isDead = true;
    resolve();
  };
  const already = await zebra.now();
  journal.onLine = (line) => {
    if (step === 'before the evidence is kept' && line.kind === 'started') die();
    if (step === 'settling' && line.kind === 'settled') die();
  };
  journal.afterLine = (line) => {
    if (step === 'evidence kept' && line.kind === 'started') die();
  };
  const bench = start(journal, { proving: () => (step === 'proving' ? die() : undefined) });
  if (step === 'all bytes heard') zebra.waitFor('format', () => true, { after: already }).then(die);
  if (step === 'printed') zebra.waitFor('printed', () => true, { after: already }).then(die);
  await reached;
  await kill(journal, () => bench);
}

describe('S5: the kiosk is killed at each step and started again: each label comes out once, none is lost', {}, () => {
  test.each([
    'proving',
    'before the evidence is kept',
    'evidence kept',
    'all bytes heard',
    'printed',
    'settling',
  ] as const)('%s', async (step) => {
    const papers = threePapers();
    const path = newJournalFile();
    const before = new FileJournal(path);
    before.add(...papers);
    await printAndDieAt(step, before);

    const after = new FileJournal(path);
    start(after);
    expect(await Promise.all(papers.map((paper) => after.ended(paper)))).toEqual(['printed', 'printed', 'printed']);
    expect(countPapers(await zebra.labels(), papers)).toEqual([1, 1, 1]);
    const order = after.outcomes().filter((outcome) => outcome.endsWith(' printed'));
    expect(order).toEqual(papers.map((paper) => `${paper} printed`));
  });

  test('killed while the printer is without paper and holds the label: it waits for the printer, and sends nothing', async () => {
    const papers = threePapers();
    const path = newJournalFile();
    const before = new FileJournal(path);
    before.add(...papers);
    const proving = () => zebra.become({ paperOut: true });
    const bench = start(before, { proving });
    await bench.reported(({ isReady }) => !isReady);
    await kill(before, () => bench);

    const after = new FileJournal(path);
    const { reported } = start(after);
    await reported(({ isReady }) => !isReady);
    expect(after.stateOf(papers[0])).toBe('sending');
    await zebra.become({ paperOut: false });
    expect(await after.ended(papers[2])).toBe('printed');
    expect(countPapers(await zebra.labels(), papers)).toEqual([1, 1, 1]);
  });

  test('killed with the first bytes of a label sent: the part is forgotten, and the label comes out whole', async () => {
    const papers = threePapers();
    const path = newJournalFile();
    const before = new FileJournal(path);
    before.add(...papers);
    const already = await zebra.now();
    await zebra.cutOff({ afterBytes: 60, startingAt: '^XA' });
    const bench = start(before);
    await zebra.waitFor('cut-off', () => true, { after: already });
    await kill(before, () => bench);

    const after = new FileJournal(path);
    start(after);
    expect(await after.ended(papers[2])).toBe('printed');
    expect(countPapers(await zebra.labels(), papers)).toEqual([1, 1, 1]);
  });

  test.each([
    ['50J000000001', 'printed'],
    ['50J000000002', 'uncertain: printer-was-exchanged'],
  ])('with a label begun at printer 50J000000001, and printer %s stands there now: %s', async (serial, ended) => {
    const [first] = threePapers();
    // One label more than before: of an exchanged printer that says nothing.
    const { port } = await zebraWith({ odometer: 8, serial });
    const journal = newJournal();
    journal.add(first);
    journal.started(
      { paperId: first, kind: 'specimen-label' },
      { token: 'K7', odometerBefore: 7, serial: '50J000000001' },
    );
    workerAt(zebraAt(port), journal);
    expect(await journal.ended(first)).toBe(ended);
  });
});

describe('S5: a real process that prints, killed without warning', () => {
  async function startProcess(path: string): Promise<ChildProcess> {
    const script = fileURLToPath(new URL('./print-process.ts', import.meta.url));
    const child = spawn(process.execPath, [script, path, String(zebra.port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  test.each(['format', 'printed'] as const)('at the event "%s", and again, and again', async (kind) => {
    // More than a process prints before the news of its first label has come here.
    const papers = newPaperIds(24);
    const path = newJournalFile();
    new FileJournal(path).add(...papers);
    for (let life = 1; life <= 2; life += 1) {
      const already = await zebra.now();
      const child = await startProcess(path);
      await zebra.waitFor(kind, () => true, { after: already });
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const child = await startProcess(path);
    await once(child, 'exit');
    const journal = new FileJournal(path);
    expect(papers.map((paper) => journal.stateOf(paper))).toEqual(papers.map(() => ({ kind: 'printed' })));
    expect(countPapers(await zebra.labels(), papers)).toEqual(papers.map(() => 1));
  });
});
