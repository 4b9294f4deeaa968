/** The label proof, started with the first label or when the windows are shown: its worker is the heaviest part of a start. */
import { createLabelProof, type LabelProof, proofWorkerFile } from '../../printing/label-proof.ts';
import { beside } from '../worker-beside.ts';

export interface ProofWhenNeeded extends LabelProof {
  warmUp(): void;
}

export function proofWhenNeeded(): ProofWhenNeeded {
  let started: LabelProof | null = null;
  const proof = () => {
    started ??= createLabelProof({ startWorker: beside(proofWorkerFile, 'label proof') });
    return started;
  };
  return {
    warmUp: () => void proof(),
    prove: (...question) => proof().prove(...question),
    picture: (...question) => proof().picture(...question),
    close: async () => started?.close(),
  };
}
