/** Why something that upstream sent is not a booking of the list, or not only that. */

/** `gone`: upstream has it no more, and it stays on the list because the patient was checked in here. */
export const setAsideReasons = [
  'other-site',
  'other-day',
  'no-patient',
  'patient-not-in-use',
  'not-understood',
  'superseded-duplicate',
  'gone',
] as const;
export type SetAsideReason = (typeof setAsideReasons)[number];
