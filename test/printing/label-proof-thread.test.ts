import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createLabelProof, type LabelProof } from '../../printing/label-proof.ts';
import { inThread } from '../../printing/worker.ts';
import { paperBytes } from './faults/fault-papers.ts';
import { media8 } from './labels-for-tests.ts';

const realThread = JSON.stringify(fileURLToPath(new URL('../../printing/label-proof-worker.ts', import.meta.url)));
const papers = ['PH00000001', 'PH00000002', 'PH00000003'] as const;

/** A thread that proves labels, and does this with the first one that it is asked about, in each of its first lives. */
function threadThat(does: string, lives: number): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-thread-'));
  const life = JSON.stringify(path.join(folder, 'lives'));
  const file = path.join(folder, 'thread.mjs');
  fs.writeFileSync(
    file,
    `import fs from 'node:fs';
     import { pathToFileURL } from 'node:url';
     import { parentPort } from 'node:worker_threads';
     fs.appendFileSync(${life}, 'I');
     if (fs.readFileSync(${life}, 'utf8').length > ${lives}) await import(pathToFileURL(${realThread}).href);
     else parentPort.on('message', () => { ${does} });`,
  );
  return file;
}

async function proveAll(proof: LabelProof): Promise<readonly string[]> {
  const proved = await Promise.all(
    papers.map((paper) => proof.prove(paperBytes.zpl(paper, 'K7'), { ...media8, expectedBarcode: paper })),
  );
  await proof.close();
  return proved.map((one) => (one.ok ? 'proved' : one.problem));
}

test.each([
  ['ends', 'process.exit(1)'],
  ['throws', "throw new Error('dies')"],
])('S6: the thread that proves labels %s: the label in hand is asked again, and all are proved', async (_, does) => {
  const proof = createLabelProof({ startWorker: inThread(threadThat(does, 1)) });
  expect(await proveAll(proof)).toEqual(['proved', 'proved', 'proved']);
});

test('S6: a label of which the thread dies twice is refused, and those behind it are proved', async () => {
  const proof = createLabelProof({ startWorker: inThread(threadThat('process.exit(1)', 2)) });
  expect(await proveAll(proof)).toEqual(['proof-stopped', 'proved', 'proved']);
});

test('S6: when it stays dead, every label is refused, and none is proved by nobody', async () => {
  const proof = createLabelProof({ startWorker: inThread(threadThat('process.exit(1)', 100)) });
  expect(await proveAll(proof)).toEqual(papers.map(() => 'proof-stopped'));
});

test('S6: a thread that dies between two labels is replaced before anybody notices', async () => {
  const proof = createLabelProof({ startWorker: inThread(threadThat('setTimeout(() => process.exit(1)); ', 1)) });
  expect(await proveAll(proof)).toEqual(['proved', 'proved', 'proved']);
});
