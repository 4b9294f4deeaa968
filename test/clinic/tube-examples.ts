/** Tubes planned from requests, told in one line each. */
import { ClinicRules } from '../../clinic/clinic-rules.ts';
import type { OrderedSpecimen, TestRequest } from '../../clinic/test-request.ts';
import { planTubes } from '../../clinic/tube-plan.ts';
import { request } from './examples.ts';

export const rulesOf = (settings: object = {}) => ClinicRules.parse({ isCommunitySite: false, ...settings });
/** `SST: ue+lft`, in the order of draw. */
export const tubesOf = (requests: readonly TestRequest[], settings: object = {}) =>
  planTubes(requests, rulesOf(settings)).tubes.map(({ tube, tests }) => `${tube}: ${tests.join('+')}`);
export const problemsOf = (requests: readonly TestRequest[], settings: object = {}) =>
  planTubes(requests, rulesOf(settings)).problems;
export const codes = (...all: string[]) => all.map((code) => request(code));
export const specimen = (
  id: string,
  container: OrderedSpecimen['container'],
  given: Partial<OrderedSpecimen> = {},
): OrderedSpecimen => ({
  id,
  identifier: null,
  accession: null,
  container,
  ...given,
});
