/** The language that the patient reads. One value in the tree, so that another language changes every screen at once. */
import { createContext, useContext } from 'react';
import { patientWords } from './en-GB.ts';
import type { PatientWords } from './words.ts';

const WordsContext = createContext<PatientWords>(patientWords);

export function useWords(): PatientWords {
  return useContext(WordsContext);
}
