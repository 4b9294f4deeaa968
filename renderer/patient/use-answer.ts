/**
 * Sends the answer to a question, once: hands that shake tap twice, and a date of birth that is given twice would cost two tries.
 *
 * It counts the replies, so that a refusal can be announced even when it says the same again.
 */
import { type SyntheticEvent, useRef, useState } from 'react';
import type { PatientAction } from '../../electron/patient-api.ts';

export type Act = (action: PatientAction) => Promise<void>;

/** The same answer again within this time, with no field touched between, is the same tap. */
const doubleTapMs = 1_000;

export function useAnswer(act: Act) {
  const [answers, setAnswers] = useState(0);
  const last = useRef({ entered: null as unknown, atMs: Number.NEGATIVE_INFINITY, isUnderway: false });

  /** `entered` is what the fields hold: another value, or a new object, is another answer. */
  function answer(event: SyntheticEvent, entered: unknown, action: PatientAction) {
    event.preventDefault();
    const { current } = last;
    const isSameTap = current.entered === entered && event.timeStamp - current.atMs < doubleTapMs;
    if (current.isUnderway || isSameTap) return;
    last.current = { entered, atMs: event.timeStamp, isUnderway: true };
    void act(action).then(() => {
      last.current.isUnderway = false;
      setAnswers((count) => count + 1);
    });
  }
  return { answers, answer };
}
