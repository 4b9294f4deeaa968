/** What the windows show when the kiosk refuses to open (S15): one screen, the problems for site IT, and no way on. */

import { refuse } from '../../clinic/result.ts';
import type { PatientView } from '../patient-api.ts';
import type { StaffView } from '../staff-api.ts';
import type { PatientWindowSource } from './patient-window.ts';
import type { StaffWindowSource } from './staff-window.ts';

export function patientOutOfService(problems: readonly string[]): PatientWindowSource {
  const view: PatientView = {
    siteName: '',
    content: { screen: 'out-of-service', problems },
    stillThere: null,
    sitting: 0,
  };
  return { view: async () => view, act: async () => view, onView: () => () => undefined };
}

export function staffOutOfService(problems: readonly string[]): StaffWindowSource {
  const view: StaffView = { staffName: null, status: null, content: { screen: 'out-of-service', problems } };
  return {
    view: async () => view,
    act: async () => view,
    picture: async () => refuse('not-known'),
    onView: () => () => undefined,
  };
}
