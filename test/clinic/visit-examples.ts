/** Visits planned from requests, with used and reserved numbers as the test gives them. */
import type { OrderedSpecimen, TestRequest } from '../../clinic/test-request.ts';
import { planVisit } from '../../clinic/visit-plan.ts';
import { booking, request } from './examples.ts';
import { rulesOf, specimen as specimenIn } from './tube-examples.ts';

export const suffixes = { SST: 'S', EDTA: 'E', CIT: 'C', FLU: 'F' };

export interface Given {
  readonly settings?: object;
  readonly used?: readonly string[];
  readonly reserved?: readonly string[];
}

export function plan(requests: readonly TestRequest[], { settings = {}, used = [], reserved = [] }: Given = {}) {
  const asked: number[] = [];
  const planned = planVisit({
    booking: booking({ requests }),
    visitId: 'visit-1',
    rules: rulesOf(settings),
    isUsed: (identifier) => used.includes(identifier),
    takeReserved: (count) => {
      asked.push(count);
      return reserved.slice(0, count);
    },
  });
  return { ...planned, asked };
}
export const identified = (requests: readonly TestRequest[], given?: Given) =>
  plan(requests, given).specimens.map(
    ({ number, tube, identifier, identifierSource }) => `${number} ${tube} ${identifier} ${identifierSource}`,
  );
export const specimen = (id: string, given: Partial<OrderedSpecimen> = {}): OrderedSpecimen =>
  specimenIn(id, null, given);
export const withSpecimen = (code: string, given: Partial<OrderedSpecimen>, id = `specimen-${code}`) =>
  request(code, { specimens: [specimen(id, given)] });
