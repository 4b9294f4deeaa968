/**
 * What the thread that proves labels adds to the memory of its process, after 1,000 proofs; beside a thread that has only
 * loaded the same two libraries and used each once. Resident memory, of processes of their own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Row } from './row.ts';

const memoryMbMax = 220;
const bytesPerMb = 1024 * 1024;

/** What the process does; see proof-memory/process.ts. */
type ProofMemoryWork = 'nothing' | 'libraries' | 'proofs';

export async function rows(): Promise<readonly Row[]> {
  const nothing = await residentMb('nothing');
  const floor = (await residentMb('libraries')) - nothing;
  const ours = (await residentMb('proofs')) - nothing;
  return [
    {
      name: 'memory of the thread that proves labels, after 1,000 proofs',
      unit: 'MB',
      ours,
      floor,
      hold: `≤ ${memoryMbMax} MB`,
      isMet: ours <= memoryMbMax,
    },
  ];
}

async function residentMb(work: ProofMemoryWork): Promise<number> {
  const child = fork(path.join(import.meta.dirname, 'proof-memory/process.ts'), [work]);
  // The process sends one number, the bytes that it holds.
  const [bytes] = (await once(child, 'message')) as [number];
  child.disconnect();
  await once(child, 'exit');
  return bytes / bytesPerMb;
}
