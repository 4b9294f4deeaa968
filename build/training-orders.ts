/** The orders of the training clinic: the mix of a real morning, and one of every tube that the kiosk knows. */

export interface TrainingOrder {
  /** `ordinary`: labels come out by themselves; the others want a person as well. */
  readonly kind: 'ordinary' | 'transfusion' | 'unknown-test' | 'hospital-only';
  readonly hasRequisition: boolean;
  readonly tests: readonly { readonly code: string; readonly display: string }[];
  /** Specimens that the order itself names, with their own numbers and containers. */
  readonly specimens?: readonly { readonly forTest: string; readonly container: string }[];
}

/** In no table: a person has to see to it. */
const unknownCode = 'ZZ-NEW';

const test = (code: string, display: string) => ({ code, display });
const fbc = test('fbc', 'Full blood count');
const ue = test('ue', 'Urea and electrolytes');
const lft = test('lft', 'Liver function tests');
const tft = test('tft', 'Thyroid function tests');
const hba1c = test('hba1c', 'HbA1c');
const lipids = test('lipids', 'Lipid profile');
const inr = test('inr', 'INR');
const glucose = test('glucose', 'Glucose');
const ordinary = (...tests: TrainingOrder['tests'][number][]): TrainingOrder => ({
  kind: 'ordinary',
  hasRequisition: true,
  tests,
});
const withContainer = (one: TrainingOrder['tests'][number], container: string): TrainingOrder => ({
  kind: 'ordinary',
  hasRequisition: true,
  tests: [one],
  specimens: [{ forTest: one.code, container }],
});

export const orders: readonly [TrainingOrder, ...TrainingOrder[]] = [
  ordinary(fbc, ue, lft),
  ordinary(fbc, ue, hba1c, lipids),
  ordinary(ue, lft, tft),
  ordinary(fbc),
  ordinary(inr),
  ordinary(hba1c, lipids, glucose),
  ordinary(inr, fbc, ue, glucose),
  { kind: 'ordinary', hasRequisition: false, tests: [fbc, ue] },
  ordinary(fbc, ue, lft, tft, hba1c),
  ordinary(ue, glucose),
  withContainer(test('esr', 'Erythrocyte sedimentation rate'), 'ESR'),
  ordinary(test('zinc', 'Zinc'), ue),
  ordinary(test('lead', 'Lead'), fbc),
  ordinary(test('karyotype', 'Karyotype')),
  ordinary(test('quantiferon', 'QuantiFERON-TB')),
  withContainer(ue, 'PST'),
  { kind: 'transfusion', hasRequisition: true, tests: [fbc, test('group-save', 'Group and save')] },
  withContainer(test('karyotype', 'Karyotype'), 'NAHEP'),
  withContainer(test('viralload', 'HIV viral load'), 'PPT'),
  withContainer(test('dna', 'Genetic (DNA) test'), 'CYTO'),
  withContainer(test('copper', 'Copper'), 'SER'),
  { kind: 'unknown-test', hasRequisition: true, tests: [ue, test(unknownCode, 'Novel assay panel')] },
  ordinary(fbc, ue, inr),
  withContainer(test('tspot', 'T-SPOT.TB'), 'SPECIAL'),
  { ...withContainer(test('bcult', 'Blood culture'), 'BC'), kind: 'hospital-only' },
  ordinary(lipids, glucose, hba1c, fbc),
  ordinary(tft),
];

/** The clinic's own order codes, and which test of the catalogue each is. */
export const localTestCodes: Readonly<Record<string, string>> = Object.fromEntries(
  orders
    .flatMap((order) => order.tests.map(({ code }) => code))
    .filter((code) => code !== unknownCode)
    .map((code) => [code, code]),
);
