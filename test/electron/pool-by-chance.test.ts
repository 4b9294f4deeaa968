/** Two printers, whatever happens to them in whatever order, many times over: seeded, so that a failure can be seen again. */
import { expect, test } from 'vitest';
import type { PrintOutcome } from '../../printing/print-worker.ts';
import { graceForBegunSetMs } from '../../printing/printer-pool.ts';
import { randomFrom, upToFrom } from '../chance.ts';
import { arrive, factsOf, out, pool, well } from './pool-clinic.ts';

/** The last has the header inside a printer that is given up meanwhile. */
const seeds = [...Array.from({ length: 15 }, (_, index) => index + 1), 75];
const stepsPerSeed = 150;
const visitsMax = 6;

interface Tray {
  isWell: boolean;
  inside: string | null;
  /** What the last header that came out announces, until the printer stands still or the kiosk forgets. */
  announced: ReadonlySet<string>;
  toBeAnnounced: ReadonlySet<string>;
  readonly papers: string[];
}

const isHeader = (paperId: string) => !paperId.endsWith('-label');

/** What happens in a clinic, one thing after another; `mistakes` are labels that were begun without a header that names them. */
function clinicOf(seed: number) {
  const upTo = upToFrom(randomFrom(seed));
  const bench = pool();
  const { store, clock, kiosk, journal, settle, begin, hear } = bench;
  const newTray = (): Tray => ({
    isWell: true,
    inside: null,
    announced: new Set(),
    toBeAnnounced: new Set(),
    papers: [],
  });
  const trays: Record<'A' | 'B', Tray> = { A: newTray(), B: newTray() };
  const mistakes: string[] = [];
  let visits = 0;

  function announcedBy(paperId: string, printer: string): ReadonlySet<string> {
    const bookingId = store.ledger.paper(paperId)?.bookingId ?? '';
    const visit = bookingId.slice(1);
    const numbers = factsOf(kiosk, store, paperId, printer)?.rest?.numbers ?? [1, 2, 3];
    return new Set(numbers.map((number) => `V${visit}X-${number}-label`));
  }

  function comeOut(name: 'A' | 'B'): void {
    const tray = trays[name];
    const paperId = tray.inside ?? '';
    const outcomes: readonly PrintOutcome[] = [
      { kind: 'printed' },
      { kind: 'printed' },
      { kind: 'printed' },
      { kind: 'not-printed', because: 'count-did-not-move' },
      { kind: 'uncertain', because: 'another-host-printed' },
    ];
    const outcome = outcomes[upTo(outcomes.length)] ?? { kind: 'printed' };
    settle(name, outcome);
    tray.inside = null;
    if (outcome.kind === 'not-printed') return;
    tray.papers.push(paperId);
    if (isHeader(paperId)) tray.announced = tray.toBeAnnounced;
  }

  function goOn(name: 'A' | 'B'): void {
    const tray = trays[name];
    if (tray.inside !== null) {
      if (tray.isWell || upTo(3) === 0) comeOut(name);
      return;
    }
    if (!tray.isWell) return;
    const job = journal(name).nextJob();
    if (job?.kind === 'specimen-label' && upTo(15) === 0) {
      journal(name).settled(job, { kind: 'refused', because: 'proof-failed' });
      return;
    }
    const paperId = begin(name);
    if (paperId === 'nothing') return;
    tray.inside = paperId;
    if (isHeader(paperId)) tray.toBeAnnounced = announcedBy(paperId, name);
    else if (!tray.announced.has(paperId)) mistakes.push(`${paperId} at ${name} behind ${tray.papers.join(' ')}`);
  }

  function stop(name: 'A' | 'B', isWell: boolean): void {
    trays[name].isWell = isWell;
    if (!isWell) trays[name].announced = new Set();
    hear(name, isWell ? well : out);
  }

  function happen(): void {
    const name = upTo(2) === 0 ? 'A' : 'B';
    const chance = upTo(30);
    if (chance < 2 && visits < visitsMax) arrive(store, ++visits);
    else if (chance < 4) stop(name, !trays[name].isWell);
    else if (chance === 4) clock.nowMs += upTo(2 * graceForBegunSetMs);
    else if (chance === 5) {
      kiosk.restart();
      for (const tray of Object.values(trays)) tray.announced = new Set();
      for (const one of ['A', 'B'] as const) hear(one, trays[one].isWell ? well : out);
    } else goOn(name);
  }

  /** Everybody sees to the printers, and everything that waits comes out. */
  function end(): void {
    for (const name of ['A', 'B'] as const) stop(name, true);
    for (let step = 0; step < 1_000; step += 1) goOn(step % 2 === 0 ? 'A' : 'B');
  }

  return { happen, end, mistakes, trays, store };
}

test.each(seeds)(
  'S5: no label comes out twice, and each behind a header that names it, whatever happens (seed %i)',
  (seed) => {
    const { happen, end, mistakes, trays, store } = clinicOf(seed);
    for (let step = 0; step < stepsPerSeed; step += 1) happen();
    end();
    expect(mistakes).toEqual([]);
    const labels = [...trays.A.papers, ...trays.B.papers].filter((paperId) => !isHeader(paperId));
    expect(new Set(labels).size).toBe(labels.length);
    const kinds = ['header-label', 'specimen-label'] as const;
    expect(store.ledger.waiting(kinds, 100)).toEqual([]);
  },
);
