/** Papers that are proved before their turn: what is sent is proved, whatever changed in between (S6). */
import { expect, test } from 'vitest';
import { ok, type Result, refuse } from '../../clinic/result.ts';
import type { PaperRefusal } from '../../clinic/staff-task.ts';
import { bitmapOf, blankBitmap } from '../../printing/labels/bitmap.ts';
import { preparedPapers } from '../../printing/prepared-papers.ts';
import type { ComposedPaper, PrintJob } from '../../printing/print-worker.ts';

const job: PrintJob = { paperId: 'label-2', kind: 'specimen-label' };

function bench() {
  const proofs: string[] = [];
  let tokens = 0;
  const known = { name: 'Quill', drawnName: blankBitmap(8, 1), fails: false, refusal: null as PaperRefusal | null };
  const papers = preparedPapers({
    compose({ paperId }, { token }): Result<ComposedPaper, PaperRefusal> {
      if (known.refusal !== null) return refuse(known.refusal);
      const bytes = Buffer.from(`${paperId} ${known.name} ${token}`);
      return ok({ bytes, expectedBarcode: null, expectedTexts: [], expectedPictures: [known.drawnName] });
    },
    async proof({ bytes }) {
      proofs.push(Buffer.from(bytes).toString());
      return known.fails ? refuse('proof-failed') : ok(undefined);
    },
    newToken() {
      tokens += 1;
      return `T${tokens}`;
    },
  });
  const atItsTurn = async (one = job) => {
    const paper = await papers.atItsTurn(one);
    return paper.ok ? `${Buffer.from(paper.value.bytes)} by ${paper.value.token}` : paper.problem;
  };
  return { papers, proofs, known, atItsTurn };
}

test('S6: a paper that was proved ahead is sent with the token that it had, and proved once', async () => {
  const { papers, proofs, atItsTurn } = bench();
  papers.prepare(job);
  papers.prepare(job);
  expect(await atItsTurn()).toBe('label-2 Quill T1 by T1');
  expect(proofs).toEqual(['label-2 Quill T1']);
});

test('S6: details that changed since it was proved are proved before they are sent', async () => {
  const { papers, proofs, known, atItsTurn } = bench();
  papers.prepare(job);
  known.name = 'Fennel';
  expect(await atItsTurn()).toBe('label-2 Fennel T1 by T1');
  expect(proofs).toEqual(['label-2 Quill T1', 'label-2 Fennel T1']);
});

test('S6: a name in another script that changed since is proved again, even if the bytes did not follow', async () => {
  const { papers, proofs, known, atItsTurn } = bench();
  papers.prepare(job);
  known.drawnName = bitmapOf(8, 1, () => true);
  await atItsTurn();
  expect(proofs).toHaveLength(2);
});

test('S6: what can no longer be made at its turn is refused, although it was proved', async () => {
  const { papers, known, atItsTurn } = bench();
  papers.prepare(job);
  known.refusal = 'patient-changed';
  expect(await atItsTurn()).toBe('patient-changed');
});

test('S6: a proof that failed ahead is tried once more at its turn, and refuses the paper if it fails again', async () => {
  const { papers, proofs, known, atItsTurn } = bench();
  known.fails = true;
  papers.prepare(job);
  known.fails = false;
  expect(await atItsTurn()).toBe('label-2 Quill T1 by T1');
  known.fails = true;
  papers.prepare(job);
  expect(await atItsTurn()).toBe('proof-failed');
  expect(proofs).toHaveLength(4);
});

test('another paper that comes first is made and proved by itself, and what was prepared is kept for its turn', async () => {
  const { papers, proofs, atItsTurn } = bench();
  papers.prepare(job);
  expect(await atItsTurn({ ...job, paperId: 'label-1' })).toBe('label-1 Quill T2 by T2');
  expect(await atItsTurn()).toBe('label-2 Quill T1 by T1');
  expect(proofs).toHaveLength(2);
});

test('a paper that is printed again has a token of its own', async () => {
  const { papers, atItsTurn } = bench();
  papers.prepare(job);
  await atItsTurn();
  expect(await atItsTurn()).toBe('label-2 Quill T2 by T2');
});
