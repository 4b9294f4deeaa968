/**
 * Tube classes: what is in the tube, never its colour, because colours differ between manufacturers.
 *
 * Position in the order of draw after CLSI GP41 as UK trusts reproduce it; a site may override every row.
 * Not signed off by any laboratory: a site must confirm.
 */
export const tubeClasses = [
  'BC',
  'CIT',
  'ESR',
  'SER',
  'SST',
  'HEP',
  'PST',
  'NAHEP',
  'QFT',
  'EDTA',
  'XM',
  'PPT',
  'FLU',
  'TE-EDTA',
  'TE-SER',
  'CYTO',
  'SPECIAL',
] as const;
export type TubeClass = (typeof tubeClasses)[number];

export interface Tube {
  readonly name: string;
  readonly additive: string;
  /** Lower is drawn first; classes with the same position keep the order of `tubeClasses`. */
  readonly drawPosition: number;
  /** What the label prints: plain, short, the same for every manufacturer. */
  readonly labelCode: string;
  /** Refused by the laboratory unless it is filled to its line. */
  readonly isFillCritical: boolean;
  /** Tubes that are drawn and labelled together as one set. */
  readonly tubesInSet: number;
}

const plain = { isFillCritical: false, tubesInSet: 1 } as const;
const filledToTheLine = { isFillCritical: true, tubesInSet: 1 } as const;

export const tubes: { readonly [Class in TubeClass]: Tube } = {
  BC: {
    name: 'Blood culture bottles',
    additive: 'broth and SPS',
    drawPosition: 1,
    labelCode: 'BC',
    ...filledToTheLine,
  },
  CIT: { name: 'Citrate', additive: 'sodium citrate 3.2 %', drawPosition: 2, labelCode: 'CIT', ...filledToTheLine },
  ESR: { name: 'ESR citrate', additive: 'sodium citrate 1:4', drawPosition: 3, labelCode: 'ESR', ...filledToTheLine },
  SER: { name: 'Serum, no gel', additive: 'clot activator', drawPosition: 4, labelCode: 'SERUM', ...plain },
  SST: { name: 'Serum gel', additive: 'clot activator and gel', drawPosition: 5, labelCode: 'SST', ...plain },
  HEP: { name: 'Lithium heparin', additive: 'lithium heparin', drawPosition: 6, labelCode: 'HEP', ...plain },
  PST: {
    name: 'Lithium heparin gel',
    additive: 'lithium heparin and gel',
    drawPosition: 6,
    labelCode: 'PST',
    ...plain,
  },
  NAHEP: { name: 'Sodium heparin', additive: 'sodium heparin', drawPosition: 6, labelCode: 'NA HEP', ...plain },
  QFT: {
    name: 'QuantiFERON set of four',
    additive: 'lithium heparin, with and without antigens',
    drawPosition: 6,
    labelCode: 'QFT',
    isFillCritical: true,
    tubesInSet: 4,
  },
  EDTA: { name: 'EDTA', additive: 'EDTA', drawPosition: 7, labelCode: 'EDTA', ...plain },
  XM: { name: 'EDTA for transfusion', additive: 'EDTA', drawPosition: 8, labelCode: 'XM', ...plain },
  PPT: { name: 'EDTA gel', additive: 'EDTA and gel', drawPosition: 8, labelCode: 'PPT', ...plain },
  FLU: { name: 'Fluoride', additive: 'fluoride oxalate', drawPosition: 9, labelCode: 'FLUOR', ...plain },
  'TE-EDTA': {
    name: 'Trace element EDTA',
    additive: 'EDTA, metal-free',
    drawPosition: 10,
    labelCode: 'TE EDTA',
    ...plain,
  },
  'TE-SER': {
    name: 'Trace element serum',
    additive: 'clot activator, metal-free',
    drawPosition: 10,
    labelCode: 'TE SER',
    ...plain,
  },
  CYTO: { name: 'Cell-stabilising tube', additive: 'cell preservative', drawPosition: 11, labelCode: 'CYTO', ...plain },
  SPECIAL: { name: 'Special kit', additive: 'as the kit', drawPosition: 99, labelCode: 'SPECIAL', ...plain },
};
