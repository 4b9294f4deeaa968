/** The part of the `upstream` settings that says how events are written back. */
import { z } from 'zod';

const systemCharactersMax = 300;

export const writeBackSettings = {
  /**
   * Arrivals and collections change the Appointment. With `appointment-and-encounter` the patient's visit, the specimens and where
   * all that comes from go with it, in one FHIR transaction; `appointment-only` is for a booking system that has no more.
   */
  writeBack: z
    .enum(['appointment-and-encounter', 'appointment-only'], {
      error:
        'must be "appointment-and-encounter", or "appointment-only" for a booking system that keeps no Encounters or takes no transactions',
    })
    .default('appointment-and-encounter'),
  /** Whose numbers the printed specimen numbers are, as an identifier system; without it they go without one. */
  specimenNumberSystem: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:[^\s|]+$/i, {
      error: 'must be the identifier system of the specimen numbers, such as "https://lab.example/specimens"',
    })
    .max(systemCharactersMax, { error: `is longer than ${systemCharactersMax} characters` })
    .optional(),
};
