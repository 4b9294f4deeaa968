/** Sends the answer to a question, and counts the replies so that a refusal can be announced even when it says the same again. */
import { type SyntheticEvent, useState } from 'react';
import type { PatientAction } from '../../electron/patient-api.ts';

export type Act = (action: PatientAction) => Promise<void>;

export function useAnswer(act: Act) {
  const [answers, setAnswers] = useState(0);
  function answer(event: SyntheticEvent, action: PatientAction) {
    event.preventDefault();
    void act(action).then(() => setAnswers((count) => count + 1));
  }
  return { answers, answer };
}
