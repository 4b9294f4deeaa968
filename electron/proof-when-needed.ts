/** The label proof, started with the first label or when the windows are shown: its thread is the heaviest part of a start. */
import { createLabelProof, type LabelProof, type LabelProofOptions } from '../printing/label-proof.ts';

export interface ProofWhenNeeded extends LabelProof {
  warmUp(): void;
}

export function proofWhenNeeded(options: LabelProofOptions): ProofWhenNeeded {
  let started: LabelProof | null = null;
  const proof = () => {
    started ??= createLabelProof(options);
    return started;
  };
  return {
    warmUp: () => void proof(),
    prove: (...question) => proof().prove(...question),
    picture: (...question) => proof().picture(...question),
    close: async () => started?.close(),
  };
}
