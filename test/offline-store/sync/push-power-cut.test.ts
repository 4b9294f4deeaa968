/** The kiosk dies while it sends, really: what was sent is known after the restart, and each event is done once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sharedFhirServer } from '../../peers/shared-server-launcher.ts';
import { newFolder } from '../store-clinic.ts';
import { checkedIn, knownPatient, register, take } from './events-clinic.ts';
import { ways } from './push-clinic.ts';
import { type SyncClinic, syncClinic } from './sync-clinic.ts';

const server = await sharedFhirServer();
const moments = ['before-sending', 'sent'] as const;

/** Sends until it is killed, which is once or, when nothing was left to send, never. */
async function dieWhileSending(folder: string, writeBack: string, moment: string): Promise<NodeJS.Signals | null> {
  const script = path.join(import.meta.dirname, 'push-process.ts');
  const child = spawn(process.execPath, [script, folder, server.baseUrl, writeBack, moment], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [, signal] = await once(child, 'exit');
  return signal;
}

const restart = (folder: string, writeBack: string): SyncClinic =>
  syncClinic(server, { folder, upstream: { writeBack } });
const bookingsWrittenSince = async (sequence: number) =>
  (await server.writes()).filter(
    (write) => write.sequence > sequence && write.by === 'client' && write.resourceType === 'Appointment',
  );

test.each(ways.flatMap(({ writeBack }) => moments.map((moment) => ({ writeBack, moment }))))(
  'the power goes out $moment, once for each event of a visit: after the restarts each is done once ($writeBack)',
  async ({ writeBack, moment }) => {
    const folder = newFolder();
    const first = restart(folder, writeBack);
    const { tubeIds } = await checkedIn(server, first);
    await server.load([knownPatient('walker')]);
    const { bookingId } = register(first);
    take(first.store, 'a1', tubeIds);
    first.store.close();
    const before = await server.now();
    // The arrival, the registration, the collection.
    for (let cut = 0; cut < 3; cut++) expect(await dieWhileSending(folder, writeBack, moment)).toBe('SIGKILL');

    const after = restart(folder, writeBack);
    after.at('2026-11-24T10:00:00.000Z');
    await after.push({ isBack: true });
    expect(after.store.ledger.outbox().map(({ kind, state }) => [kind, state])).toEqual([
      ['arrived', 'applied'],
      ['collected', writeBack === 'appointment-only' && moment === 'sent' ? 'merged' : 'applied'],
      ['walk-in', 'applied'],
    ]);
    const written = await bookingsWrittenSince(before);
    const made = after.store.ledger.upstreamBookingOf(bookingId);
    expect(written.map(({ id }) => (id === made ? 'made' : id)).toSorted()).toEqual(['a1', 'a1', 'made']);
    const isWhole = writeBack === 'appointment-and-encounter';
    expect(await server.all('Encounter')).toHaveLength(isWhole ? 2 : 0);
    expect(await server.all('Specimen')).toHaveLength(isWhole ? 2 : 0);
    expect(await server.all('Provenance')).toHaveLength(isWhole ? 3 : 0);
    expect(after.store.ledger.openTasks()).toEqual([]);
    expect(after.store.ledger.auditBreak()).toBeNull();
  },
);
