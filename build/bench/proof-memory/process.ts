/** One process of the memory benchmark: `process.ts nothing|libraries|proofs`. It tells how much memory it holds, and ends. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { assert } from '../../../clinic/assert.ts';
import { createLabelProof } from '../../../printing/label-proof.ts';
import { paperBytes } from '../../../test/printing/faults/fault-papers.ts';
import { media8 } from '../../../test/printing/labels-for-tests.ts';

const proofs = 1_000;
const token = 'AB12';

async function prove(): Promise<void> {
  const proof = createLabelProof();
  for (const identifier of identifiers()) {
    const proved = await proof.prove(paperBytes.zpl(identifier, token), { ...media8, expectedBarcode: identifier });
    assert(proved.ok, 'the label is proved');
  }
}

async function loadLibraries(): Promise<void> {
  encode();
  const thread = new Worker(new URL('./libraries.ts', import.meta.url));
  await once(thread, 'message');
}

/** What every one of these processes does, thread or none. */
function encode(): void {
  for (const identifier of identifiers()) paperBytes.zpl(identifier, token);
}

const identifiers = () => Array.from({ length: proofs }, (_, index) => `PH${String(index).padStart(8, '0')}`);

const work = { nothing: async () => encode(), libraries: loadLibraries, proofs: prove }[process.argv[2] ?? ''];
assert(work, 'one of the three');
await work();
process.send?.(process.memoryUsage.rss());
process.once('disconnect', () => process.exit());
