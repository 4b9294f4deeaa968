/**
 * Papers made and proved before their turn, so that paper after paper waits for no proof. Nothing here is sent or kept.
 *
 * At its turn a paper is made again with the token that it had, because what is known of the patient may have changed in
 * between: only when its bytes are the very bytes that were proved, against the same label, is it not proved again (S6).
 */
import { isDeepStrictEqual } from 'node:util';
import { ok, type Result } from '../clinic/result.ts';
import type { PaperRefusal } from '../clinic/staff-task.ts';
import type { AttemptEvidence, ComposedPaper, PrintJob } from './print-worker.ts';

interface PreparedPapersOptions {
  readonly compose: (job: PrintJob, evidence: Pick<AttemptEvidence, 'token'>) => Result<ComposedPaper, PaperRefusal>;
  readonly proof: (composed: ComposedPaper) => Promise<Result<void, 'proof-failed' | 'not-proved'>>;
  readonly newToken: () => string;
}

interface ProvedPaper {
  readonly token: string;
  readonly bytes: Uint8Array;
}

interface PreparedPapers {
  /** Makes and proves a paper ahead of its turn; one at a time, the last that was asked for. */
  prepare(job: PrintJob): void;
  /** Made from what is known now, and proved. */
  atItsTurn(job: PrintJob): Promise<Result<ProvedPaper, PaperRefusal>>;
}

export function preparedPapers({ compose, proof, newToken }: PreparedPapersOptions): PreparedPapers {
  let ahead: { composed: ComposedPaper; paperId: string; token: string; isProved: Promise<boolean> } | null = null;
  let lastToken = '';

  function nextToken(): string {
    const token = newToken();
    lastToken = token === lastToken ? newToken() : token;
    return lastToken;
  }

  return {
    prepare(job) {
      if (ahead?.paperId === job.paperId) return;
      const token = nextToken();
      const composed = compose(job, { token });
      // What cannot be made, or fails, is tried again at its turn, and refused there.
      if (!composed.ok) return;
      const isProved = proof(composed.value).then(
        (proved) => proved.ok,
        () => false,
      );
      ahead = { composed: composed.value, paperId: job.paperId, token, isProved };
    },
    async atItsTurn(job) {
      const prepared = ahead?.paperId === job.paperId ? ahead : null;
      if (prepared !== null) ahead = null;
      const token = prepared?.token ?? nextToken();
      const composed = compose(job, { token });
      if (!composed.ok) return composed;
      const { bytes } = composed.value;
      // In what is sent, and in everything that its proof looked for.
      const isSame = prepared !== null && isDeepStrictEqual(prepared.composed, composed.value);
      if (isSame && (await prepared.isProved)) return ok({ token, bytes });
      const proved = await proof(composed.value);
      return proved.ok ? ok({ token, bytes }) : proved;
    },
  };
}
