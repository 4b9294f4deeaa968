/** What was acknowledged is never lost, and nobody is checked in twice: with real processes, really killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { assert } from '../../clinic/assert.ts';
import { newFolder, opened, today } from './store-clinic.ts';

const rounds = 8;
const endless = 9000;
const testTimeoutMs = 120_000;

function startKiosk(folder: string, first: number, count: number, ...fixed: string[]): ChildProcess {
  const script = path.join(import.meta.dirname, 'check-in-process.ts');
  const child = spawn(process.execPath, [script, folder, String(first), String(count), ...fixed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  assert(child.stdout, "the child's stdout is a pipe");
  yield* createInterface(child.stdout);
}

test(
  'S3: of all check-ins that a killed kiosk had acknowledged, none is lost, and the rest are whole or absent',
  async () => {
    const folder = newFolder();
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const child = startKiosk(folder, round * 1000 + 1, endless);
      // At another place of its work in each round; what it said before it died still counts.
      const killAfter = 1 + ((round * 13) % 40);
      let heard = 0;
      for await (const line of linesOf(child)) {
        assert(line.startsWith('checked-in '), 'the kiosk checks in');
        acknowledged.push(line.slice('checked-in '.length));
        heard += 1;
        if (heard === killAfter) child.kill('SIGKILL');
      }
      expect(child.exitCode).toBeNull();
      const store = opened(folder);
      expect(store.ledger.checkedIn(acknowledged)).toHaveLength(acknowledged.length);
      for (const visit of store.ledger.visits(today)) {
        expect(store.ledger.papers(visit.bookingId)).toHaveLength(1);
        expect(visit.specimens).toHaveLength(1);
      }
      const { length } = store.ledger.visits(today);
      expect(store.ledger.outbox()).toHaveLength(length);
      expect(store.ledger.audit().filter(({ act }) => act === 'check-in')).toHaveLength(length);
      expect(store.ledger.auditBreak()).toBeNull();
      store.close();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(rounds);
  },
  testTimeoutMs,
);

test(
  'S4: of several kiosks on one store that take the same booking, one checks it in',
  async () => {
    const folder = newFolder();
    opened(folder).close();
    const children = [1, 2, 3].map((ticket) => startKiosk(folder, ticket, 1, 'the-booking'));
    const said = await Promise.all(children.map((child) => Array.fromAsync(linesOf(child))));
    expect(said.flat().toSorted()).toEqual([
      'checked-in the-booking',
      'was-checked-in the-booking',
      'was-checked-in the-booking',
    ]);
    const { ledger } = opened(folder);
    expect(ledger.visits(today)).toHaveLength(1);
    expect(ledger.outbox()).toHaveLength(1);
  },
  testTimeoutMs,
);

test(
  'S15: while one process has the store, another is refused, and it is free when that one is killed',
  async () => {
    const folder = newFolder();
    const child = startKiosk(folder, 1, endless);
    for await (const _ of linesOf(child)) break;
    const store = opened.bind(null, folder);
    expect(store).toThrow('in-use');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(store().ledger.visits(today).length).toBeGreaterThan(0);
  },
  testTimeoutMs,
);
